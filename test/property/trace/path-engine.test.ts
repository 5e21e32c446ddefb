import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPathEngine } from '../../../main/domain/trace/engine/path-engine.ts';
import type { TracePlan } from '../../../main/domain/trace/types.ts';
import { planOf, type SimRun, simulate } from '../../support/trace/run.ts';
import { line, type Routing, type SimHop, type SimPath } from '../../support/trace/topology.ts';
import { events } from './arbitrary-events.ts';
import { LawChecker } from './laws.ts';

/** Many steps on a machine that may be busy. */
const ENOUGH_MS = 60_000;

const plans: fc.Arbitrary<TracePlan> = fc
  .record({
    method: fc.constantFrom('udp' as const, 'tcp' as const),
    maxHops: fc.constantFrom(1, 2, 8, 30, 64),
    queries: fc.constantFrom(1, 3, 5),
    timeoutMs: fc.constantFrom(10, 400, 2000),
    window: fc.constantFrom(1, 3, 64),
    intervalMs: fc.constantFrom(100, 1000),
    expectedHops: fc.constantFrom(null, null, 1, 7, 40),
  })
  .map(planOf);

describe('whatever is told, in whatever order', () => {
  test(
    'one trace: the laws hold, and it ends by its own wake-ups',
    () => {
      fc.assert(
        fc.property(plans, events, (plan, told) => {
          const checker = new LawChecker(createPathEngine(plan), plan);
          checker.start();
          for (const event of told) checker.tell(event);
          checker.wake(20_000);
          expect(checker.done).toBe(true);
        }),
        { numRuns: 60 },
      );
    },
    ENOUGH_MS,
  );

  test(
    'a continuous one: the laws hold',
    () => {
      fc.assert(
        fc.property(plans, events, (oncePlan, told) => {
          const plan: TracePlan = { ...oncePlan, mode: 'continuous' };
          const checker = new LawChecker(createPathEngine(plan), plan);
          checker.start();
          for (const event of told) checker.tell(event);
          checker.wake(100);
        }),
        { numRuns: 60 },
      );
    },
    ENOUGH_MS,
  );
});

const share = fc.constantFrom(0, 0, 0, 0.05, 0.4);
const hop: fc.Arbitrary<Partial<SimHop>> = fc.record(
  {
    linkMs: fc.double({ min: 0.05, max: 60, noNaN: true }),
    jitterMs: fc.constantFrom(0, 5, 50),
    slowMs: fc.constantFrom(0, 0, 100, 3000),
    loss: share,
    backLoss: share,
    silent: fc.constantFrom(false, false, false, true),
    duplicates: share,
    limit: fc.constant({ perSecond: 1, burst: 1 }),
    answersFrom: fc.constantFrom(['192.0.2.1'], ['192.0.2.1', '192.0.2.2']),
  },
  { requiredKeys: ['linkMs'] },
);
const paths: fc.Arbitrary<SimPath> = fc
  .array(hop, { minLength: 1, maxLength: 40 })
  .map((hops) => line(hops.length, 1, Object.fromEntries(hops.map((each, index) => [index + 1, each]))));

function checkRun(run: SimRun, plan: TracePlan): void {
  const { facts, packets } = run;
  expect(facts.sent).toBe(packets.length);
  expect(run.mostInFlight).toBeLessThanOrEqual(plan.window);
  for (const each of facts.hops) expect(each.received + each.late).toBeLessThanOrEqual(each.sent);
}

describe('over any network', () => {
  test(
    'one trace ends, and tells no router that was not there',
    () => {
      fc.assert(
        fc.property(paths, plans, fc.nat(), (path, plan, seed) => {
          const run = simulate(createPathEngine, plan, () => path, { seed, untilMs: 10_000_000 });
          expect(run.done).toBe(true);
          checkRun(run, plan);
          for (const each of run.facts.hops) {
            const truth = path[Math.min(each.ttl, path.length) - 1];
            const known = truth?.answersFrom ?? [truth?.address];
            expect(each.nodes.every((node) => known.includes(node.address))).toBe(true);
          }
        }),
        { numRuns: 60 },
      );
    },
    ENOUGH_MS,
  );

  test(
    'of a hop that answers, every probe is answered or lost when the trace is over',
    () => {
      fc.assert(
        fc.property(paths, plans, fc.nat(), fc.boolean(), (path, plan, seed, mute) => {
          const run = simulate(createPathEngine, plan, () => path, { seed, mute, untilMs: 10_000_000 });
          for (const each of run.facts.hops) {
            if (each.nodes.length > 0) expect(each.samples.length).toBe(each.sent);
            else expect([null, 100]).toContain(each.lossPercent);
          }
        }),
        { numRuns: 60 },
      );
    },
    ENOUGH_MS,
  );

  test(
    'answers within the time limit are no loss, however slow some of them are',
    () => {
      fc.assert(
        fc.property(
          fc.array(fc.constantFrom(0, 0, 150, 400, 1900), { minLength: 1 }),
          fc.nat(),
          (slow, hops) => {
            const routing: Routing = (_flow, _atMs, nth) =>
              line((hops % 12) + 1, 3, { 1: { linkMs: 3 + (slow[nth % slow.length] ?? 0), backMs: 3 } });
            const { facts } = simulate(createPathEngine, planOf(), routing);
            for (const each of facts.hops) expect([0, null]).toContain(each.lossPercent);
          },
        ),
        { numRuns: 60 },
      );
    },
    ENOUGH_MS,
  );

  test(
    'where nothing is lost, a hop that is heard loses nothing, however short the time limit',
    () => {
      const links = fc.array(fc.double({ min: 0.05, max: 45, noNaN: true }), { minLength: 1, maxLength: 20 });
      fc.assert(
        fc.property(links, fc.constantFrom(10, 50, 150), fc.boolean(), (each, timeoutMs, silent) => {
          const path = line(each.length, (ttl) => each[ttl - 1] ?? 1, silent ? { 2: { silent } } : {});
          const { facts } = simulate(createPathEngine, planOf({ timeoutMs }), () => path);
          for (const hop of facts.hops) if (hop.nodes.length > 0) expect(hop.lossPercent).toBe(0);
        }),
        { numRuns: 200 },
      );
    },
    ENOUGH_MS,
  );

  test(
    'a complete answer is complete: every hop has all its queries',
    () => {
      const clean = fc.array(fc.double({ min: 0.05, max: 45, noNaN: true }), { minLength: 1, maxLength: 20 });
      fc.assert(
        fc.property(clean, fc.constantFrom(null, 3, 12), (links, expectedHops) => {
          const path = line(links.length, (ttl) => links[ttl - 1] ?? 1);
          const run = simulate(createPathEngine, planOf({ expectedHops }), () => path);
          expect(run.facts.hops.map((each) => each.received)).toEqual(links.map(() => 3));
          expect(run.facts.reached).toBe(true);
          expect(run.facts.warnings).toEqual([]);
        }),
        { numRuns: 200 },
      );
    },
    ENOUGH_MS,
  );

  test(
    'a server that answers one connection at a time answers all that counts',
    () => {
      const clean = fc.array(fc.double({ min: 0.05, max: 45, noNaN: true }), { minLength: 1, maxLength: 20 });
      fc.assert(
        fc.property(
          clean,
          fc.constantFrom(1, 3, 5),
          fc.constantFrom(null, 3, 12),
          (links, queries, expectedHops) => {
            const path = line(links.length, (ttl) => links[ttl - 1] ?? 1, {
              [links.length]: { linkMs: links.at(-1) ?? 1, oneAtATime: true },
            });
            const plan = planOf({ method: 'tcp', queries, expectedHops });
            const run = simulate(createPathEngine, plan, () => path);
            expect(run.facts.hops.map((each) => each.received)).toEqual(links.map(() => queries));
            expect(run.facts.hops.every((each) => each.sent === queries)).toBe(true);
            const roundTripMs = 2 * links.reduce((sum, ms) => sum + ms, 0);
            expect(run.durationMs).toBeLessThanOrEqual((3 + 1.5 * queries) * (roundTripMs + 60));
          },
        ),
        { numRuns: 200 },
      );
    },
    ENOUGH_MS,
  );

  test(
    'without an expectation, 8 to 13 hops of 5 to 50 ms are within the budget',
    () => {
      const links = fc.array(fc.double({ min: 5, max: 50, noNaN: true }), { minLength: 8, maxLength: 13 });
      fc.assert(
        fc.property(links, (each) => {
          const path = line(each.length, (ttl) => each[ttl - 1] ?? 5);
          const run = simulate(createPathEngine, planOf(), () => path);
          const roundTripMs = 2 * each.reduce((sum, ms) => sum + ms, 0);
          expect(run.durationMs).toBeLessThanOrEqual(1.2 * roundTripMs + 150);
          expect(run.packets.length).toBeLessThanOrEqual(3 * each.length + 16);
        }),
        { numRuns: 300 },
      );
    },
    ENOUGH_MS,
  );

  test(
    'a continuous trace counts every packet',
    () => {
      fc.assert(
        fc.property(paths, plans, fc.nat(), (path, oncePlan, seed) => {
          const plan: TracePlan = { ...oncePlan, mode: 'continuous' };
          const run = simulate(createPathEngine, plan, () => path, { seed, untilMs: 30_000 });
          checkRun(run, plan);
          expect(run.done).toBe(false);
          expect(run.facts.changes.length).toBeLessThanOrEqual(100);
        }),
        { numRuns: 60 },
      );
    },
    ENOUGH_MS,
  );
});
