import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align } from '../../../main/domain/encapsulation/reading/alignment.ts';
import { lossSteps } from '../../../main/domain/encapsulation/reading/loss-steps.ts';
import { probeSentence } from '../../../main/domain/encapsulation/reading/probe-sentence.ts';
import { stretchesOf } from '../../../main/domain/encapsulation/reading/stretches.ts';
import { testedHops } from '../../../main/domain/encapsulation/reading/tallies.ts';
import { upperQuantile } from '../../../main/domain/statistics/normal-quantile.ts';
import { ratioInterval95 } from '../../../main/domain/statistics/survival-ratio.ts';
import { wilson, wilson95 } from '../../../main/domain/statistics/wilson.ts';
import { binomial, probedHop, untested } from '../../support/encapsulation/probed.ts';
import { probeView } from '../../support/encapsulation/views.ts';
import { seededRandom } from '../../support/trace/random.ts';

describe('the interval of a ratio of two survivals', () => {
  test.each([
    [30, 0.9, 0.9],
    [30, 0.95, 0.7],
    [100, 0.95, 0.9],
    [100, 0.8, 0.5],
    [300, 0.99, 0.97],
    [100, 1, 0.9],
  ])('%i probes each, %f of %f: holds the truth in 93 %% at least', (trials, under, over) => {
    const random = seededRandom(trials + 1000 * under + 77 * over);
    let within = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run += 1) {
      const interval = ratioInterval95(
        { survived: binomial(trials, over, random), trials },
        { survived: binomial(trials, under, random), trials },
      );
      const truth = over / under;
      if (interval !== null && interval[0] <= truth && truth <= interval[1]) within += 1;
    }
    expect(within / runs).toBeGreaterThanOrEqual(0.93);
  });

  test('holds the ratio itself, or is none', () => {
    const survival = fc
      .integer({ min: 1, max: 400 })
      .chain((trials) =>
        fc.record({ survived: fc.integer({ min: 0, max: trials }), trials: fc.constant(trials) }),
      );
    fc.assert(
      fc.property(survival, survival, (over, under) => {
        const interval = ratioInterval95(over, under);
        if (interval === null) return;
        const ratio = over.survived / over.trials / (under.survived / under.trials);
        expect(interval[0]).toBeGreaterThanOrEqual(0);
        expect(interval[0]).toBeLessThanOrEqual(ratio + 1e-9);
        expect(interval[1]).toBeGreaterThanOrEqual(ratio - 1e-9);
      }),
    );
  });

  test('is none without probes, or when nothing came through the first', () => {
    expect(ratioInterval95({ survived: 1, trials: 1 }, { survived: 0, trials: 0 })).toBeNull();
    expect(ratioInterval95({ survived: 0, trials: 30 }, { survived: 0, trials: 30 })).toBeNull();
  });
});

test('the interval for another quantile is wider, and the same for the usual one', () => {
  expect(wilson(3, 30, 1.959963984540054)).toEqual(wilson95(3, 30));
  expect(wilson(3, 30, 3)[1]).toBeGreaterThan(wilson95(3, 30)[1]);
});

test.each([
  [0.5, 0],
  [0.025, 1.959964],
  [0.005, 2.575829],
  [0.0005, 3.290527],
])('the quantile that leaves %f above it', (tail, z) => {
  expect(Math.abs(upperQuantile(tail) - z)).toBeLessThan(4.5e-4);
});

/** Ten hops, of which one stretch loses `loss`. */
function lossyPath(at: number, probes: number, loss: number, random: () => number) {
  return Array.from({ length: 10 }, (_, index) => {
    const received = binomial(probes, index + 1 >= at ? 1 - loss : 1, random);
    return probedHop(index + 1, received, probes - received);
  });
}

describe('the stretches of a path of ten hops with loss on one of them', () => {
  const RUNS = 400;

  /** `found`: the right stretch is told. `accused`: a wrong one. `within`: the interval of the right one holds. */
  function tallyFor(probes: number, loss: number) {
    const random = seededRandom(probes * 1000 + loss * 100);
    const tally = { found: 0, accused: 0, cases: 0, within: 0 };
    for (let run = 0; run < RUNS; run += 1) {
      const at = 1 + Math.floor(random() * 10);
      for (const stretch of stretchesOf(lossyPath(at, probes, loss, random))) {
        const truth = stretch.to === at ? 100 * loss : 0;
        if (stretch.reading === 'loss') tally[truth > 0 ? 'found' : 'accused'] += 1;
        if (stretch.interval95 === null) continue;
        tally.cases += 1;
        if (stretch.interval95[0] <= truth && truth <= stretch.interval95[1]) tally.within += 1;
      }
    }
    return tally;
  }

  test.each([
    [30, 0.05, 0],
    [30, 0.1, 0.2],
    [30, 0.2, 0.85],
    [30, 0.3, 0.95],
    [100, 0.05, 0.75],
    [100, 0.1, 0.95],
    [300, 0.02, 0.85],
  ])(
    '%i boomerangs a hop, %f lost: found as often as %f at least, hardly ever elsewhere',
    (probes, loss, least) => {
      const { found, accused, cases, within } = tallyFor(probes, loss);
      expect(found / RUNS).toBeGreaterThanOrEqual(least);
      expect(accused / RUNS).toBeLessThanOrEqual(0.02);
      expect(within / cases).toBeGreaterThanOrEqual(0.93);
    },
  );

  test('without loss none is accused', () => {
    expect(tallyFor(30, 0)).toMatchObject({ found: 0, accused: 0 });
  });
});

const hop = fc.record({ received: fc.nat(60), lost: fc.nat(60), testable: fc.boolean() });
const path = fc
  .array(hop, { maxLength: 12 })
  .map((hops) =>
    hops.map(({ received, lost, testable }, index) =>
      testable ? probedHop(index + 1, received, lost) : untested(index + 1, 'It cannot be tested.'),
    ),
  );

test('stretches follow each other from this machine on, with figures in bounds', () => {
  fc.assert(
    fc.property(path, (hops) => {
      const stretches = stretchesOf(hops);
      for (const [index, { from, to, lossPercent, interval95 }] of stretches.entries()) {
        expect(from).toBe(stretches[index - 1]?.to ?? 0);
        expect(to).toBeGreaterThan(from);
        expect(hops[to - 1]?.notTestable).toBeNull();
        expect(lossPercent === null).toBe(interval95 === null);
        if (lossPercent === null || interval95 === null) continue;
        expect(lossPercent).toBeGreaterThanOrEqual(0);
        expect(lossPercent).toBeLessThanOrEqual(100);
        expect(interval95[0]).toBeLessThanOrEqual(lossPercent + 1e-6);
        expect(interval95[1]).toBeGreaterThanOrEqual(lossPercent - 1e-6);
      }
    }),
  );
});

test('every step is a step down, and they come in order', () => {
  fc.assert(
    fc.property(path, (hops) => {
      const steps = lossSteps(testedHops(hops));
      for (const { first, last, before, behind } of steps) {
        expect(last).toBeGreaterThan(first);
        expect(behind.survived / behind.trials).toBeLessThan(before.survived / before.trials);
      }
    }),
  );
});

test('there is one sentence whatever the figures, and none calls an untested hop lossy', () => {
  fc.assert(
    fc.property(path, (hops) => {
      const { text, state } = probeSentence(probeView(hops));
      expect(text).toMatch(/^[A-Z0-9].*\.$/);
      expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
      if (hops.every(({ notTestable }) => notTestable !== null)) {
        expect(state).toBe('starting');
        expect(text).not.toMatch(/%|lost/);
      }
    }),
  );
});

test('an alignment keeps both rows whole and in order, and pairs all that can be paired in equal rows', () => {
  const row = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 10 });
  const weigh = (one: string, other: string): number => (one === other ? 1 : 0);
  fc.assert(
    fc.property(row, row, (left, right) => {
      const pairs = align(left, right, weigh);
      expect(pairs.flatMap((pair) => (pair.left === null ? [] : [pair.left]))).toEqual(left);
      expect(pairs.flatMap((pair) => (pair.right === null ? [] : [pair.right]))).toEqual(right);
      for (const { left: one, right: other, weight } of pairs) if (weight > 0) expect(one).toBe(other);
      expect(align(left, left, weigh).every(({ weight }) => weight === 1)).toBe(true);
    }),
  );
});
