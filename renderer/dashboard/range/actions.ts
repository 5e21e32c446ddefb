import { nowMs, range } from '../store.ts';
import { type RangeAction, rangeAfter } from './range.ts';
import { stepForKey } from './range-keys.ts';

/** A step of the user, at the present moment. */
export function stepRange(action: RangeAction): void {
  range.value = rangeAfter(range.peek(), action, nowMs.peek());
}

export const zoomTo = (fromMs: number, toMs: number): void => stepRange({ type: 'zoom', fromMs, toMs });

/** Keys pressed where the charts or the timeline have the focus. */
export function onRangeKey(event: KeyboardEvent): void {
  const step = stepForKey(event.key);
  if (step === null || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  stepRange(step);
}
