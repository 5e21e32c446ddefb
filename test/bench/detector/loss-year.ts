import { detectorConfig } from '../../../main/domain/outage/config.ts';
import { LossBaseline } from '../../../main/domain/outage/line/loss-baseline.ts';
import { type CusumState, QUIET, stepCusum } from '../../../main/domain/outage/line/loss-cusum.ts';
import { Random } from '../../unit/outage/simulator/random.ts';
import { BinProcess } from './bin-process.ts';
import type { BenchLine } from './lines.ts';

const BIN_S = 2;
/** After the end of a bin until it is judged. */
const CLOSE_S = 1.5;
const EXTRA_LOSS = 0.05;
const GIVE_UP_S = 300;

export interface LossYear {
  readonly falseAlarms: number;
  readonly months: number;
  /** Seconds until +5 % loss was named, one a trial; Infinity: not within five minutes. */
  readonly delaysS: readonly number[];
}

/**
 * The product's CUSUM and learned baseline on drawn bins: months of a line as it is, then trials of +5 % loss that
 * begin at random moments. Corroboration by address and protocol is taken as given, which can only add alarms.
 */
export function lossYear(line: BenchLine, months: number, trials: number, probesPerBin: number): LossYear {
  const config = detectorConfig({ anchors: [], intervalMs: 1000 });
  const random = new Random(1_000 + months + probesPerBin);
  const process = new BinProcess(line, random, probesPerBin);
  const baseline = new LossBaseline(config);
  let state: CusumState = QUIET;
  const step = (extraLoss: number): void => {
    const bin = process.next(extraLoss);
    const lossy = bin.lost > 0 ? 1 : 0;
    if (extraLoss === 0 && !state.alarm) baseline.learn(state.previous, lossy);
    state = stepCusum(state, bin, baseline, config, () => true);
  };
  let falseAlarms = 0;
  for (let bins = Math.round((months * 30.44 * 86_400) / BIN_S); bins > 0; bins -= 1) {
    const wasAlarm = state.alarm;
    step(0);
    if (state.alarm && !wasAlarm) falseAlarms += 1;
  }
  const delaysS: number[] = [];
  for (let trial = 0; trial < trials; trial += 1) {
    const quietBins = 150 + Math.floor(random.between(0, 100));
    for (let bin = 0; bin < quietBins || state.alarm; bin += 1) step(0);
    delaysS.push(delayOf(step, () => state.alarm, random));
    state = QUIET;
  }
  return { falseAlarms, months, delaysS };
}

/** The loss begins anywhere in a bin: on average half of the first one has it. */
function delayOf(step: (extraLoss: number) => void, isAlarm: () => boolean, random: Random): number {
  const share = random.next();
  step(EXTRA_LOSS * share);
  for (let bins = 1; bins * BIN_S < GIVE_UP_S; bins += 1) {
    if (isAlarm()) return (bins - 1 + share) * BIN_S + CLOSE_S;
    step(EXTRA_LOSS);
  }
  return Number.POSITIVE_INFINITY;
}
