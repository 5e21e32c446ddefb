import type { JSX } from 'preact';
import type { TraceHop, TraceNode, TraceView } from '../../../main/domain/model/trace.ts';
import { countOf, countText } from '../../../main/domain/words/numbers.ts';
import { type Badge, gravestFirst, hopBadges, nodeBadges } from '../words/badges.ts';
import { BadgeList } from './badge-list.tsx';
import { silenceText } from './figures.ts';
import './router-cell.css';

/** As many are told here; the drawing of all paths tells of the others. */
const SHOWN = 4;

interface LineProps {
  readonly node: TraceNode;
  readonly view: TraceView;
}

const nameClass = ({ address }: TraceNode, { destination }: TraceView): string =>
  address === destination.address ? 'router-name router-destination' : 'router-name';

/** The only one at its distance: a name, and below it the address and all that is to be told. */
function SingleNode({ node, view, badges }: LineProps & { readonly badges: readonly Badge[] }): JSX.Element {
  const { name, address } = node;
  const own = nodeBadges(node, view.destination.address);
  return (
    <>
      <p class={nameClass(node, view)} title={name ?? address}>
        {name ?? address}
      </p>
      {name === null && own.length + badges.length === 0 ? null : (
        <div class="router-more">
          {name === null ? null : <span class="router-address muted small">{address}</span>}
          <BadgeList badges={gravestFirst([...badges, ...own])} />
        </div>
      )}
    </>
  );
}

/** One of several: a line each, with how often it was that one. */
function NodeLine({ node, view }: LineProps): JSX.Element {
  const { name, address, received } = node;
  return (
    <div class="router-line">
      <span class={nameClass(node, view)}>{name ?? address}</span>
      {name === null ? null : <span class="router-address muted small">{address}</span>}
      <span class="muted small" title={countOf(received, 'answer')}>
        <span class="unseen">answered </span>
        {countText(received)}×
      </span>
      <BadgeList badges={nodeBadges(node, view.destination.address)} />
    </div>
  );
}

function SeveralNodes({ hop, view, badges }: CellProps & { readonly badges: readonly Badge[] }): JSX.Element {
  const shown = view.mode === 'multipath' ? hop.nodes.slice(0, SHOWN) : hop.nodes;
  const more = hop.nodes.length - shown.length;
  return (
    <>
      {shown.map((node) => (
        <NodeLine key={node.address} node={node} view={view} />
      ))}
      <div class="router-more">
        {more > 0 ? <span class="muted small">and {more} more, see all paths below</span> : null}
        <BadgeList badges={badges} />
      </div>
    </>
  );
}

interface CellProps {
  readonly hop: TraceHop;
  readonly view: TraceView;
}

/** Who answered at this distance, and what that tells. */
export function RouterCell({ hop, view }: CellProps): JSX.Element {
  const badges = hopBadges(hop, view);
  const [first, second] = hop.nodes;
  return (
    <td class="hop-router">
      {first === undefined ? (
        <>
          <p class="router-silent muted">{silenceText(hop, view)}</p>
          {badges.length === 0 ? null : (
            <div class="router-more">
              <BadgeList badges={badges} />
            </div>
          )}
        </>
      ) : null}
      {first !== undefined && second === undefined ? (
        <SingleNode node={first} view={view} badges={badges} />
      ) : null}
      {second === undefined ? null : <SeveralNodes hop={hop} view={view} badges={badges} />}
    </td>
  );
}
