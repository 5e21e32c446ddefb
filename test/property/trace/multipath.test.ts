import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createMultipathEngine,
  PACKETS_AT_MOST,
} from '../../../main/domain/trace/multipath/multipath-engine.ts';
import type { TraceFacts } from '../../../main/domain/trace/types.ts';
import {
  expectedLines,
  layers,
  linkLines,
  MultipathNetwork,
  planFor,
  type Run,
  runEngine,
} from '../../support/trace/multipath-network.ts';

const WINDOW = 64;
const network = fc.record({
  widths: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  loss: fc.constantFrom<number>(0, 0, 0.1, 0.3),
  silentHop: fc.option(fc.integer({ min: 1, max: 6 })),
  perPacketHop: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 4 }),
});
type Drawn = typeof network extends fc.Arbitrary<infer Value> ? Value : never;

/** All routers of one distance. */
const atHop = (ttl: number | null): Set<string> =>
  new Set(ttl === null ? [] : Array.from({ length: 4 }, (_, index) => `10.0.${ttl}.${index + 1}`));

function explore(drawn: Drawn): { readonly run: Run; readonly facts: TraceFacts } {
  const { seed, loss } = drawn;
  const net = new MultipathNetwork(layers(...drawn.widths), {
    seed,
    loss,
    silent: atHop(drawn.silentHop),
    perPacket: atHop(drawn.perPacketHop),
  });
  const engine = createMultipathEngine(planFor({ window: WINDOW }));
  const run = runEngine(engine, (probe, nowMs) => net.send(probe, nowMs));
  return { run, facts: engine.facts() };
}

test('it ends within its bounds, however the network behaves', () => {
  fc.assert(
    fc.property(network, (drawn) => {
      const { run, facts } = explore(drawn);
      expect(run.packets).toBeLessThanOrEqual(PACKETS_AT_MOST);
      expect(run.probes.every(({ ttl, flow }) => ttl >= 1 && ttl <= 30 && flow >= 0 && flow <= 4095)).toBe(
        true,
      );
      expect(new Set(run.probes.map(({ key }) => key)).size).toBe(run.packets);
      expect(facts.hops.map(({ ttl }) => ttl)).toEqual(facts.hops.map((_, index) => index + 1));
      expect(facts.sent).toBe(run.packets);
    }),
  );
}, 30_000);

test('where flows are flows, no link is told that does not exist', () => {
  fc.assert(
    fc.property(network, (drawn) => {
      const steady = { ...drawn, perPacketHop: null, silentHop: null, loss: Math.min(drawn.loss, 0.1) };
      const wanted = new Set(expectedLines(layers(...drawn.widths)));
      expect(linkLines(explore(steady).facts.links).filter((line) => !wanted.has(line))).toEqual([]);
    }),
  );
}, 30_000);

test('every node of a hop is joined to one before it, in a network without loss', () => {
  fc.assert(
    fc.property(network, (drawn) => {
      const { facts } = explore({ ...drawn, loss: 0, perPacketHop: null });
      for (const { ttl, nodes } of facts.hops.slice(1)) {
        const joined = new Set(facts.links.filter(({ fromTtl }) => fromTtl === ttl - 1).map(({ to }) => to));
        expect(nodes.filter(({ address }) => !joined.has(address))).toEqual([]);
      }
    }),
  );
}, 30_000);

test('the same network gives the same packets', () => {
  fc.assert(
    fc.property(network, (drawn) => {
      expect(explore(drawn).run.probes).toEqual(explore(drawn).run.probes);
    }),
    { numRuns: 20 },
  );
}, 30_000);
