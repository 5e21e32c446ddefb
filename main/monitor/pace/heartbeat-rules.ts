import type { GapReason } from '../../domain/model/gap.ts';
import type { Instant } from '../../domain/outage/types.ts';

/** All clocks at one beat. `bootMs`: see Clock.bootMs. */
export interface BeatReading {
  readonly at: Instant;
  readonly bootMs: number | null;
}

export type BeatVerdict =
  | { readonly type: 'regular' }
  /** The loop was held up for `lagMs`: what was in flight may have been read late. */
  | { readonly type: 'stall'; readonly lagMs: number }
  | { readonly type: 'gap'; readonly reason: GapReason };

/** Milliseconds. */
export const HEARTBEAT = {
  periodMs: 250,
  /** A lag this long can turn a reply in time into a lost one. Garbage collection and disk waits stay below. */
  stallMs: 500,
  /** A lag this long is as long as the silence that an outage is named after: nothing was measured. */
  gapMs: 3_000,
  /** The uptime comes in steps of 10 ms; a sleep shorter than this hurts no probe more than a stall does. */
  sleepMs: 1_000,
  /**
   * Wall clock against monotonic clock within one beat. Slewing moves them apart by 0.5 ms a second at most and
   * a leap second by 1 s; more than 2 s is a step (by NTP after a long sleep, or by hand).
   */
  divergenceMs: 2_000,
} as const;

/**
 * What happened between two beats. In this order, because a sleep also shows as a divergence:
 *
 * 1. The machine slept: the uptime ran ahead of the monotonic clock (Linux).
 * 2. The beat came far too late: where an uptime is known it can't have been a sleep, so this process was
 *    stopped or starved (`stall`); where it is not, the monotonic clock runs through sleep, which is by far
 *    the most frequent cause.
 * 3. The wall clock moved on its own: it was set.
 * 4. The beat came a little too late.
 */
export function judgeBeat(previous: BeatReading, now: BeatReading): BeatVerdict {
  const elapsedMs = now.at.monoMs - previous.at.monoMs;
  const lagMs = elapsedMs - HEARTBEAT.periodMs;
  const sleptMs =
    previous.bootMs === null || now.bootMs === null ? null : now.bootMs - previous.bootMs - elapsedMs;
  if (sleptMs !== null && sleptMs >= HEARTBEAT.sleepMs) return { type: 'gap', reason: 'sleep' };
  if (lagMs >= HEARTBEAT.gapMs) return { type: 'gap', reason: sleptMs === null ? 'sleep' : 'stall' };
  const divergenceMs = now.at.wallMs - previous.at.wallMs - elapsedMs;
  if (Math.abs(divergenceMs) >= HEARTBEAT.divergenceMs) return { type: 'gap', reason: 'clock-jump' };
  return lagMs >= HEARTBEAT.stallMs ? { type: 'stall', lagMs } : { type: 'regular' };
}
