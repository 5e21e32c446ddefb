import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import { listText } from '../../../main/domain/words/names.ts';
import { millisecondsText } from '../../../main/domain/words/numbers.ts';
import {
  BETWEEN,
  heightOf,
  LANE,
  layOut,
  linkPath,
  type PathLayout,
  type PlacedNode,
  xOf,
  yOf,
} from './layout.ts';
import './paths.css';

function Drawing({ layout }: { readonly layout: PathLayout }): JSX.Element {
  return (
    <svg class="paths-drawing" width={layout.lanes * LANE} height={heightOf(layout)} aria-hidden="true">
      {layout.links.map((link) => (
        <path key={`${link.from.row}-${link.to.row}`} class="paths-link" d={linkPath(layout, link)} />
      ))}
      {layout.nodes.map((node) => (
        <circle
          key={node.row}
          class={node.node === null ? 'paths-dot paths-dot-silent' : 'paths-dot'}
          cx={xOf(node)}
          cy={yOf(layout, node)}
          r={4}
        />
      ))}
    </svg>
  );
}

const words = (from: readonly (string | null)[]): string =>
  from.length === 0 ? '' : `, reached from ${listText(from.map((one) => one ?? 'a silent router'))}`;

/** Its words, at the height of its dot. */
function NodeLine({
  placed,
  isFirst,
}: {
  readonly placed: PlacedNode;
  readonly isFirst: boolean;
}): JSX.Element {
  const { ttl, node, from } = placed;
  return (
    <li class="paths-line" style={{ marginTop: isFirst && ttl > 1 ? `${BETWEEN}px` : '0' }}>
      <span class="paths-ttl muted">{isFirst ? ttl : <span class="unseen">{ttl}</span>}</span>
      {node === null ? (
        <span class="paths-name muted">no answer</span>
      ) : (
        <>
          <span class="paths-name">{node.name ?? node.address}</span>
          {node.name === null ? null : <span class="muted small">{node.address}</span>}
          {node.rttMs === null ? null : (
            <span class="paths-rtt muted">{millisecondsText(node.rttMs.mean)}</span>
          )}
        </>
      )}
      <span class="unseen">{words(from)}</span>
    </li>
  );
}

/** Every path that was found: where the load is spread, and where it comes together again. */
export function Paths({ view }: { readonly view: TraceView }): JSX.Element | null {
  const { hops, links } = view;
  const layout = useMemo(() => layOut(hops, links), [hops, links]);
  if (links.length === 0) return null;
  return (
    <section class="paths" aria-labelledby="paths-title">
      <h2 id="paths-title">All paths</h2>
      <p class="muted">Each line is a way that some connections take; a connection stays on its own.</p>
      <div class="paths-body">
        <Drawing layout={layout} />
        <ol class="paths-lines" aria-label="Routers by their distance">
          {layout.nodes.map((placed) => (
            <NodeLine key={placed.row} placed={placed} isFirst={placed.lane === 0} />
          ))}
        </ol>
      </div>
    </section>
  );
}
