import { LATE_WINDOW_MS, LOST_AFTER_MS } from './prober.ts';
import type { Tally } from './tally.ts';

/** A copy takes about the way of its original; the least that is waited for one, and the most. */
const DUPLICATE_WAIT = { minMs: 20, maxMs: 1000 } as const;

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/**
 * How long to listen after the last probe, in milliseconds from its send; called again after each answer.
 *
 * All settled: as long as a copy of the last answer may take. Something missing: four times the longest round trip
 * seen, at least the deadline. Nothing at all came: until the first probe has had the whole late window, since the
 * path may be slower than the deadline. Never longer than the late window.
 */
export function lingerMs(tally: Tally, firstSentMs: number, lastSentMs: number, nowMs: number): number {
  const longest = Math.max(0, ...tally.rttsMs);
  if (tally.settled) {
    const copies = clamp(longest, DUPLICATE_WAIT.minMs, DUPLICATE_WAIT.maxMs);
    return tally.received === 0 ? 0 : nowMs - lastSentMs + copies;
  }
  const patience = tally.received > 0 ? 4 * longest : firstSentMs + LATE_WINDOW_MS - lastSentMs;
  return clamp(patience, LOST_AFTER_MS, LATE_WINDOW_MS);
}
