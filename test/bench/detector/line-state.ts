import { Random } from '../../unit/outage/simulator/random.ts';
import type { LineFigures } from './lines.ts';

const LEVEL_MS = 1_000;

/** When the next of two alternating states begins. */
class Alternation {
  isOn = false;
  untilMs: number;
  private readonly random: Random;
  private readonly lengthMs: (isOn: boolean, random: Random) => number;

  constructor(seed: number, lengthMs: (isOn: boolean, random: Random) => number) {
    this.random = new Random(seed);
    this.lengthMs = lengthMs;
    this.untilMs = lengthMs(false, this.random);
  }

  moveTo(atMs: number): void {
    while (atMs >= this.untilMs) {
      this.isOn = !this.isOn;
      this.untilMs += this.lengthMs(this.isOn, this.random);
    }
  }
}

/**
 * What packets of a moment have in common: the bad state, an interruption, the level of the round trips. Drawn event
 * by event from the seed alone, so that every instance with the same seed tells the same story, whoever asks when.
 */
export class LineState {
  /** Natural logarithm of the level of the round trips. */
  level = 0;
  /** Nothing changes before this time. */
  changesMs = 0;
  private readonly bursts: Alternation | null = null;
  private readonly cuts: Alternation | null = null;
  private readonly wander: { readonly keep: number; readonly step: number; readonly random: Random } | null =
    null;
  private levelUntilMs = Number.POSITIVE_INFINITY;

  constructor({ bursts, microBursts, roundTrips }: LineFigures, seed: number) {
    if (bursts !== undefined) {
      const { goodMs, badMs } = bursts;
      this.bursts = new Alternation(seed + 1, (isBad, random) => random.exponential(isBad ? badMs : goodMs));
    }
    if (microBursts !== undefined) {
      const { everyMs, leastMs, mostMs } = microBursts;
      this.cuts = new Alternation(seed + 2, (isCut, random) =>
        isCut ? random.between(leastMs, mostMs) : random.exponential(everyMs),
      );
    }
    if (roundTrips.type === 'log-normal') {
      const keep = Math.exp(-LEVEL_MS / roundTrips.wanderMs);
      const step = roundTrips.wanderSigma * Math.sqrt(1 - keep * keep);
      this.wander = { keep, step, random: new Random(seed + 3) };
      this.levelUntilMs = LEVEL_MS;
    }
    this.noteChange();
  }

  get isBad(): boolean {
    return this.bursts?.isOn ?? false;
  }

  get isCut(): boolean {
    return this.cuts?.isOn ?? false;
  }

  /** Never backwards. */
  moveTo(atMs: number): void {
    if (atMs < this.changesMs) return;
    this.bursts?.moveTo(atMs);
    this.cuts?.moveTo(atMs);
    if (this.wander !== null) {
      const { keep, step, random } = this.wander;
      for (; atMs >= this.levelUntilMs; this.levelUntilMs += LEVEL_MS) {
        this.level = this.level * keep + step * random.normal();
      }
    }
    this.noteChange();
  }

  private noteChange(): void {
    this.changesMs = Math.min(
      this.bursts?.untilMs ?? Number.POSITIVE_INFINITY,
      this.cuts?.untilMs ?? Number.POSITIVE_INFINITY,
      this.levelUntilMs,
    );
  }
}
