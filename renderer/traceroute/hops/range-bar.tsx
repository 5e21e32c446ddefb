import type { JSX } from 'preact';
import type { RoundTrips } from '../../../main/domain/model/trace.ts';
import { scale } from '../store.ts';
import { placeOn } from './scale.ts';

/** Best to worst as a line, best to p95 as a bar, the mean as a mark; the figures beside it say the same. */
export function RangeBar({ rttMs }: { readonly rttMs: RoundTrips | null }): JSX.Element | null {
  if (rttMs === null) return null;
  const end = scale.value;
  const best = placeOn(rttMs.min, end);
  const worst = placeOn(rttMs.max, end);
  const p95 = placeOn(rttMs.p95, end);
  return (
    <div class="range" aria-hidden="true">
      <span class="range-line" style={{ left: `${best}%`, width: `${worst - best}%` }} />
      <span class="range-bar95" style={{ left: `${best}%`, width: `${p95 - best}%` }} />
      <span class="range-mean" style={{ left: `${placeOn(rttMs.mean, end)}%` }} />
      {rttMs.max > end ? <span class="range-clipped" /> : null}
    </div>
  );
}
