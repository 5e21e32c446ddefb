import { anchorKey } from '../domain/model/anchor.ts';
import type { Config } from '../domain/model/config.ts';
import type { DetectorOptions, DetectorSettings } from '../domain/outage/types.ts';

/** What the user's settings mean to a detector at work. */
export const detectorSettings = ({ intervalMs, thresholds }: Config): DetectorSettings => ({
  intervalMs,
  lossExtra: thresholds.lossPercent / 100,
  latencyShiftMs: thresholds.latencyMs,
});

/** What they mean to a new one. */
export const detectorOptions = (config: Config): DetectorOptions => ({
  ...detectorSettings(config),
  intervalMs: config.intervalMs,
  anchors: config.anchors.map((anchor) => ({ kind: anchor.kind, anchor: anchorKey(anchor) })),
});
