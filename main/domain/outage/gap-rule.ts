import type { GapReason } from '../model/gap.ts';
import type { DetectorConfig, Instant } from './types.ts';

/** How long a gap must be to end what was open; null: it never does. */
const ENDS_AFTER: Readonly<Record<GapReason, (config: DetectorConfig) => number | null>> = {
  sleep: (config) => config.gapEndsMs,
  pause: (config) => config.gapEndsMs,
  // The machine was awake, in the same place, and the line went on.
  stall: (config) => config.stallEndsMs,
  'clock-jump': (config) => config.stallEndsMs,
  // A restart is short; `adopt` judges what was open before it.
  'not-running': () => null,
  // The `network` input judges what was open.
  'network-change': () => null,
};

/** Milliseconds that nobody watched. A machine's sleep may stop its monotonic clock; a set clock lies. */
function lengthOf(reason: GapReason, from: Instant, to: Instant): number {
  const byMono = to.monoMs - from.monoMs;
  const trustsWall = reason === 'sleep' || reason === 'pause';
  return trustsWall ? Math.max(byMono, to.wallMs - from.wallMs) : byMono;
}

/** Nothing known before the gap can be trusted after it. */
export function isUnwatched(config: DetectorConfig, reason: GapReason, from: Instant, to: Instant): boolean {
  const endsAfter = ENDS_AFTER[reason](config);
  return endsAfter !== null && lengthOf(reason, from, to) >= endsAfter;
}
