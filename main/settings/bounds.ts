import { z } from 'zod';

/** Least and most of every number a user can set, by its path in the configuration. */
export const BOUNDS = {
  /** How many there may be. */
  anchors: { min: 0, max: 64 },
  'anchors.port': { min: 1, max: 65_535 },
  /** Faster than one probe a second per target looks like a flood to home routers. */
  intervalMs: { min: 1000, max: 60_000 },
  timeoutMs: { min: 1000, max: 10_000 },
  notifyAfterMs: { min: 0, max: 3_600_000 },
  'retention.rawHours': { min: 1, max: 24 * 31 },
  'retention.minuteDays': { min: 1, max: 3650 },
  'retention.hourDays': { min: 1, max: 36_500 },
  'retention.maxMegabytes': { min: 10, max: 1_000_000 },
  /** Below these a fine line alarms by chance. */
  'thresholds.lossPercent': { min: 2, max: 100 },
  'thresholds.latencyMs': { min: 10, max: 10_000 },
  'notifications.cooldownMs': { min: 0, max: 86_400_000 },
  'metrics.statsd.port': { min: 1, max: 65_535 },
  'metrics.prometheus.port': { min: 1, max: 65_535 },
  'metrics.push.queueMegabytes': { min: 1, max: 10_000 },
  'metrics.push.resendSeconds': { min: 0, max: 3600 },
} as const;

export const whole = (path: keyof typeof BOUNDS) => z.int().min(BOUNDS[path].min).max(BOUNDS[path].max);
