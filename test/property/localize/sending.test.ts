import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PATH_RATE_MOST } from '../../../main/domain/localize/localizer.ts';
import { type Played, play } from '../../support/localize/play.ts';
import { drawScenario } from '../../support/localize/scenario.ts';

const SEED = fc.integer({ min: 1, max: 1_000_000 });
const FEW = { numRuns: 25 };

/** When each packet leaves, the fragments of trains among them. */
function departures({ sent }: Played): readonly number[] {
  const all = sent.flatMap(({ probe, atMs }) =>
    Array.from({ length: probe.packets }, (_, at) => atMs + at * probe.spacingMs),
  );
  return all.sort((a, b) => a - b);
}

describe('what leaves', () => {
  test('never more packets in a second than the path may get, trains included', () => {
    fc.assert(
      fc.property(SEED, (seed) => {
        const times = departures(play(drawScenario(seed), { budget: 150 }));
        for (const [at, time] of times.entries()) {
          const later = times[at + PATH_RATE_MOST];
          if (later !== undefined) expect(later - time).toBeGreaterThan(999.9);
        }
      }),
      FEW,
    );
  });

  test('fragments at least 20 ms apart; at a hop at most 5 pings a second and one expired packet', () => {
    fc.assert(
      fc.property(SEED, (seed) => {
        const { sent } = play(drawScenario(seed), { budget: 150 });
        const last = new Map<string, number>();
        for (const { probe, atMs } of sent) {
          if (probe.packets > 1) expect(probe.spacingMs).toBeGreaterThanOrEqual(20);
          const isReport = probe.family === 'ttl-limited';
          const key = `${probe.hop} ${isReport}`;
          const gap = atMs - (last.get(key) ?? Number.NEGATIVE_INFINITY);
          expect(gap).toBeGreaterThan(isReport ? 999.9 : 199.9);
          last.set(key, atMs);
        }
      }),
      FEW,
    );
  });

  test('nothing goes to a hop without an address, and expired packets are not asked of the destination', () => {
    fc.assert(
      fc.property(SEED, (seed) => {
        const scenario = drawScenario(seed);
        for (const { probe } of play(scenario, { budget: 150 }).sent) {
          expect(scenario.path[probe.hop - 1]?.address).not.toBeNull();
          if (probe.hop === scenario.path.length) expect(probe.family).not.toBe('ttl-limited');
        }
      }),
      FEW,
    );
  });
});

describe('what is said', () => {
  test('probabilities are probabilities, stretches lie on the path, no accusation without a fault believed', () => {
    fc.assert(
      fc.property(SEED, fc.constantFrom(30, 120, 400), (seed, budget) => {
        const { belief, verdict } = play(drawScenario(seed), { budget });
        const shares = [
          belief.fault,
          belief.segmentShare,
          belief.dead,
          belief.detectable,
          verdict.confidence,
          ...Object.values(belief.directions),
          ...belief.links.flatMap((link) => [link.forward, link.return, link.both]),
          ...belief.hops.flatMap((hop) => [hop.forwardSurvival, hop.returnSurvival, hop.limitsPings]),
        ];
        for (const share of shares) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(belief.segment.from).toBeLessThan(belief.segment.to);
        expect(belief.segment.to).toBeLessThanOrEqual(belief.hops.length);
        if (verdict.kind === 'loss' || verdict.kind === 'dead') expect(belief.fault).toBeGreaterThan(0.99);
        const [low, high] = verdict.interval95 ?? [0, 0];
        expect(verdict.lossPercent ?? 0).toBeGreaterThanOrEqual(low);
        expect(verdict.lossPercent ?? 0).toBeLessThanOrEqual(high);
        expect(verdict.text).toMatch(/^[A-Z].*\.$/);
      }),
      FEW,
    );
  });
});
