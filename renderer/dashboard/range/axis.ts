import { computed, signal } from '@preact/signals';
import { nowMs, range } from '../store.ts';
import { type Visible, visibleRange } from './range.ts';
import type { ChosenRange } from './types.ts';

/** Width of the buckets that are shown, ms. */
export const bucketMs = signal(1000);

/** A bucket never makes up more of a live axis than this. */
const FEWEST_BUCKETS = 40;

/** A live range ends at the end of the bucket that is being filled: the picture moves by whole buckets. */
export function axisOf(chosen: ChosenRange, atMs: number, bucketMs: number): Visible {
  if (chosen.mode === 'fixed') return chosen;
  const step = Math.min(bucketMs, chosen.spanMs / FEWEST_BUCKETS);
  return visibleRange(chosen, Math.ceil(atMs / step) * step);
}

let last: Visible = { fromMs: 0, toMs: 1 };

/** The one time axis of all charts and the timeline; the same object until it moves. */
export const axis = computed<Visible>(() => {
  const next = axisOf(range.value.current, nowMs.value, bucketMs.value);
  if (next.fromMs !== last.fromMs || next.toMs !== last.toMs) last = next;
  return last;
});
