import type { DetectorConfig } from '../types.ts';

/** Bins over which the usual loss is remembered (a day of 2-s bins). */
const MEMORY_BINS = 43_200;
/** What is believed before anything is known: P(loss | none before), P(loss | loss before), and their weights. */
const PRIOR = [
  { share: 0.03, weight: 150 },
  { share: 0.3, weight: 20 },
] as const;
const USUAL_CAP = 0.9;

/**
 * How often a bin holds a loss when nothing is wrong, given whether the bin before did: real lines lose in bursts,
 * and a bin's loss after a lossy bin is less of a surprise. Exponential forgetting over a day.
 */
export class LossBaseline {
  private readonly lossy: [number, number] = [
    PRIOR[0].share * PRIOR[0].weight,
    PRIOR[1].share * PRIOR[1].weight,
  ];
  private readonly seen: [number, number] = [PRIOR[0].weight, PRIOR[1].weight];
  private readonly config: DetectorConfig;

  constructor(config: DetectorConfig) {
    this.config = config;
  }

  /** P(a bin holds a loss), with its margin and floor, after a bin that did (1) or did not (0). */
  usual(previous: 0 | 1): number {
    const share = this.lossy[previous] / this.seen[previous];
    return Math.min(USUAL_CAP, Math.max(this.config.lossFloor, share * this.config.lossMargin));
  }

  learn(previous: 0 | 1, lossy: 0 | 1): void {
    const keep = 1 - 1 / MEMORY_BINS;
    this.lossy[previous] = this.lossy[previous] * keep + lossy;
    this.seen[previous] = this.seen[previous] * keep + 1;
  }

  /** What was learned elsewhere takes the place of what was learned here. */
  become(other: LossBaseline): void {
    for (const previous of [0, 1] as const) {
      this.lossy[previous] = other.lossy[previous];
      this.seen[previous] = other.seen[previous];
    }
  }
}
