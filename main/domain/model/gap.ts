import type { WallMs } from './units.ts';

/** Why time was not measured. */
export const GAP_REASONS = [
  'sleep',
  'pause',
  'not-running',
  'clock-jump',
  'network-change',
  'stall',
] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** Time that was not measured: shown as a gap, never as zero, loss or a line through it. */
export interface Gap {
  readonly fromMs: WallMs;
  readonly toMs: WallMs;
  readonly reason: GapReason;
}
