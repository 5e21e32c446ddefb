import { describe, expect, test } from 'vitest';
import type { PathMtu } from '../../../../main/domain/model/trace.ts';
import { createMtuSearch } from '../../../../main/domain/trace/path-mtu/mtu-search.ts';
import type { Answered, PlannedProbe, TraceFacts, TracePlan } from '../../../../main/domain/trace/types.ts';
import {
  type MtuLink,
  MtuNetwork,
  type MtuNetworkOptions,
  routerAt,
} from '../../../support/trace/mtu-network.ts';
import {
  answer,
  DESTINATION,
  instant,
  planFor,
  type Run,
  runEngine,
} from '../../../support/trace/multipath-network.ts';

const WIDE: MtuLink = { mtu: 1500 };
/** Eight hops of 1500 bytes, except for the link behind one router. */
const line = (behind: number, link: MtuLink): MtuLink[] =>
  Array.from({ length: 8 }, (_, index) => (index === behind ? link : WIDE));

function search(
  options: MtuNetworkOptions,
  plan: Partial<TracePlan> = {},
  alter: (probe: PlannedProbe, told: Answered | null) => Answered | null = (_, told) => told,
): { readonly facts: TraceFacts; readonly run: Run } {
  const network = new MtuNetwork(options);
  const engine = createMtuSearch(planFor({ expectedHops: network.distance, ...plan }));
  const run = runEngine(engine, (probe) => alter(probe, network.send(probe)));
  return { facts: engine.facts(), run };
}
const found = (...given: Parameters<typeof search>): PathMtu | null => search(...given).facts.pathMtu;

describe('an honest path', () => {
  test('all of 1500 bytes: two packets', () => {
    const { facts, run } = search({ links: line(0, WIDE) });
    expect(facts).toMatchObject({
      reached: true,
      pathMtu: { bytes: 1500, toldBy: null, ttl: null },
      warnings: [],
    });
    expect(run.packets).toBe(2);
  });

  test.each([1492, 1480, 1450, 1400, 1281, 1280, 1006, 900, 577, 576])(
    'a limit of %d that is told',
    (mtu) => {
      const { facts, run } = search({ links: line(3, { mtu, says: 'mtu' }) });
      expect(facts.pathMtu).toEqual({ bytes: mtu, toldBy: routerAt(3), ttl: 3 });
      expect(run.packets).toBeLessThan(25);
      expect(run.durationMs).toBeLessThan(500);
    },
  );

  test('several limits, each told by its own router: the narrowest counts', () => {
    const links = [WIDE, { mtu: 1492 }, WIDE, { mtu: 1450 }, WIDE, { mtu: 1400 }, WIDE];
    expect(found({ links })).toEqual({ bytes: 1400, toldBy: routerAt(5), ttl: 5 });
  });

  test('a limit below 576 bytes, as IPv4 allows', () => {
    expect(found({ links: line(2, { mtu: 300, says: 'mtu' }) })).toEqual({
      bytes: 300,
      toldBy: routerAt(2),
      ttl: 2,
    });
  });

  test('IPv6 is not searched below what every link must carry', () => {
    const plan = { family: 6 as const };
    expect(found({ links: line(3, { mtu: 1280, says: 'mtu' }) }, plan)?.bytes).toBe(1280);
    expect(
      search({ links: line(3, { mtu: 1280, says: 'mtu' }) }, plan).run.probes.every(
        ({ size }) => size >= 1280,
      ),
    ).toBe(true);
  });
});

describe('routers that do not tell, or nonsense', () => {
  test.each([1492, 1481, 1400, 1337, 999, 576])('a mtu of 0 at a limit of %d (RFC 1191 section 5)', (mtu) => {
    expect(found({ links: line(4, { mtu, says: 0 }) })).toEqual({ bytes: mtu, toldBy: routerAt(4), ttl: 4 });
  });

  test.each([20, 67, 1500, 9000, 65_535])('a mtu of %d at a limit of 1400', (says) => {
    expect(found({ links: line(4, { mtu: 1400, says }) })).toEqual({
      bytes: 1400,
      toldBy: routerAt(4),
      ttl: 4,
    });
  });

  test.each([68, 576, 600, 1000, 1399])('one that tells %d though 1400 pass', (says) => {
    expect(found({ links: line(4, { mtu: 1400, says }) })).toEqual({
      bytes: 1400,
      toldBy: routerAt(4),
      ttl: 4,
    });
  });

  test.each([1401, 1450, 1499])('one that tells %d though only 1400 pass', (says) => {
    expect(found({ links: line(4, { mtu: 1400, says }) })).toEqual({
      bytes: 1400,
      toldBy: routerAt(4),
      ttl: 4,
    });
  });

  test.each([0, 68, 576, 1000, 1280, 1499])('forged words of %d on a path that carries all', (mtu) => {
    const forged = answer({
      kind: 'unreachable',
      code: 'fragmentation-needed',
      from: '192.0.2.66',
      mtu,
      rttMs: 1,
    });
    let count = 0;
    const pathMtu = found({ links: line(0, WIDE) }, {}, (_, told) => {
      count += 1;
      return count % 3 === 2 ? forged : told;
    });
    expect(pathMtu?.bytes).toBe(1500);
  });
});

describe('a black hole', () => {
  test.each([1492, 1472, 1450, 1420, 1337, 1280, 999, 577, 576])('behind hop 3 at %d bytes', (mtu) => {
    const { facts, run } = search({ links: line(3, { mtu, says: 'silent' }) });
    expect(facts.pathMtu).toEqual({ bytes: mtu, toldBy: null, ttl: 3 });
    expect(run.packets).toBeLessThan(120);
    expect(run.durationMs).toBeLessThan(4000);
  });

  test('behind routers that keep silent themselves: the last that is known to get them', () => {
    expect(found({ links: line(5, { mtu: 1400, says: 'silent' }), quiet: [4, 5] })).toEqual({
      bytes: 1400,
      toldBy: null,
      ttl: 3,
    });
    expect(
      found({ links: line(5, { mtu: 1400, says: 'silent' }), quiet: [1, 2, 3, 4, 5, 6, 7] })?.ttl,
    ).toBeNull();
  });

  test('a moment in which nobody is heard hides no hop', () => {
    const network = new MtuNetwork({ links: line(5, { mtu: 1400, says: 'silent' }) });
    const engine = createMtuSearch(planFor({ expectedHops: network.distance }));
    let deafMs: number | null = null;
    runEngine(engine, (probe, nowMs) => {
      if (probe.ttl < network.distance) deafMs ??= nowMs;
      return nowMs === deafMs ? null : network.send(probe);
    });
    expect(engine.facts().pathMtu).toEqual({ bytes: 1400, toldBy: null, ttl: 5 });
  });

  test('behind a limit that is told: the narrower one counts, and nobody is quoted for it', () => {
    const links = [WIDE, { mtu: 1492 }, WIDE, { mtu: 1400, says: 'silent' as const }, WIDE];
    expect(found({ links })).toEqual({ bytes: 1400, toldBy: null, ttl: 3 });
  });
});

describe('loss is not taken for a limit', () => {
  test.each([0.05, 0.1, 0.2])('at %d, over 60 seeds', (loss) => {
    let right = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const limited = seed % 3 !== 0;
      const links = limited ? line(3, { mtu: 1400, says: seed % 3 === 1 ? 'silent' : 'mtu' }) : line(0, WIDE);
      if (found({ links, loss, seed })?.bytes === (limited ? 1400 : 1500)) right += 1;
    }
    expect(right).toBeGreaterThanOrEqual(58);
  });
});

/** Linux: six ICMP errors at once, then one a second; the trace before has left it `spare` of them. */
function limited(links: readonly MtuLink[], spare: number): Pick<TraceFacts, 'pathMtu' | 'warnings'> {
  const network = new MtuNetwork({ links });
  const engine = createMtuSearch(planFor({ expectedHops: network.distance }));
  let [tokens, filledMs] = [spare, 0];
  runEngine(engine, (probe, nowMs) => {
    const told = network.send(probe);
    if (told?.from !== DESTINATION) return told;
    tokens = Math.min(6, tokens + (nowMs - filledMs) / 1000);
    filledMs = nowMs;
    if (tokens < 1) return null;
    tokens -= 1;
    return told;
  });
  return engine.facts();
}

describe('a destination that limits its answers is not taken for a limit of size', () => {
  test.each([0, 0.5, 1, 2, 3, 6])('with %d answers to spare', (spare) => {
    expect(limited(line(0, WIDE), spare)).toMatchObject({ pathMtu: { bytes: 1500 }, warnings: [] });
    const told = limited(line(3, { mtu: 1400, says: 'mtu' }), spare);
    expect(told.pathMtu).toEqual({ bytes: 1400, toldBy: routerAt(3), ttl: 3 });
    const silent = limited(line(3, { mtu: 1400, says: 'silent' }), spare);
    expect(silent.pathMtu).toEqual({ bytes: 1400, toldBy: null, ttl: 3 });
  });
});

describe('what cannot be found is not made up', () => {
  test('a destination that never answers', () => {
    const { facts, run } = search({ links: line(0, WIDE), destinationSilent: true });
    expect(facts).toMatchObject({ reached: false, pathMtu: null });
    expect(facts.warnings[0]?.code).toBe('mtu-untestable');
    expect(run.packets).toBeLessThan(20);
  });

  test('TCP, whose first packets have no size to choose', () => {
    const { facts, run } = search({ links: line(0, WIDE) }, { method: 'tcp' });
    expect([facts.pathMtu, facts.warnings[0]?.code, run.packets]).toEqual([null, 'mtu-method', 0]);
  });

  test('answers that contradict each other without end: it gives up within its bounds', () => {
    let turn = 0;
    const engine = createMtuSearch(planFor({ expectedHops: 8 }));
    const run = runEngine(engine, ({ size }) => {
      turn += 1;
      return size === 576 || turn % 9 === 0
        ? answer({ kind: 'echo-reply', from: DESTINATION, rttMs: 40 })
        : null;
    });
    expect(run.packets).toBeLessThan(450);
    expect(run.durationMs).toBeLessThan(25_000);
  });

  test('a loop at the largest distance', () => {
    const engine = createMtuSearch(planFor({ expectedHops: 8 }));
    const run = runEngine(engine, () => answer({ from: '10.0.0.1', rttMs: 5 }));
    expect(engine.facts()).toMatchObject({ reached: false, pathMtu: null });
    expect(run.packets).toBeLessThan(40);
  });
});

describe('the path and the machine', () => {
  test('a path that has grown longer than expected', () => {
    expect(found({ links: line(3, { mtu: 1400, says: 'mtu' }) }, { expectedHops: 6 })).toMatchObject({
      bytes: 1400,
      toldBy: routerAt(3),
    });
  });

  test('an unknown distance', () => {
    expect(found({ links: line(3, { mtu: 1400, says: 'silent' }) }, { expectedHops: null })).toEqual({
      bytes: 1400,
      toldBy: null,
      ttl: 3,
    });
  });

  test('a neighbour: no hop in between', () => {
    expect(found({ links: [WIDE] }, { expectedHops: 1 })).toEqual({ bytes: 1500, toldBy: null, ttl: null });
  });

  test("the own link's limit is no black hole", () => {
    const engine = createMtuSearch(planFor({ expectedHops: 3 }));
    let { send, done } = engine.start(instant(0));
    let nowMs = 0;
    while (!done) {
      nowMs += 10;
      const next: PlannedProbe[] = [];
      for (const { key, size } of send) {
        const told = answer({ kind: 'echo-reply', from: DESTINATION });
        const step = engine.result(
          key,
          size > 1420 ? { outcome: 'unsent', code: 'EMSGSIZE' } : { outcome: 'answered', answer: told },
          instant(nowMs),
        );
        next.push(...step.send);
        done = step.done;
      }
      send = next;
    }
    expect(engine.facts().pathMtu).toEqual({ bytes: 1420, toldBy: null, ttl: null });
    expect(engine.facts().warnings[0]?.code).toBe('own-link-mtu');
  });

  test('never more in flight than the window', () => {
    const { run, facts } = search({ links: line(3, { mtu: 1400, says: 'silent' }) }, { window: 4 });
    expect(facts.pathMtu?.bytes).toBe(1400);
    // Two generations: those given up are not told as lost before their own time is over.
    expect(run.mostInFlight).toBeLessThan(60);
  });

  test('a late answer shows that the packet came through', () => {
    const engine = createMtuSearch(planFor({ expectedHops: 3 }));
    const [large, small] = engine.start(instant(0)).send;
    expect([large?.size, small?.size]).toEqual([1500, 576]);
    const told = answer({ kind: 'echo-reply', from: DESTINATION, rttMs: 10 });
    engine.result(small?.key ?? 0, { outcome: 'answered', answer: told }, instant(10));
    engine.result(large?.key ?? 0, { outcome: 'lost' }, instant(2000));
    engine.again(large?.key ?? 0, 'late', told, instant(2500));
    engine.tick(instant(9000));
    expect(engine.facts()).toMatchObject({ late: 1, pathMtu: { bytes: 1500 } });
  });

  test('a key that it never gave out changes nothing', () => {
    const engine = createMtuSearch(planFor());
    engine.start(instant(0));
    const before = engine.facts();
    engine.result(77, { outcome: 'lost' }, instant(1));
    engine.again(77, 'duplicate', answer({}), instant(1));
    expect(engine.facts()).toEqual(before);
  });
});
