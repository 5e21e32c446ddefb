import { describe, expect, test, vi } from 'vitest';
import { SAMPLES_KEPT } from '../../../../main/domain/model/trace.ts';
import { createPathEngine } from '../../../../main/domain/trace/engine/path-engine.ts';
import type { TracePlan } from '../../../../main/domain/trace/types.ts';
import { seededRandom } from '../../../support/trace/random.ts';
import { planOf, type SimOptions, type SimRun, START_WALL, simulate } from '../../../support/trace/run.ts';
import { DESTINATION, line, type Routing, type SimHop } from '../../../support/trace/topology.ts';

// Thousands of rounds are simulated, perhaps on a machine that is busy.
vi.setConfig({ testTimeout: 60_000 });

function watch(
  routing: Routing,
  untilMs: number,
  options: SimOptions = {},
  plan: Partial<TracePlan> = {},
): SimRun {
  return simulate(createPathEngine, planOf({ mode: 'continuous', ...plan }), routing, {
    untilMs,
    ...options,
  });
}

const changesOf = (run: SimRun): string[] =>
  run.facts.changes.map(({ ttl, from, to }) => `${ttl}: ${from ?? '*'} > ${to ?? '*'}`);
const changeTimes = (run: SimRun): number[] => run.facts.changes.map((change) => change.atMs - START_WALL);
const addresses = (run: SimRun): string[] => run.facts.hops.map((hop) => hop.nodes[0]?.address ?? '*');
const quiet = (...ttls: number[]): Record<number, Partial<SimHop>> =>
  Object.fromEntries(ttls.map((ttl) => [ttl, { silent: true }]));

describe('rounds', () => {
  test('every hop is asked once a round, none of its probes is lost, nothing changes', () => {
    const run = watch(() => line(8, 10), 100_000);
    expect(run.done).toBe(false);
    expect(run.facts.rounds).toBe(101);
    expect(run.facts.hops.map((hop) => hop.ttl)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const hop of run.facts.hops) {
      expect(hop.sent).toBeGreaterThanOrEqual(99);
      expect(hop.sent).toBeLessThanOrEqual(101);
      expect(hop.lossPercent).toBe(0);
      expect(hop.interval95?.[0]).toBe(0);
      expect(hop.rttMs?.mean).toBeCloseTo(20 * hop.ttl, 6);
      expect(hop.samples.length).toBe(hop.received);
    }
    expect(run.facts.reached).toBe(true);
    expect(changesOf(run)).toEqual([]);
    expect(run.facts.warnings).toEqual([]);
    expect(run.facts.sent).toBe(run.packets.length);
  });

  test('after the first round no two probes leave together, and each hop is asked at ever other times', () => {
    const run = watch(() => line(8, 10), 20_000);
    const later = run.packets.filter((packet) => packet.atMs >= 1000);
    for (const [index, packet] of later.entries()) {
      const next = later[index + 1];
      if (next !== undefined) expect(next.atMs - packet.atMs).toBeGreaterThan(10);
    }
    const offsets = later.filter((packet) => packet.probe.ttl === 4).map((packet) => packet.atMs % 1000);
    expect(new Set(offsets.map((offset) => Math.round(offset / 10))).size).toBeGreaterThan(15);
  });

  test('the first round is done as soon as the path is known, whatever the interval', () => {
    const run = watch(() => line(8, 5), 900, {}, { intervalMs: 60_000 });
    expect(addresses(run).at(-1)).toBe(DESTINATION);
    expect(run.facts.hops.every((hop) => hop.received === 1)).toBe(true);
    expect(run.packets.length).toBeLessThanOrEqual(8 + 3);
  });

  test('a round that does not fit its interval is cut, never caught up in a burst', () => {
    const run = watch(() => line(10, 100), 30_000, {}, { window: 2, intervalMs: 1000 });
    expect(run.mostInFlight).toBeLessThanOrEqual(2);
    expect(run.facts.rounds).toBeGreaterThan(20);
  });

  test('probes in flight are not lost ones', () => {
    const run = watch(() => line(6, 150, { 6: { slowMs: 100 } }), 10_500, {}, { intervalMs: 300 });
    const last = run.facts.hops[5];
    expect(last?.lossPercent).toBe(0);
    expect(last?.sent).toBeGreaterThan(last?.received ?? 0);
  });
});

describe('loss', () => {
  test("routers and a destination with Linux's limit of one answer a second show no loss", () => {
    const limited = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [index + 1, { limit: { perSecond: 1, burst: 6 } }]),
    );
    const run = watch(() => line(8, 12, limited), 300_000);
    expect(run.facts.hops.map((hop) => hop.lossPercent)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('a lossy link shows at its hop and behind, within the interval', () => {
    const run = watch(() => line(8, 5, { 5: { loss: 0.1 } }), 600_000, { seed: 5 });
    for (const hop of run.facts.hops) {
      const [low, high] = hop.interval95 ?? [0, 0];
      expect(hop.ttl < 5 ? hop.lossPercent === 0 : low < 10 && high > 10).toBe(true);
    }
    expect(changesOf(run)).toEqual([]);
  });

  test('a hop that answers one probe in ten changes nothing but its loss', () => {
    const run = watch(() => line(8, 5, { 3: { limit: { perSecond: 0.1, burst: 1 } } }), 1_200_000);
    expect(run.facts.hops[2]?.lossPercent).toBeGreaterThan(80);
    expect(changesOf(run)).toEqual([]);
  });

  test('late answers take their loss back', () => {
    const slow: Routing = (_flow, atMs) =>
      line(4, 5, atMs > 5000 && atMs < 9000 ? { 3: { slowMs: 2500 } } : {});
    const run = watch(slow, 30_000);
    expect(run.facts.hops[2]?.late).toBeGreaterThanOrEqual(3);
    expect(run.facts.late).toBe(run.facts.hops[2]?.late);
    expect(run.facts.hops[2]?.lossPercent).toBe(0);
    expect(run.facts.hops[2]?.rttMs?.max).toBeLessThan(100);
    expect(changesOf(run)).toEqual([]);
  });

  test('where all answers are late, those that may still come are not lost, at whatever moment one looks', () => {
    const slow = { 3: { slowMs: 3000 }, 4: { slowMs: 3000 } };
    for (let untilMs = 12_000; untilMs < 14_000; untilMs += 130) {
      const { hops, reached } = watch(() => line(4, 5, slow), untilMs, {}, { intervalMs: 500 }).facts;
      expect(reached).toBe(true);
      expect(hops.map(({ lossPercent }) => lossPercent)).toEqual([0, 0, 0, 0]);
      expect(hops[3]?.samples.every(({ rttMs }) => rttMs !== null)).toBe(true);
    }
  });

  test('what is lost among late answers is told a little later', () => {
    const slow = { 4: { slowMs: 2500, loss: 0.3 } };
    const hop = watch(() => line(4, 5, slow), 300_000, { seed: 3 }).facts.hops[3];
    expect(hop?.lossPercent).toBeGreaterThan(20);
    expect(hop?.lossPercent).toBeLessThan(40);
  });

  test('a helper that never says "lost" is not waited for', () => {
    const run = watch(() => line(4, 5, quiet(2)), 60_000, { mute: true });
    expect(run.facts.hops[1]?.lossPercent).toBe(100);
  });
});

describe('changes of the route', () => {
  test('another router, with the time of its first answer', () => {
    const run = watch(
      (_flow, atMs) => line(6, 5, atMs < 30_000 ? {} : { 3: { address: '192.0.2.3' } }),
      60_000,
    );
    expect(changesOf(run)).toEqual(['3: 10.0.0.3 > 192.0.2.3']);
    const [atMs = 0] = changeTimes(run);
    expect(atMs).toBeGreaterThanOrEqual(30_000);
    expect(atMs).toBeLessThan(32_000);
  });

  test('and back again', () => {
    const other = { 3: { address: '192.0.2.3' } };
    const run = watch((_flow, atMs) => line(6, 5, atMs > 30_000 && atMs < 60_000 ? other : {}), 90_000);
    expect(changesOf(run)).toEqual(['3: 10.0.0.3 > 192.0.2.3', '3: 192.0.2.3 > 10.0.0.3']);
  });

  test('another way over several routers is one change, of the first that differs', () => {
    const other = Object.fromEntries([2, 3, 4].map((ttl) => [ttl, { address: `192.0.2.${ttl}` }]));
    const run = watch((_flow, atMs) => line(6, 5, atMs > 30_000 && atMs < 60_000 ? other : {}), 90_000);
    expect(changesOf(run)).toEqual(['2: 10.0.0.2 > 192.0.2.2', '2: 192.0.2.2 > 10.0.0.2']);
    const [there = 0, back = 0] = changeTimes(run);
    expect(there).toBeGreaterThanOrEqual(30_000);
    expect(there).toBeLessThan(31_000);
    expect(back).toBeGreaterThanOrEqual(60_000);
    expect(back).toBeLessThan(61_000);
  });

  test('so it is where a router of the new way keeps silent', () => {
    const other = { 2: { address: '192.0.2.2' }, 3: { silent: true }, 4: { address: '192.0.2.4' } };
    const run = watch((_flow, atMs) => line(6, 5, atMs > 30_000 ? other : {}), 90_000);
    expect(changesOf(run)).toEqual(['2: 10.0.0.2 > 192.0.2.2']);
  });

  test('two ways that change one after the other are two, in order of time', () => {
    const run = watch(
      (_flow, atMs) =>
        line(6, 5, {
          ...(atMs > 30_000 ? { 4: { address: '192.0.2.4' } } : {}),
          ...(atMs > 34_000 ? { 2: { address: '192.0.2.2' } } : {}),
        }),
      90_000,
    );
    expect(changesOf(run)).toEqual(['4: 10.0.0.4 > 192.0.2.4', '2: 10.0.0.2 > 192.0.2.2']);
  });

  test('a single odd answer is none', () => {
    const run = watch(
      (_flow, _atMs, nth) => line(6, 5, nth % 50 === 49 ? { 3: { address: '192.0.2.3' } } : {}),
      300_000,
    );
    expect(changesOf(run)).toEqual([]);
  });

  test.each([2, 3, 8, 16])('%i routers that share the packets at random are at most one change', (count) => {
    const random = seededRandom(count);
    const balanced: Routing = () => line(6, 5, { 3: { address: `192.0.2.${Math.floor(random() * count)}` } });
    const run = watch(balanced, 1_000_000);
    expect(run.facts.hops[2]?.nodes.length).toBe(count);
    expect(run.facts.changes.length).toBeLessThanOrEqual(1);
  });

  test('the path becomes longer', () => {
    const run = watch((_flow, atMs) => (atMs < 30_000 ? line(5, 5) : line(8, 5)), 90_000);
    expect(run.facts.hops[4]?.nodes.map((node) => node.address)).toEqual(['10.0.0.5', DESTINATION]);
    expect(addresses(run).slice(5)).toEqual(['10.0.0.6', '10.0.0.7', DESTINATION]);
    expect(run.facts.reached).toBe(true);
    expect(changesOf(run)).toEqual([`5: ${DESTINATION} > 10.0.0.5`]);
  });

  test('the path becomes shorter: nothing is sent beyond its new end', () => {
    const run = watch((_flow, atMs) => (atMs < 30_000 ? line(8, 5) : line(5, 5)), 90_000);
    expect(run.facts.hops.length).toBe(5);
    expect(changesOf(run)).toEqual([`5: 10.0.0.5 > ${DESTINATION}`]);
    expect(run.packets.filter((packet) => packet.atMs > 33_000 && packet.probe.ttl > 5)).toEqual([]);
  });

  test('the destination is lost and found again', () => {
    const gone = (atMs: number): boolean => atMs > 60_000 && atMs < 120_000;
    const run = watch((_flow, atMs) => line(6, 5, gone(atMs) ? quiet(6) : {}), 180_000);
    expect(changesOf(run)).toEqual([`6: ${DESTINATION} > *`, `6: * > ${DESTINATION}`]);
    const [lostMs = 0, foundMs = 0] = changeTimes(run);
    expect(Math.abs(lostMs - 60_500)).toBeLessThan(1500);
    expect(Math.abs(foundMs - 120_500)).toBeLessThan(1500);
    expect(run.facts.reached).toBe(true);
    expect(run.facts.warnings).toEqual([]);
  });

  test('a cut link is one silence where it begins and one at the end, not one for each hop', () => {
    const cut = (atMs: number): boolean => atMs > 60_000 && atMs < 120_000;
    const routing: Routing = (_flow, atMs) => line(10, 5, cut(atMs) ? { 4: { loss: 1 } } : {});
    const during = watch(routing, 110_000);
    expect(changesOf(during)).toEqual(['4: 10.0.0.4 > *', `10: ${DESTINATION} > *`]);
    expect(during.facts.reached).toBe(false);
    expect(during.facts.warnings.map((warning) => warning.code)).toEqual(['destination-silent']);
    const after = watch(routing, 180_000);
    expect(changesOf(after).toSorted()).toEqual(
      ['4: 10.0.0.4 > *', '4: * > 10.0.0.4', `10: ${DESTINATION} > *`, `10: * > ${DESTINATION}`].toSorted(),
    );
    expect(after.facts.reached).toBe(true);
  });

  test('an outage of four seconds changes nothing', () => {
    const run = watch(
      (_flow, atMs) => line(6, 5, atMs > 60_000 && atMs < 64_000 ? { 2: { loss: 1 } } : {}),
      120_000,
    );
    expect(changesOf(run)).toEqual([]);
    expect(run.facts.hops[5]?.lossPercent).toBeGreaterThan(0);
  });
});

describe('the end of the path', () => {
  test('a destination that never answers: the routers before it are watched, little is sent beyond', () => {
    const run = watch(() => line(6, 5, quiet(6)), 120_000);
    expect(run.facts.reached).toBe(false);
    expect(addresses(run)).toEqual([
      ...[1, 2, 3, 4, 5].map((n) => `10.0.0.${n}`),
      ...Array.from({ length: 8 }, () => '*'),
    ]);
    expect(run.facts.hops[4]?.lossPercent).toBe(0);
    expect(run.packets.length).toBeLessThan(121 * (5 + 3) + 20);
    expect(run.facts.warnings.map((warning) => warning.code)).toEqual(['destination-silent']);
  });

  test('a destination that begins to answer later is found', () => {
    const run = watch((_flow, atMs) => line(9, 5, atMs < 60_000 ? quiet(6, 7, 8, 9) : {}), 120_000);
    expect(addresses(run)).toHaveLength(9);
    expect(run.facts.reached).toBe(true);
  });

  test('behind more silent hops than are looked through, far probes know that it answers', () => {
    const hops = Array.from({ length: 12 }, (_, index) => index + 4);
    const run = watch(
      (_flow, atMs) => line(16, 5, atMs < 30_000 ? quiet(...hops, 16) : quiet(...hops)),
      240_000,
    );
    expect(run.facts.reached).toBe(true);
    expect(run.facts.hops).toHaveLength(16);
  });

  test('a destination that limits its answers is not lost and found all the time', () => {
    const run = watch(() => line(6, 5, { 6: { limit: { perSecond: 0.2, burst: 1 } } }), 600_000);
    expect(run.facts.reached).toBe(true);
    expect(run.facts.hops).toHaveLength(6);
    expect(run.facts.warnings).toEqual([]);
    expect(changesOf(run)).toEqual([]);
    expect(run.packets.length).toBeLessThan(1.02 * 6 * 600);
  });

  test('paths of two lengths that share the packets: both ends are the destination', () => {
    const random = seededRandom(3);
    const run = watch(() => line(random() < 0.5 ? 6 : 7, 5), 600_000);
    expect(run.facts.reached).toBe(true);
    expect(run.facts.hops[5]?.nodes.map((node) => node.address).toSorted()).toEqual([
      '10.0.0.6',
      DESTINATION,
    ]);
    expect(run.facts.changes.length).toBeLessThanOrEqual(1);
  });

  test('a router that begins to refuse is told of as long as it does', () => {
    const routing: Routing = (_flow, atMs) =>
      line(7, 5, atMs > 30_000 && atMs < 60_000 ? { 3: { refuses: 'host-unreachable' } } : {});
    const during = watch(routing, 55_000);
    expect(during.facts.reached).toBe(false);
    expect(during.facts.warnings.map((warning) => warning.code)).toEqual(['unreachable']);
    const after = watch(routing, 120_000);
    expect(after.facts.reached).toBe(true);
    expect(after.facts.warnings).toEqual([]);
    expect(after.facts.hops).toHaveLength(7);
  });

  test('no hop is shown behind a router that refuses, however many scouts it turns back', () => {
    const run = watch(() => line(9, 5, { 4: { refuses: 'admin-prohibited' } }), 60_000);
    expect(run.facts.hops.length).toBeLessThanOrEqual(5);
    expect(run.facts.hops.at(-1)?.nodes[0]?.answers).toContain('admin-prohibited');
  });

  test('a loop is told of, and not followed to the largest TTL', () => {
    const loop = Object.fromEntries(
      Array.from({ length: 36 }, (_, i) => [i + 4, { address: `10.0.9.${i % 2}` }]),
    );
    const routing: Routing = (_flow, atMs) =>
      atMs > 30_000 && atMs < 60_000 ? line(40, 3, loop) : line(7, 5);
    const during = watch(routing, 58_000);
    expect(during.facts.warnings.map((warning) => warning.code)).toEqual(['routing-loop']);
    expect(Math.max(...during.packets.map(({ probe }) => (probe.ttl === 32 ? 0 : probe.ttl)))).toBeLessThan(
      20,
    );
    const after = watch(routing, 120_000);
    expect(after.facts.reached).toBe(true);
    expect(after.facts.hops).toHaveLength(7);
    expect(after.facts.warnings).toEqual([]);
  });
});

describe('what cannot be sent, and time that is missing', () => {
  test('no route for a while: no loss, a warning as long as it lasts', () => {
    const refuse = (_nth: number, atMs: number): string | null =>
      atMs > 10_000 && atMs < 20_000 ? 'ENETUNREACH' : null;
    const during = watch(() => line(5, 5), 15_000, { refuse });
    expect(during.facts.warnings.map((warning) => warning.code)).toEqual(['not-sent']);
    const after = watch(() => line(5, 5), 40_000, { refuse });
    expect(after.facts.warnings).toEqual([
      {
        code: 'sending-gap',
        text: 'For 10 s nothing could be sent: this machine has no route to the destination.',
      },
    ]);
    expect(after.facts.hops.every((hop) => hop.lossPercent === 0 && hop.sent < 35)).toBe(true);
    expect(changesOf(after)).toEqual([]);
  });

  test('a single one that could not be sent is no gap; several gaps are counted', () => {
    const once = watch(() => line(5, 5), 20_000, { refuse: (nth) => (nth === 30 ? 'EPERM' : null) });
    expect(once.facts.warnings).toEqual([]);
    const isCut = (atMs: number): boolean => atMs % 20_000 > 10_000 && atMs % 20_000 < 13_000;
    const refuse = (_nth: number, atMs: number): string | null => (isCut(atMs) ? 'ENETDOWN' : null);
    const { warnings } = watch(() => line(5, 5), 40_000, { refuse }).facts;
    expect(warnings.map(({ code }) => code)).toEqual(['sending-gap']);
    expect(warnings[0]?.text).toMatch(
      /^Nothing could be sent 2 times, for [56] s in all: the network interface is down\.$/,
    );
  });

  test('what was sent before, and is only now found lost, does not take the warning back', () => {
    const refuse = (_nth: number, atMs: number): string | null => (atMs > 10_000 ? 'ENETUNREACH' : null);
    const lossy: Routing = (_flow, atMs) => line(5, 5, atMs > 9_000 ? { 1: { loss: 1 } } : {});
    for (let untilMs = 10_300; untilMs < 13_000; untilMs += 20) {
      const { facts } = watch(lossy, untilMs, { refuse });
      expect(facts.warnings.map((warning) => warning.code)).toContain('not-sent');
    }
  });

  test('no route from the beginning: it ends', () => {
    const run = watch(() => line(5, 5), 15_000, { refuse: () => 'ENETUNREACH' });
    expect(run.done).toBe(true);
    expect(run.facts.warnings.map((warning) => warning.code)).toEqual(['not-sent']);
  });

  test('the machine sleeps: what was on its way then is no loss', () => {
    const asleep: Routing = (_flow, atMs) =>
      line(5, 30, atMs > 9_000 && atMs < 10_000 ? { 1: { loss: 1 } } : {});
    const run = watch(asleep, 30_000, { sleep: { atMs: 10_000, forMs: 3_600_000 } });
    expect(run.facts.hops.map((hop) => hop.lossPercent)).toEqual([0, 0, 0, 0, 0]);
    expect(changesOf(run)).toEqual([]);
    expect(run.facts.sent).toBeLessThan(run.packets.length);
  });

  test('memory is bounded: 5,000 rounds', () => {
    let turn = 0;
    const restless: Routing = (_flow, atMs) => {
      turn += 1;
      return line(3, 1, { 2: { address: `10.${Math.floor(atMs / 20_000)}.0.${turn % 3}` } });
    };
    const run = watch(restless, 5_000_000);
    const hop = run.facts.hops[1];
    expect(run.facts.rounds).toBeGreaterThan(4900);
    expect(hop?.samples.length).toBe(SAMPLES_KEPT);
    expect(hop?.nodes.length).toBeLessThanOrEqual(32);
    expect(run.facts.changes.length).toBeLessThanOrEqual(100);
    expect(hop?.received).toBeGreaterThan(4900);
  });
});
