import { describe, expect, test } from 'vitest';
import {
  createMultipathEngine,
  PACKETS_AT_MOST,
} from '../../../../main/domain/trace/multipath/multipath-engine.ts';
import { flowsNeeded } from '../../../../main/domain/trace/multipath/stopping-rule.ts';
import type { TraceFacts, TracePlan } from '../../../../main/domain/trace/types.ts';
import {
  answer,
  DESTINATION,
  expectedLines,
  type Graph,
  instant,
  layers,
  linkLines,
  MultipathNetwork,
  type NetworkOptions,
  planFor,
  type Run,
  runEngine,
} from '../../../support/trace/multipath-network.ts';

function explore(
  graph: Graph,
  options: Partial<NetworkOptions> = {},
  plan: Partial<TracePlan> = {},
): { readonly facts: TraceFacts; readonly run: Run } {
  const network = new MultipathNetwork(graph, { seed: 7, ...options });
  const engine = createMultipathEngine(planFor(plan));
  const run = runEngine(engine, (probe, nowMs) => network.send(probe, nowMs));
  return { facts: engine.facts(), run };
}
const widths = (facts: TraceFacts): number[] => facts.hops.map(({ nodes }) => nodes.length);
const codes = (facts: TraceFacts): string[] => facts.warnings.map(({ code }) => code);

test('the stopping rule has the published figures', () => {
  expect([1, 2, 3, 4, 5].map(flowsNeeded)).toEqual([6, 11, 16, 21, 27]);
  expect(flowsNeeded(0)).toBe(6);
});

describe('a line', () => {
  const line = layers(1, 1, 1, 1, 1, 1, 1, 1);

  test('six flows a hop, the destination last, in little more than two round trips', () => {
    const { facts, run } = explore(line);
    expect(facts.reached).toBe(true);
    expect(widths(facts)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(facts.hops.at(-1)?.nodes[0]?.address).toBe(DESTINATION);
    expect(linkLines(facts.links)).toEqual(expectedLines(line));
    expect(facts.hops.every(({ sent }) => sent >= 6)).toBe(true);
    expect(run.packets).toBeLessThan(9 * 6 + 12);
    expect(run.durationMs).toBeLessThan(2 * 46 + 10);
    expect(facts.sent).toBe(run.packets);
    expect(facts.warnings).toEqual([]);
  });

  test('ICMP has one flow only, and says that there may be more paths', () => {
    expect(codes(explore(line, {}, { method: 'icmp' }).facts)).toEqual(['one-flow']);
  });

  test('a known distance saves the packets beyond it', () => {
    expect(explore(line, {}, { expectedHops: 9 }).run.packets).toBe(9 * 6);
  });

  test('never more in flight than the window, and no flow twice at a distance', () => {
    const { run } = explore(line, {}, { window: 5 });
    expect(run.mostInFlight).toBeLessThanOrEqual(5);
    const sent = run.probes.map(({ ttl, flow }) => `${ttl} ${flow}`);
    expect(new Set(sent).size).toBe(sent.length);
  });

  test('longer than the first scouts, and bounded by the hops allowed', () => {
    const long = layers(...Array.from({ length: 25 }, () => 1));
    expect(widths(explore(long).facts)).toHaveLength(26);
    const cut = explore(long, {}, { maxHops: 10 }).facts;
    expect([cut.reached, cut.hops.length]).toEqual([false, 10]);
  });

  test('a first flow other than 0 is where the numbers start, and they stay within what the helper knows', () => {
    const { run } = explore(line, {}, { flow: 4094 });
    expect(new Set(run.probes.map(({ flow }) => flow))).toEqual(new Set([4094, 4095, 0, 1, 2, 3]));
  });
});

describe('silence', () => {
  test('a silent hop in the middle is one, with links through it, and costs only patience', () => {
    const { facts, run } = explore(layers(1, 1, 1, 2, 1), { silent: new Set(['10.0.3.1']) });
    expect(widths(facts)).toEqual([1, 1, 0, 2, 1, 1]);
    expect(linkLines(facts.links)).toContain('2 10.0.2.1 > *');
    expect(linkLines(facts.links)).toContain('3 * > 10.0.4.1');
    expect(linkLines(facts.links)).toContain('3 * > 10.0.4.2');
    expect(run.durationMs).toBeLessThan(700);
  });

  test('a silent member of a diamond is noticed beside those that answer', () => {
    const graph = layers(1, 1, 4, 1, 1);
    const { facts } = explore(graph, { silent: new Set(['10.0.3.2']) });
    expect(facts.hops[2]?.nodes).toHaveLength(3);
    expect(linkLines(facts.links)).toContain('2 10.0.2.1 > *');
    expect(linkLines(facts.links)).toContain('3 * > 10.0.4.1');
  });

  test('a destination that never answers: all up to the last router, then it ends', () => {
    const { facts, run } = explore(layers(1, 2, 1), { silent: new Set([DESTINATION]) });
    expect(facts.reached).toBe(false);
    expect(widths(facts).slice(0, 4)).toEqual([1, 2, 1, 0]);
    expect(run.packets).toBeLessThan(120);
    expect(facts.links.every(({ fromTtl }) => fromTtl < 3)).toBe(true);
  });

  test('nothing answers at all', () => {
    const engine = createMultipathEngine(planFor());
    const run = runEngine(engine, () => null);
    expect(engine.facts()).toMatchObject({ reached: false, received: 0, links: [] });
    expect(run.packets).toBeLessThan(60);
    expect(run.durationMs).toBeLessThan(5000);
  });
});

describe('a router that takes its time to answer', () => {
  const slow =
    (address: string, rttMs: number): NonNullable<NetworkOptions['alter']> =>
    (_, told) =>
      told.from === address ? { ...told, rttMs } : told;

  test('alone at its distance: found', () => {
    const graph = layers(1, 1, 1, 2, 1);
    const { facts } = explore(graph, { alter: slow('10.0.3.1', 300) });
    expect(linkLines(facts.links)).toEqual(expectedLines(graph));
    expect(facts.hops.map(({ lossPercent }) => lossPercent)).toEqual(facts.hops.map(() => 0));
    expect(facts.received).toBe(facts.sent);
  });

  test.each([300, 900, 1900])('one of a diamond, after %d ms: found, and slow is not lost', (rttMs) => {
    const graph = layers(1, 1, 4, 1);
    const { facts } = explore(graph, { alter: slow('10.0.3.2', rttMs) });
    expect(linkLines(facts.links)).toEqual(expectedLines(graph));
    expect(facts.hops.map(({ lossPercent }) => lossPercent)).toEqual(facts.hops.map(() => 0));
  });
});

describe('loss', () => {
  test.each([0.1, 0.2, 0.3])('at a loss of %d nothing is missed nor invented', (loss) => {
    const graph = layers(1, 1, 4, 1, 2, 1);
    for (let seed = 1; seed <= 20; seed += 1) {
      const { facts } = explore(graph, { seed, loss });
      expect(linkLines(facts.links)).toEqual(expectedLines(graph));
    }
  });

  test('a router that answers one packet in ten is told as a warning, and does not eat all packets', () => {
    let count = 0;
    const { facts, run } = explore(layers(1, 1, 1, 1, 1), {
      alter: (_, told) => {
        if (told.from !== '10.0.3.1') return told;
        count += 1;
        return count % 10 === 0 ? told : null;
      },
    });
    expect(facts.reached).toBe(true);
    expect(widths(facts)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(run.packets).toBeLessThan(600);
  });
});

describe('what is no plain network', () => {
  test('load that is spread packet by packet is noticed and told', () => {
    let noticed = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const { facts } = explore(layers(1, 1, 3, 1, 1), { seed, perPacket: new Set(['10.0.2.1']) });
      if (codes(facts).includes('per-packet-balancing')) noticed += 1;
      expect(facts.reached).toBe(true);
    }
    expect(noticed).toBeGreaterThanOrEqual(38);
  });

  test('a router that changes its mind for every packet at every distance does not run away', () => {
    let turn = 0;
    const engine = createMultipathEngine(planFor());
    const run = runEngine(engine, () => {
      turn += 1;
      return answer({ from: `10.9.${Math.floor(turn / 250) % 250}.${turn % 250}` });
    });
    expect(run.packets).toBeLessThanOrEqual(PACKETS_AT_MOST);
    expect(codes(engine.facts())).toContain('per-packet-balancing');
  });

  test('paths of unequal length are followed to their own ends', () => {
    const graph: Graph = {
      start: ['10.0.1.1'],
      next: {
        '10.0.1.1': ['10.0.2.1', '10.0.2.2'],
        '10.0.2.1': [DESTINATION],
        '10.0.2.2': ['10.0.3.2'],
        '10.0.3.2': [DESTINATION],
      },
    };
    const { facts } = explore(graph);
    expect(linkLines(facts.links)).toEqual(expectedLines(graph));
    expect(facts.hops).toHaveLength(4);
  });

  test('a router that says it goes no further ends the path without reaching it', () => {
    const { facts } = explore(layers(1, 1, 1, 1), {
      alter: (probe, told) =>
        probe.ttl < 3
          ? told
          : answer({ kind: 'unreachable', code: 'admin-prohibited', from: '10.0.2.1', rttMs: 10 }),
    });
    expect(facts.reached).toBe(false);
    expect(facts.hops).toHaveLength(3);
    expect(facts.hops[2]?.nodes[0]?.answers).toEqual(['admin-prohibited']);
  });

  test('a hop with more routers than its list holds: the links name them all, and that is told', () => {
    const graph = layers(1, 48, 1);
    const { facts } = explore(graph);
    expect(linkLines(facts.links)).toEqual(expectedLines(graph));
    const listed = facts.hops[1]?.nodes.length ?? 0;
    expect(codes(facts).includes('nodes-left-out')).toBe(listed < 48);
  });

  test('more ways than the bound on packets allows: it stops and says so', () => {
    const { facts, run } = explore(layers(1, 150, 150, 150, 1), { hopDelayMs: 1 }, { window: 1000 });
    expect(run.packets).toBe(PACKETS_AT_MOST);
    expect(codes(facts)).toContain('probe-limit');
    expect(facts.reached).toBe(true);
  });
});

describe('results out of the ordinary', () => {
  test('packets that never leave this machine are no packets, and told', () => {
    const engine = createMultipathEngine(planFor());
    let step = engine.start(instant(0));
    const keys = step.send.map(({ key }) => key);
    while (keys.length > 0) {
      const key = keys.shift() ?? 0;
      step = engine.result(key, { outcome: 'unsent', code: 'ENETUNREACH' }, instant(1));
      keys.push(...step.send.map((probe) => probe.key));
    }
    expect(step.done).toBe(true);
    expect(engine.facts()).toMatchObject({ sent: 0, received: 0, reached: false });
    expect(engine.facts().warnings[0]).toMatchObject({ code: 'not-sent' });
    expect(engine.facts().warnings[0]?.text).toContain('no route');
  });

  test('a few packets that did not leave are told as such: the trace goes on', () => {
    const engine = createMultipathEngine(planFor({ maxHops: 1 }));
    const [first, second] = engine.start(instant(0)).send;
    const refuse = (key: number | undefined): void => {
      engine.result(key ?? 0, { outcome: 'unsent', code: 'ENETUNREACH' }, instant(1));
    };
    const told = answer({ from: '10.0.1.1', rttMs: 1 });
    refuse(first?.key);
    expect(codes(engine.facts())).toEqual(['not-sent']);
    engine.result(second?.key ?? 0, { outcome: 'answered', answer: told }, instant(2));
    expect(codes(engine.facts())).toEqual(['some-not-sent']);
  });

  test('a passing refusal is not the end of sending', () => {
    const engine = createMultipathEngine(planFor({ maxHops: 1 }));
    const [first] = engine.start(instant(0)).send;
    engine.result(first?.key ?? 0, { outcome: 'unsent', code: 'rate-limited' }, instant(1));
    expect(codes(engine.facts())).toEqual(['some-not-sent']);
  });

  test('a late answer counts as late and takes the loss back; a duplicate is only counted', () => {
    const engine = createMultipathEngine(planFor({ maxHops: 1, timeoutMs: 10 }));
    const [first] = engine.start(instant(0)).send;
    const told = answer({ from: '10.0.1.1', rttMs: 30 });
    engine.result(first?.key ?? 0, { outcome: 'lost' }, instant(9));
    engine.again(first?.key ?? 0, 'late', told, instant(9));
    engine.again(first?.key ?? 0, 'duplicate', told, instant(9));
    expect(engine.facts().hops[0]).toMatchObject({
      received: 0,
      late: 1,
      duplicate: 1,
      lossPercent: 0,
      sent: 6,
    });
  });

  test('an answer after its flow was given up still counts, once', () => {
    const engine = createMultipathEngine(planFor({ maxHops: 1, timeoutMs: 2000 }));
    const [first] = engine.start(instant(0)).send;
    expect(engine.tick(instant(1500)).send.map(({ flow }) => flow)).toEqual([0, 1, 2, 3, 4, 5]);
    const told = answer({ from: '10.0.1.1', rttMs: 1600 });
    const { send } = engine.result(first?.key ?? 0, { outcome: 'answered', answer: told }, instant(1600));
    expect(engine.facts().hops[0]).toMatchObject({ sent: 12, received: 1, lossPercent: (100 * 5) / 6 });
    expect(send.map(({ flow }) => flow)).not.toContain(0);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('a round trip of %d is no answer', (rttMs) => {
    const engine = createMultipathEngine(planFor({ maxHops: 1 }));
    const [first] = engine.start(instant(0)).send;
    const told = answer({ from: '10.0.1.1', rttMs });
    engine.result(first?.key ?? 0, { outcome: 'answered', answer: told }, instant(1));
    expect(engine.facts().hops[0]).toMatchObject({ received: 0, nodes: [] });
  });

  test('a key that it never gave out changes nothing', () => {
    const engine = createMultipathEngine(planFor());
    engine.start(instant(0));
    const before = engine.facts();
    engine.result(999_999, { outcome: 'lost' }, instant(1));
    engine.again(999_999, 'duplicate', answer({}), instant(1));
    expect(engine.facts()).toEqual(before);
  });
});
