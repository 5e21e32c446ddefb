import type { JSX } from 'preact';
import type { TraceDirection, TraceView } from '../../../main/domain/model/trace.ts';
import { millisecondsFigure } from '../../../main/domain/words/numbers.ts';
import { Hint } from '../../components/hint.tsx';
import { scale } from '../store.ts';
import { StripHead } from '../strip/strip-head.tsx';
import { COLUMNS, rowsOf } from './figures.ts';
import { HopRow, SilentRow } from './hop-row.tsx';
import './hop-table.css';
import './picture.css';

const LOSS =
  'Probes without an answer, and between which bounds the true share lies (95 %). It is loss of traffic only where every later hop loses as well.';

/** Where the bars begin and end, and the strips, which stand in the same column. */
function PictureHead({ hasStrip }: { readonly hasStrip: boolean }): JSX.Element {
  return (
    <th scope="col" class="hop-picture" rowSpan={2}>
      <span class="unseen">Round trips drawn</span>
      <span class="picture" aria-hidden={hasStrip ? undefined : 'true'}>
        <span class="head-ends head-range">
          <span>0</span>
          <span>{millisecondsFigure(scale.value).replace(/\.0+$/, '')} ms</span>
        </span>
        {hasStrip ? <StripHead /> : null}
      </span>
    </th>
  );
}

/** Fixed: what arrives in one row never moves the columns of the others. */
function Columns(): JSX.Element {
  return (
    <colgroup>
      <col class="col-ttl" />
      <col />
      <col class="col-loss" />
      <col class="col-answered" />
      {COLUMNS.map(({ id }) => (
        <col class="col-figure" key={id} />
      ))}
      <col class="col-picture" />
    </colgroup>
  );
}

function Head({ hasStrip }: { readonly hasStrip: boolean }): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col" class="hop-ttl" rowSpan={2}>
          Hop
        </th>
        <th scope="col" rowSpan={2}>
          Router
        </th>
        <th scope="col" class="head-number" rowSpan={2}>
          <Hint text={LOSS}>Loss</Hint>
        </th>
        <th scope="col" class="head-number" rowSpan={2}>
          Answered
        </th>
        <th scope="colgroup" class="head-group" colSpan={COLUMNS.length}>
          Round trip, ms
        </th>
        <PictureHead hasStrip={hasStrip} />
      </tr>
      <tr>
        {COLUMNS.map(({ id, title, explanation }) => (
          <th scope="col" class="head-number head-figure" key={id}>
            {explanation === null ? title : <Hint text={explanation}>{title}</Hint>}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Hop, router, loss, answered, picture; and the figures. */
const ALL_COLUMNS = 5 + COLUMNS.length;

const CAPTIONS: Readonly<Record<TraceDirection, (view: TraceView) => string>> = {
  forward: ({ host }) => `Hops on the way to ${host}, nearest first`,
  reverse: ({ host }) => `Hops on the way back from ${host}, nearest to it first`,
  between: ({ host, relay }) => `Hops on the way from ${relay?.address ?? 'another host'} to ${host}`,
};

/** The table first, as in mtr: a line for each hop, from here to the destination. */
export function HopTable({ view }: { readonly view: TraceView }): JSX.Element {
  const hasStrip = view.mode === 'continuous';
  const rows = rowsOf(view.hops);
  return (
    <table class="hops" data-mode={view.mode}>
      <caption class="unseen">{CAPTIONS[view.direction](view)}</caption>
      <Columns />
      <Head hasStrip={hasStrip} />
      <tbody>
        {rows.length === 0 ? (
          <tr class="hop hop-waiting">
            <th scope="row" class="hop-ttl">
              1
            </th>
            <td class="hop-router muted" colSpan={ALL_COLUMNS - 1}>
              {view.status === 'running' ? 'Waiting for the first answer …' : 'Nothing was asked.'}
            </td>
          </tr>
        ) : null}
        {rows.map((row) =>
          row.kind === 'hop' ? (
            <HopRow key={row.hop.ttl} hop={row.hop} view={view} hasStrip={hasStrip} />
          ) : (
            <SilentRow key={`from-${row.fromTtl}`} {...row} columns={ALL_COLUMNS} view={view} />
          ),
        )}
      </tbody>
    </table>
  );
}
