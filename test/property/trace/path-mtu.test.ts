import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMtuSearch } from '../../../main/domain/trace/path-mtu/mtu-search.ts';
import type { TraceFacts } from '../../../main/domain/trace/types.ts';
import { type MtuLink, MtuNetwork, routerAt } from '../../support/trace/mtu-network.ts';
import { planFor, type Run, runEngine } from '../../support/trace/multipath-network.ts';

const link: fc.Arbitrary<MtuLink> = fc.record({
  mtu: fc.oneof(fc.constant(1500), fc.integer({ min: 576, max: 1500 })),
  says: fc.oneof(
    fc.constant('mtu' as const),
    fc.constant('silent' as const),
    fc.integer({ min: 0, max: 65_535 }),
    fc.integer({ min: 560, max: 1510 }),
  ),
});
const links = fc
  .array(link, { minLength: 1, maxLength: 10 })
  .map(([, ...others]) => [{ mtu: 1500 }, ...others]);

function search(
  path: readonly MtuLink[],
  loss: number,
  seed: number,
): { readonly facts: TraceFacts; readonly run: Run } {
  const network = new MtuNetwork({ links: path, loss, seed });
  const engine = createMtuSearch(planFor({ expectedHops: network.distance }));
  const run = runEngine(engine, (probe) => network.send(probe));
  return { facts: engine.facts(), run };
}

test('whatever routers say or keep to themselves, the largest packet that passes is found', () => {
  fc.assert(
    fc.property(links, (path) => {
      const narrowest = Math.min(...path.map(({ mtu }) => mtu));
      const { facts } = search(path, 0, 1);
      expect(facts.pathMtu?.bytes).toBe(narrowest);
      const limits = path.flatMap(({ mtu, says }, index) => (mtu === narrowest ? [{ index, says }] : []));
      if (narrowest === 1500) expect(facts.pathMtu).toEqual({ bytes: 1500, toldBy: null, ttl: null });
      else if (limits[0]?.says !== 'silent') expect(facts.pathMtu?.toldBy).not.toBeNull();
    }),
    { numRuns: 300 },
  );
});

test('the hop is the one behind which the next larger packet ends', () => {
  fc.assert(
    fc.property(links, (path) => {
      const narrowest = Math.min(...path.map(({ mtu }) => mtu));
      fc.pre(narrowest < 1500);
      const first = path.findIndex(({ mtu }) => mtu <= narrowest);
      const { pathMtu } = search(path, 0, 1).facts;
      if (pathMtu?.toldBy === routerAt(first) || pathMtu?.toldBy === null) expect(pathMtu.ttl).toBe(first);
    }),
    { numRuns: 300 },
  );
});

test('with loss it is never larger than what passes, and it ends within its bounds', () => {
  fc.assert(
    fc.property(links, fc.double({ min: 0, max: 0.9, noNaN: true }), fc.nat(), (path, loss, seed) => {
      const { facts, run } = search(path, loss, seed);
      expect(facts.pathMtu?.bytes ?? 0).toBeLessThanOrEqual(Math.min(...path.map(({ mtu }) => mtu)));
      expect(run.packets).toBeLessThan(500);
      expect(run.durationMs).toBeLessThan(30_000);
    }),
    { numRuns: 300 },
  );
});
