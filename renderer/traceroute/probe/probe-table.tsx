import type { JSX } from 'preact';
import type { PathProbeView, ProbedHop } from '../../../main/domain/model/encapsulation.ts';
import type { RoundTrips } from '../../../main/domain/model/trace.ts';
import { countText, percentRangeText, percentText } from '../../../main/domain/words/numbers.ts';
import { Hint } from '../../components/hint.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { NOTHING, roundTripFigure } from '../hops/figures.ts';
import { DECAPSULATES_WORDS } from './probe-facts.ts';
import './probe-table.css';

const LOSS =
  'Of the boomerangs to this hop and back, with the bounds between which the true share lies (95 %). It adds up over all links before: the line above tells which of them lose.';
const UNWRAPS =
  'Whether the hop takes the outer packet off and sends the inner one on. Only through hops that do can a path be probed.';

const FIGURES: readonly {
  readonly id: keyof RoundTrips & ('last' | 'mean' | 'min' | 'max');
  readonly title: string;
}[] = [
  { id: 'last', title: 'Last' },
  { id: 'mean', title: 'Mean' },
  { id: 'min', title: 'Best' },
  { id: 'max', title: 'Worst' },
];

function Router({ address, name }: ProbedHop): JSX.Element {
  return (
    <td class="probe-router">
      <p class={address === null ? 'muted' : 'router-name'}>{name ?? address ?? 'no answer'}</p>
      {name === null || address === null ? null : <p class="muted small">{address}</p>}
    </td>
  );
}

function Loss({ lossPercent, interval95 }: ProbedHop): JSX.Element {
  return (
    <td class="probe-figure" data-label="Loss">
      {lossPercent === null ? NOTHING : percentText(lossPercent / 100)}
      {interval95 === null ? null : (
        <span class="probe-interval muted small">
          {percentRangeText([interval95[0] / 100, interval95[1] / 100])}
        </span>
      )}
    </td>
  );
}

/** What came late, twice or not at all is rare: told where it happened. */
function countsOf({ late, duplicate, failed }: ProbedHop): string {
  return [
    late === 0 ? '' : `${countText(late)} late`,
    duplicate === 0 ? '' : `${countText(duplicate)} twice`,
    failed === 0 ? '' : `${countText(failed)} not counted`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function Tested({ hop }: { readonly hop: ProbedHop }): JSX.Element {
  const counts = countsOf(hop);
  return (
    <>
      <Loss {...hop} />
      <td class="probe-figure" data-label="Back">
        {countText(hop.received + hop.late)}/{countText(hop.sent)}
        {counts === '' ? null : <span class="probe-interval muted small">{counts}</span>}
      </td>
      {FIGURES.map(({ id, title }) => (
        <td class="probe-figure" key={id} data-label={title}>
          {roundTripFigure(hop.rttMs, id)}
        </td>
      ))}
    </>
  );
}

const Row = ({ hop }: { readonly hop: ProbedHop }): JSX.Element => (
  <tr class={hop.notTestable === null ? 'probe-row' : 'probe-row probe-untested'} data-hop={hop.index}>
    <th scope="row" class="probe-index">
      {hop.index}
    </th>
    <Router {...hop} />
    <td class="probe-unwraps" data-label="Unwraps">
      {DECAPSULATES_WORDS[hop.decapsulates]}
    </td>
    {hop.notTestable === null ? (
      <Tested hop={hop} />
    ) : (
      <td class="probe-reason muted" colSpan={2 + FIGURES.length}>
        <p>
          <StateShape state="unavailable" size={12} />
          {hop.notTestable}
        </p>
      </td>
    )}
  </tr>
);

/** The figures of each hop; of those that could not be tested the reason. */
export function ProbeTable({ view }: { readonly view: PathProbeView }): JSX.Element | null {
  if (view.hops.length === 0) return null;
  return (
    <table class="probe-table">
      <caption class="unseen">Hops of the path, nearest first</caption>
      <colgroup>
        <col class="col-probe-index" />
        <col />
        <col class="col-probe-unwraps" />
        <col class="col-probe-loss" />
        <col class="col-probe-back" />
        {FIGURES.map(({ id }) => (
          <col class="col-probe-figure" key={id} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th scope="col" class="probe-index">
            Hop
          </th>
          <th scope="col">Router</th>
          <th scope="col">
            <Hint text={UNWRAPS}>Unwraps</Hint>
          </th>
          <th scope="col" class="probe-figure">
            <Hint text={LOSS}>Loss</Hint>
          </th>
          <th scope="col" class="probe-figure">
            Back
          </th>
          {FIGURES.map(({ id, title }) => (
            <th scope="col" class="probe-figure" key={id}>
              {title}
              <span class="unseen"> round trip</span>, ms
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {view.hops.map((hop) => (
          <Row key={hop.index} hop={hop} />
        ))}
      </tbody>
    </table>
  );
}
