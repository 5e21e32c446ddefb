import type { JSX } from 'preact';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import { localExact, localSecond } from '../../components/local-time.ts';
import { changeLines } from './change-text.ts';
import './route-changes.css';

/** When other routers began to answer, and where. */
export function RouteChanges({ view }: { readonly view: TraceView }): JSX.Element | null {
  const lines = changeLines(view.changes, view.hops);
  if (lines.length === 0) return null;
  return (
    <section class="changes" aria-labelledby="changes-title">
      <h2 id="changes-title">Route changes</h2>
      <ol class="changes-list" aria-label="Route changes, newest first">
        {lines.map(({ id, atMs, ttl, text }) => (
          <li class="change" key={id}>
            <span class="change-at muted" title={localExact(atMs)}>
              {localSecond(atMs)}
            </span>
            <span class="change-ttl muted">hop {ttl}</span>
            <span class="change-text">{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
