import type { Judgement } from '../../support/localize/judge.ts';

const share = (part: number, whole: number): number => (whole === 0 ? Number.NaN : (100 * part) / whole);

/** Percentages of what one way to read many runs came to. */
export interface Score {
  readonly runs: number;
  readonly faulty: number;
  readonly claims: number;
  /** Of the claims. */
  readonly right: number;
  /** Of the faulty paths: those that were named, and rightly. */
  readonly found: number;
  /** Of the paths without a fault: those that were accused. */
  readonly accusedSound: number;
  /** Of all runs: those in which somebody innocent was named. */
  readonly accusedFalsely: number;
  readonly directionClaims: number;
  readonly directionRight: number;
}

export function scoreOf(judgements: readonly Judgement[]): Score {
  const faulty = judgements.filter(({ isFaulty }) => isFaulty).length;
  const claims = judgements.filter(({ accuses }) => accuses);
  const right = claims.filter(({ isRight }) => isRight).length;
  const directions = claims.filter(({ isDirectionRight }) => isDirectionRight !== null);
  return {
    runs: judgements.length,
    faulty,
    claims: claims.length,
    right: share(right, claims.length),
    found: share(right, faulty),
    accusedSound: share(claims.filter(({ isFaulty }) => !isFaulty).length, judgements.length - faulty),
    accusedFalsely: share(claims.length - right, judgements.length),
    directionClaims: share(directions.length, claims.length),
    directionRight: share(
      directions.filter(({ isDirectionRight }) => isDirectionRight === true).length,
      directions.length,
    ),
  };
}

/** Something that was believed with a probability, and whether it was so. */
export interface Forecast {
  readonly probability: number;
  readonly isSo: boolean;
}

const BINS = 10;

/** Mean distance between what was believed and how often it was so, in points; by tenths of the probability. */
export function calibrationError(forecasts: readonly Forecast[]): number {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, believed: 0, so: 0 }));
  for (const { probability, isSo } of forecasts) {
    const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))];
    if (bin === undefined) continue;
    bin.count += 1;
    bin.believed += probability;
    if (isSo) bin.so += 1;
  }
  const gap = bins.reduce((sum, { believed, so }) => sum + Math.abs(believed - so), 0);
  return share(gap, forecasts.length);
}
