import { describe, expect, test } from 'vitest';
import { calibrationError, scoreOf } from '../../bench/localize/figures.ts';
import { coordinateDescent } from '../../bench/localize/readings/coordinate-descent.ts';
import { largestDrop } from '../../bench/localize/readings/largest-drop.ts';
import { persistingLoss } from '../../bench/localize/readings/persisting-loss.ts';
import type { HopCount } from '../../bench/localize/readings/types.ts';
import { judge } from '../../support/localize/judge.ts';
import { line } from '../../support/localize/line.ts';

/** Of 1,000 each. */
const counts = (answered: readonly number[]): readonly HopCount[] =>
  answered.map((count, at) => ({ hop: at + 1, sent: 1_000, answered: count }));

const CLEAN = counts([1_000, 999, 1_000, 998]);
const LOSSY_FROM_3 = counts([1_000, 1_000, 900, 905, 895]);
const LIMITED_AT_2 = counts([1_000, 600, 1_000, 1_000]);

describe('readings of simple probers, as they are meant', () => {
  test.each([
    ['largest drop', largestDrop],
    ['persisting loss', persistingLoss],
    ['coordinate descent', coordinateDescent],
  ] as const)('%s: nothing on a clean path, the right link where all is simple', (_name, reading) => {
    expect(reading(CLEAN)).toBeNull();
    expect(reading(LOSSY_FROM_3)).toEqual({ from: 2, to: 3 });
    expect(reading([])).toBeNull();
  });

  test('a hop that limits its answers: the largest drop blames it, the rule of mtr does not', () => {
    expect(largestDrop(LIMITED_AT_2)).toEqual({ from: 1, to: 2 });
    expect(persistingLoss(LIMITED_AT_2)).toBeNull();
  });

  test('hops left out as silent widen the stretch', () => {
    const [first, , third, ...rest] = LOSSY_FROM_3;
    const without = [first, third, ...rest].filter((count) => count !== undefined);
    for (const reading of [largestDrop, persistingLoss, coordinateDescent]) {
      expect(reading(without)).toEqual({ from: 1, to: 3 });
    }
  });
});

describe('judging', () => {
  const scenario = line({ hops: 6, forward: { 4: 0.2 } });

  test('a stretch is right if it holds the link, a direction if it is that of what is lost in it', () => {
    const of = (from: number, to: number, direction: 'forward' | 'return' | 'unknown') =>
      judge(scenario, { segment: { from, to }, direction });
    expect(of(3, 4, 'forward')).toMatchObject({ isRight: true, isDirectionRight: true });
    expect(of(2, 5, 'return')).toMatchObject({ isRight: true, isDirectionRight: false });
    expect(of(4, 5, 'forward')).toMatchObject({ isRight: false, isDirectionRight: false });
    expect(of(3, 4, 'unknown').isDirectionRight).toBeNull();
  });

  test('nobody accused: right on a sound path only', () => {
    const silent = { segment: null, direction: 'unknown' } as const;
    expect(judge(line({ hops: 4 }), silent).isRight).toBe(true);
    expect(judge(scenario, silent)).toMatchObject({ isRight: false, accuses: false });
  });

  test('scores count claims, not silence', () => {
    const right = judge(scenario, { segment: { from: 3, to: 4 }, direction: 'forward' });
    const wrong = judge(scenario, { segment: { from: 0, to: 1 }, direction: 'unknown' });
    const silent = judge(scenario, { segment: null, direction: 'unknown' });
    const accused = judge(line({ hops: 4 }), { segment: { from: 0, to: 1 }, direction: 'unknown' });
    expect(scoreOf([right, right, wrong, silent, accused])).toMatchObject({
      claims: 4,
      right: 50,
      found: 50,
      accusedSound: 100,
      accusedFalsely: 40,
      directionRight: 100,
    });
  });

  test('calibration: believed 90 % and so in 9 of 10 is no error, always so is 10 points', () => {
    const forecasts = (so: number) =>
      Array.from({ length: 10 }, (_, at) => ({ probability: 0.9, isSo: at < so }));
    expect(calibrationError(forecasts(9))).toBeCloseTo(0, 9);
    expect(calibrationError(forecasts(10))).toBeCloseTo(10, 9);
  });
});
