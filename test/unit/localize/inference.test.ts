import { describe, expect, test } from 'vitest';
import { BLOCK_TABLES, blockKey } from '../../../main/domain/localize/inference/beta-binomial.ts';
import { clusteringOf, type Fate } from '../../../main/domain/localize/inference/clustering.ts';
import { directionOfLosses } from '../../../main/domain/localize/inference/fault-steps.ts';
import { LEVEL_INDEX, LOSSES, stateOf, survivalAt } from '../../../main/domain/localize/inference/grid.ts';
import { HopEvidence } from '../../../main/domain/localize/inference/hop-evidence.ts';
import { Tally } from '../../../main/domain/localize/inference/tally.ts';
import type { PathHop } from '../../../main/domain/localize/types.ts';
import { BurstLosses } from '../../support/localize/loss-process.ts';
import { Random } from '../outage/simulator/random.ts';

const HOP: PathHop = { address: '198.51.100.7', side: 'beyond', known: {} };
const logOf = (sent: number, answered: number, index: number): number =>
  BLOCK_TABLES[blockKey(sent, answered)]?.[index] ?? Number.NaN;

describe('beta-binomial blocks', () => {
  test('one probe is a plain chance', () => {
    for (const index of LEVEL_INDEX) {
      expect(Math.exp(logOf(1, 1, index))).toBeCloseTo(survivalAt(index), 9);
    }
  });

  test('all sequences of a block together are certain', () => {
    const index = LEVEL_INDEX[11] ?? 0;
    const ways = [1, 5, 10, 10, 5, 1];
    const total = ways.reduce((sum, count, answered) => sum + count * Math.exp(logOf(5, answered, index)), 0);
    expect(total).toBeCloseTo(1, 9);
  });

  test('five losses in a block say less than five on their own', () => {
    const [low, high] = [LEVEL_INDEX[3] ?? 0, LEVEL_INDEX[12] ?? 0];
    const together = logOf(5, 0, high) - logOf(5, 0, low);
    const apart = 5 * (logOf(1, 0, high) - logOf(1, 0, low));
    expect(together).toBeGreaterThan(0);
    expect(together).toBeLessThan(0.6 * apart);
  });

  test('a tally counts by blocks: the order within one does not matter, more than five begin another', () => {
    const [one, other] = [new Tally(), new Tally()];
    const outcomes = [true, false, true, true, true, false, true];
    for (const [at, answered] of outcomes.entries()) one.note(at * 100, answered);
    for (const answered of outcomes.slice(0, 5).reverse()) other.note(400, answered);
    for (const answered of outcomes.slice(5)) other.note(500, answered);
    const [sumOne, sumOther] = [new Float64Array(1401), new Float64Array(1401)];
    one.addTo(sumOne);
    other.addTo(sumOther);
    expect(sumOne).toEqual(sumOther);
    expect([one.sent, one.answered]).toEqual([7, 5]);
  });
});

describe('what a hop says', () => {
  const clean = stateOf(0, 0);
  const forward = stateOf(LOSSES.indexOf(0.32), 0);
  const back = stateOf(0, LOSSES.indexOf(0.32));

  function heard(
    pings: readonly [number, number],
    trains: readonly [number, number],
  ): readonly Float64Array[] {
    const evidence = new HopEvidence(HOP, true);
    const note = (family: 'echo' | 'train', [answered, sent]: readonly [number, number]): void => {
      for (let at = 0; at < sent; at += 1) evidence.note(family, at * 1_000, at < answered);
    };
    note('echo', pings);
    note('train', trains);
    return evidence.logs();
  }

  test('pings alone do not tell the way out from the way back', () => {
    const [logs] = heard([68, 100], [0, 0]);
    expect(logs?.[forward]).toBeCloseTo(logs?.[back] ?? 0, 6);
    expect(logs?.[forward]).toBeGreaterThan((logs?.[clean] ?? 0) + 1);
  });

  test('trains that are lost far more often than pings: the way out', () => {
    const [logs] = heard([68, 100], [21, 100]);
    expect((logs?.[forward] ?? 0) - (logs?.[back] ?? 0)).toBeGreaterThan(20);
  });

  test('trains that are lost as often as pings: the way back, or its own limit', () => {
    const [logs] = heard([68, 100], [68, 100]);
    expect((logs?.[back] ?? 0) - (logs?.[forward] ?? 0)).toBeGreaterThan(20);
    expect((logs?.[back] ?? 0) - (logs?.[clean] ?? 0)).toBeLessThan(6);
  });

  test('where fragments of a train may share their fate that says far less', () => {
    const [apart, together] = heard([68, 100], [60, 100]);
    const factor = (logs: Float64Array | undefined): number => (logs?.[back] ?? 0) - (logs?.[forward] ?? 0);
    expect(factor(together)).toBeLessThan(0.5 * factor(apart));
  });

  test('no train answered at all: it does not reassemble, which is no loss', () => {
    const [logs] = heard([100, 100], [0, 100]);
    expect(logs?.[clean]).toBeGreaterThan(logs?.[forward] ?? 0);
  });

  test('a hop in the middle that answers half convicts nobody by itself', () => {
    const evidence = new HopEvidence(HOP, false);
    for (let at = 0; at < 100; at += 1) evidence.note('echo', at * 1_000, at % 2 === 0);
    const [logs] = evidence.logs();
    const half = stateOf(0, LOSSES.indexOf(0.55));
    expect((logs?.[half] ?? 0) - (logs?.[clean] ?? 0)).toBeLessThan(5);
    expect(evidence.limits('echo', 0, 0)).toBeGreaterThan(0.99);
  });

  test('not asked, it says nothing of any state', () => {
    const [logs] = new HopEvidence(HOP, false).logs();
    expect(new Set(logs)).toEqual(new Set([0]));
  });
});

describe('clustering', () => {
  const SPACING_MS = 500;
  const fates = (lost: (atMs: number) => boolean): readonly Fate[] =>
    Array.from({ length: 2_000 }, (_, at) => ({ sentMs: at * 50, lost: lost(at * 50) }));
  const independent = (seed: number): readonly Fate[] => {
    const random = new Random(seed);
    return fates(() => random.next() < 0.1);
  };
  const bursts = (burstMs: number): readonly Fate[] => {
    const process = new BurstLosses(0.1, burstMs, 1, new Random(4));
    return fates((atMs) => process.lost(atMs));
  };

  test('independent losses: fragments are independent', () => {
    const { logWeights, dispersion } = clusteringOf(independent(2), SPACING_MS);
    expect(Math.exp(logWeights[0] ?? 0)).toBeGreaterThan(0.9);
    expect(dispersion).toBeLessThan(1.6);
  });

  test('bursts far longer than the spacing: they share their fate', () => {
    const { logWeights, dispersion } = clusteringOf(bursts(3_000), SPACING_MS);
    expect(Math.exp(logWeights[1] ?? 0)).toBeGreaterThan(0.99);
    expect(dispersion).toBeGreaterThan(5);
  });

  test('short bursts: counted as fewer witnesses, but fragments are independent', () => {
    const { logWeights, dispersion } = clusteringOf(bursts(150), SPACING_MS);
    expect(Math.exp(logWeights[0] ?? 0)).toBeGreaterThan(0.9);
    expect(dispersion).toBeGreaterThan(1.5);
  });

  test('nothing lost, or nothing sent: the prior', () => {
    for (const none of [
      clusteringOf([], SPACING_MS),
      clusteringOf(
        fates(() => false),
        SPACING_MS,
      ),
    ]) {
      expect(none.dispersion).toBe(1);
      expect(none.logWeights.map(Math.exp)).toEqual([expect.closeTo(0.88), expect.closeTo(0.12)]);
    }
  });
});

test('a direction that loses less than a third of what the other does is not named', () => {
  expect(directionOfLosses(0.1, 0)).toBe('forward');
  expect(directionOfLosses(0.1, 0.03)).toBe('forward');
  expect(directionOfLosses(0.1, 0.05)).toBe('both');
  expect(directionOfLosses(0.01, 0.1)).toBe('return');
});
