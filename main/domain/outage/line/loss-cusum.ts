import type { DetectorConfig } from '../types.ts';
import type { LossBaseline } from './loss-baseline.ts';

/** One bin: probes concluded and lost. `atMono`: its start. */
export interface LossBin {
  readonly atMono: number;
  readonly sent: number;
  readonly lost: number;
}

/** A value: bins can be replayed from any remembered state when a late reply takes a loss back. */
export interface CusumState {
  /** Log likelihood ratio in favour of extra loss, never below 0. */
  readonly rising: number;
  /** The same for its end, counted while the alarm is on. */
  readonly falling: number;
  readonly previous: 0 | 1;
  /** First and last lossy bin since `rising` left 0. */
  readonly firstMono: number | null;
  readonly lastMono: number | null;
  readonly alarm: boolean;
}

export const QUIET: CusumState = {
  rising: 0,
  falling: 0,
  previous: 0,
  firstMono: null,
  lastMono: null,
  alarm: false,
};

/** The threshold grows with the probes in a bin: many make every bin tell more, and chance as well. */
function threshold(config: DetectorConfig, sent: number): number {
  const { lossThresholdFew, lossThresholdMany, lossFewProbes, lossManyProbes } = config;
  const share = (sent - lossFewProbes) / (lossManyProbes - lossFewProbes);
  return lossThresholdFew + Math.min(1, Math.max(0, share)) * (lossThresholdMany - lossThresholdFew);
}

/**
 * CUSUM over bins (Page 1954) of y = "any loss in the bin": its usual probability q0 against q1, that of the same
 * line with `lossExtra` more loss. A bin counts once however many probes it lost, so a burst is one event.
 * `corroborated` is asked only when the alarm is about to go on.
 */
export function stepCusum(
  state: CusumState,
  bin: LossBin,
  baseline: LossBaseline,
  config: DetectorConfig,
  corroborated: (firstMono: number) => boolean,
): CusumState {
  if (bin.sent === 0) return state;
  const lossy = bin.lost > 0 ? 1 : 0;
  const q0 = baseline.usual(state.previous);
  const survive = (1 - config.lossExtra) ** bin.sent;
  const q1 = 1 - (1 - q0) * survive;
  const ratio = lossy === 1 ? Math.log(q1 / q0) : Math.log(survive);
  const limit = threshold(config, bin.sent);
  const rising = Math.min(2 * limit, Math.max(0, state.rising + ratio));
  const firstMono = rising === 0 ? null : (state.firstMono ?? (lossy === 1 ? bin.atMono : null));
  const lastMono = rising === 0 ? null : lossy === 1 ? bin.atMono : state.lastMono;
  if (state.alarm) {
    const falling = Math.max(0, state.falling - ratio);
    if (falling >= limit) return { ...QUIET, previous: lossy };
    return { ...state, rising, falling, previous: lossy };
  }
  const spans =
    firstMono !== null && lastMono !== null && lastMono + config.lossBinMs - firstMono >= config.lossSpanMs;
  const alarm = rising >= limit && spans && corroborated(firstMono);
  return { rising, falling: 0, previous: lossy, firstMono, lastMono, alarm };
}
