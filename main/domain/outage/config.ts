import type { DetectorConfig, DetectorOptions } from './types.ts';

/** docs/detector.md says where each figure comes from. */
const FIGURES: Omit<DetectorConfig, 'anchors' | 'intervalMs'> = {
  totalSilenceMs: 3_500,
  totalOverdue: 6,
  totalOverdueSingle: 4,
  suspicionMs: 500,
  burstMaxMs: 60_000,

  recoveryReplies: 5,
  recoveryWindow: 6,
  recoveryWindowSingle: 4,
  recoveryAnchors: 2,
  recoverySolo: 10,

  settleMs: 1_000,
  availabilityMs: 10_000,
  coldMs: 20_000,
  wakeMs: 60_000,
  presumeMs: 30_000,
  staleMs: 15_000,
  gapEndsMs: 5_000,
  stallEndsMs: 30_000,

  localHoldMs: 1_500,
  coalesceMs: 1_000,
  besideMs: 1_000,
  afterParentMs: 3_500,
  flapMs: 60_000,
  flapHoldsMs: [15_000, 60_000, 120_000],

  lossBinMs: 2_000,
  lossExtra: 0.05,
  lossFloor: 0.004,
  lossMargin: 1.3,
  lossThresholdFew: 11,
  lossThresholdMany: 14,
  lossFewProbes: 6,
  lossManyProbes: 24,
  lossSpanMs: 20_000,

  latencyWindowMs: 10_000,
  latencyWindows: 3,
  latencyShiftMs: 50,
  latencyFactor: 2,
  latencySpreads: 7,
  acceptMs: 6 * 3_600_000,
};

export const detectorConfig = (options: DetectorOptions): DetectorConfig => ({ ...FIGURES, ...options });
