import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIRST_STEP } from '../../../main/domain/localize/inference/fault-steps.ts';
import { backOf, CLEAN, forwardOf, STATES } from '../../../main/domain/localize/inference/grid.ts';
import { weighPlaces } from '../../../main/domain/localize/inference/places.ts';

/** The priors without pairs. */
const ONE = FIRST_STEP.reduce((a, b) => a + b, 0);
const NONE = 0.37;

const SMALL = fc.integer({ min: 1, max: 5 });

/** Tables that depend on the state as a whole, so that every hypothesis has a likelihood of its own. */
const tables = (hops: number, seed: number, strength: number): readonly Float64Array[] =>
  Array.from({ length: hops }, (_, hop) =>
    Float64Array.from({ length: STATES }, (_, state) => strength * Math.sin(seed + 7.3 * hop + 1.7 * state)),
  );

const sum = (figures: Iterable<number>): number => [...figures].reduce((a, b) => a + b, 0);

/** Every single fault one by one, as the definition has it. */
function singlesByDefinition(logs: readonly Float64Array[]): { none: number; links: number[] } {
  const at = (link: number, state: number): number =>
    sum(logs.map((table, hop) => table[hop < link ? CLEAN : state] ?? 0));
  const none = NONE * Math.exp(at(logs.length, CLEAN));
  const links = logs.map((_, link) =>
    sum(
      Array.from(FIRST_STEP, (prior, state) =>
        prior === 0 ? 0 : (prior / logs.length) * Math.exp(at(link, state)),
      ),
    ),
  );
  return { none, links };
}

describe('enumeration of places', () => {
  test('without evidence each link is as likely as any other', () => {
    fc.assert(
      fc.property(SMALL, (hops) => {
        const masses = weighPlaces([tables(hops, 0, 0)], [0]);
        const byLink = Array.from({ length: hops }, (_, link) =>
          sum(masses.worst.slice(3 * link, 3 * link + 3)),
        );
        for (const mass of byLink) expect(mass / masses.total).toBeCloseTo(ONE / (ONE + NONE) / hops, 6);
      }),
    );
  });

  test('singles are what their definition says, where no pair has been weighed', () => {
    fc.assert(
      fc.property(SMALL, fc.double({ min: 0, max: 6, noNaN: true }), (hops, seed) => {
        const logs = tables(hops, seed, 0.3);
        const masses = weighPlaces([logs], [0]);
        fc.pre(masses.none >= 0.3 * masses.total);
        const { none, links } = singlesByDefinition(logs);
        const all = none + sum(links);
        expect(masses.none / masses.total).toBeCloseTo(none / all, 6);
        for (const [link, mass] of links.entries()) {
          expect(sum(masses.worst.slice(3 * link, 3 * link + 3)) / masses.total).toBeCloseTo(mass / all, 6);
        }
      }),
    );
  });

  test('probabilities add up, and no hop behind another is cleaner', () => {
    fc.assert(
      fc.property(
        SMALL,
        fc.double({ min: 0, max: 6, noNaN: true }),
        fc.constantFrom(0, 1, 5, 40),
        (hops, seed, strength) => {
          const masses = weighPlaces(
            [tables(hops, seed, strength), tables(hops, seed + 1, strength)],
            [-0.1, -2.3],
          );
          expect(masses.none + sum(masses.worst)).toBeCloseTo(masses.total, 6);
          expect(sum(masses.steps)).toBeCloseTo(sum(masses.worst), 6);
          const byHop = masses.statesByHop();
          const meanLevels = byHop.map((states) =>
            states.reduce((mean, mass, state) => mean + mass * (forwardOf(state) + backOf(state)), 0),
          );
          for (const states of byHop) expect(sum(states)).toBeCloseTo(1, 6);
          for (const [hop, level] of meanLevels.entries()) {
            expect(level).toBeGreaterThanOrEqual((meanLevels[hop - 1] ?? 0) - 1e-9);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('evidence however strong neither overflows nor vanishes', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 6, noNaN: true }), (seed) => {
        const masses = weighPlaces([tables(4, seed, 5_000)], [0]);
        expect(Number.isFinite(masses.total)).toBe(true);
        expect(masses.total).toBeGreaterThan(0);
      }),
    );
  });
});
