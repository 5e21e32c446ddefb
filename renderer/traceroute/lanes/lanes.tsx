import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TraceHop, TraceView } from '../../../main/domain/model/trace.ts';
import { millisecondsText } from '../../../main/domain/words/numbers.ts';
import { StateShape } from '../../components/state-shape.tsx';
import { lossFigure, silenceText } from '../hops/figures.ts';
import { JOINT_WORDS, type Joint, type LaneRow, lanesOf, lengthText } from './lane-rows.ts';
import './lanes.css';

interface LaneProps {
  readonly hop: TraceHop | null;
  readonly view: TraceView;
  /** For narrow windows, where a row is two lines. */
  readonly label: string;
}

function Loss({ hop }: { readonly hop: TraceHop }): JSX.Element | null {
  const { text, meaning } = lossFigure(hop);
  if (meaning !== 'lost') return null;
  return (
    <span class="lane-loss">
      <StateShape state={hop.received === 0 ? 'down' : 'degraded'} size={12} />
      {text} lost
    </span>
  );
}

/** A hop of one way: who it is and how far away. */
function LaneCells({ hop, view, label }: LaneProps): JSX.Element {
  if (hop === null) return <td class="lane lane-none" data-label={label} colSpan={2} />;
  const [node, ...others] = hop.nodes;
  return (
    <>
      <td class="lane lane-ttl muted" data-label={label}>
        {hop.ttl}
      </td>
      <td class="lane lane-router">
        {node === undefined ? (
          <span class="muted">{silenceText(hop, view)}</span>
        ) : (
          <>
            <span class="lane-name">{node.name ?? node.address}</span>
            <span class="lane-more small muted">
              {node.name === null ? null : <span>{node.address}</span>}
              {others.length === 0 ? null : <span>and {others.length} more</span>}
              {hop.rttMs === null ? null : <span>{millisecondsText(hop.rttMs.mean)}</span>}
              <Loss hop={hop} />
            </span>
          </>
        )}
      </td>
    </>
  );
}

/** The ways themselves are drawn by the cell; here is what stands on them. */
const JOINT_MARKS: Readonly<Record<Joint, () => JSX.Element | null>> = {
  same: () => <circle cx="14" cy="8" r="5" class="joint-dot" />,
  apart: () => <path d="M3 4h8v8H3zM17 4h8v8h-8z" class="joint-dot" />,
  unknown: () => null,
  lone: () => <path d="M10 4h8v8h-8z" class="joint-dot" />,
};

/** One line where the ways are one, two where they are apart; dotted where nobody can tell. */
function JointMark({ joint }: { readonly joint: Joint }): JSX.Element {
  const Mark = JOINT_MARKS[joint];
  return (
    <td class="joint">
      <span class="joint-lines">
        <svg width="28" height="16" viewBox="0 0 28 16" aria-hidden="true" focusable="false">
          <Mark />
        </svg>
      </span>
      <span class="unseen">{JOINT_WORDS[joint]}</span>
    </td>
  );
}

interface RowProps {
  readonly row: LaneRow;
  readonly there: TraceView;
  readonly back: TraceView;
}

const Row = ({ row: { forward, reverse, joint }, there, back }: RowProps): JSX.Element => (
  <tr
    class={`lanes-row lanes-${joint}${joint === 'apart' || joint === 'lone' ? ' lanes-parted' : ''}`}
    data-joint={joint}
  >
    <LaneCells hop={forward} view={there} label="There" />
    <JointMark joint={joint} />
    <LaneCells hop={reverse} view={back} label="Back" />
  </tr>
);

export interface LanesProps {
  readonly there: TraceView;
  readonly back: TraceView;
}

/** The way there and the way back as two lanes of one drawing, from here at the top to the host at the bottom. */
export function Lanes({ there, back }: LanesProps): JSX.Element {
  const { rows, text } = useMemo(() => lanesOf(there, back), [there, back]);
  return (
    <section class="lanes" aria-labelledby="lanes-title">
      <h2 id="lanes-title">There and back</h2>
      <p data-testid="parting">{text}</p>
      <table class="lanes-table">
        <caption class="unseen">Hops of both ways between here and {back.host}, nearest first</caption>
        <colgroup>
          <col class="col-lane-ttl" />
          <col />
          <col class="col-joint" />
          <col class="col-lane-ttl" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="colgroup" colSpan={2}>
              The way there <span class="muted">{lengthText(there)}</span>
            </th>
            <th scope="col" class="joint">
              <span class="unseen">Whether they are one</span>
            </th>
            <th scope="colgroup" colSpan={2}>
              The way back <span class="muted">{lengthText(back)}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} there={there} back={back} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
