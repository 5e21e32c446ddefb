import { describe, expect, test } from 'vitest';
import { createMultipathEngine } from '../../../../main/domain/trace/multipath/multipath-engine.ts';
import { graphMissChance } from '../../../../main/domain/trace/multipath/stopping-rule.ts';
import {
  expectedLines,
  type Graph,
  layers,
  linkLines,
  MultipathNetwork,
  nestedDiamond,
  planFor,
  runEngine,
} from '../../../support/trace/multipath-network.ts';

const RUNS = 500;

/** The largest count of misses that a true chance of `chance` brings in 99.9 % of such series. */
function tolerated(chance: number): number {
  let term = (1 - chance) ** RUNS;
  let sum = term;
  let misses = 0;
  while (sum < 0.999) {
    term *= ((RUNS - misses) / (misses + 1)) * (chance / (1 - chance));
    misses += 1;
    sum += term;
  }
  return misses;
}

function series(graph: Graph): {
  readonly misses: number;
  readonly inventions: number;
  readonly packets: number;
} {
  const wanted = expectedLines(graph);
  let [misses, inventions, packets] = [0, 0, 0];
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const network = new MultipathNetwork(graph, { seed });
    const engine = createMultipathEngine(planFor());
    packets += runEngine(engine, (probe, nowMs) => network.send(probe, nowMs)).packets;
    const found = new Set(linkLines(engine.facts().links));
    if (wanted.some((line) => !found.has(line))) misses += 1;
    if ([...found].some((line) => !wanted.includes(line))) inventions += 1;
  }
  return { misses, inventions, packets: packets / RUNS };
}

describe(`of ${RUNS} seeded runs no more miss a link than is claimed, and none invents one`, () => {
  test.each([
    ['a diamond of 2', layers(1, 1, 2, 1, 1), 1, 110],
    ['a diamond of 4', layers(1, 1, 4, 1, 1), 1, 180],
    ['a diamond of 8', layers(1, 1, 8, 1, 1), 1, 360],
    ['a diamond of 16', layers(1, 1, 16, 1, 1), 1, 800],
    ['4 ways that open 3 more each', nestedDiamond(4, 3), 5, 450],
    ['2 meshed stages of 3', layers(1, 3, 3, 1), 4, 250],
  ])(
    '%s',
    (_, graph, balancers, packetsAtMost) => {
      const { misses, inventions, packets } = series(graph);
      expect(misses).toBeLessThanOrEqual(tolerated(graphMissChance(balancers)));
      expect(inventions).toBe(0);
      expect(packets).toBeLessThan(packetsAtMost);
    },
    60_000,
  );
});
