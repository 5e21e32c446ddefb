import { describe, expect, test } from 'vitest';
import { placesOf, tracedHops } from '../../../main/encapsulation/probe/places.ts';
import { createStartPathProbe } from '../../../main/encapsulation/start-path-probe.ts';
import { hop, node, view } from '../cli/trace/views.ts';
import { came, OWN, wasUnsent } from './fake-paths.ts';
import { A, ALL, ASK, B, C, comingHome, figures, started } from './probing.ts';
import { knownHops, RELAY } from './stage.ts';

describe('a path that was given', () => {
  test('is asked, probed and told of, hop by hop', async () => {
    const { run, pass, paths, audit, clock } = started();
    const phases = new Set<string>();
    run.onChange(({ phase }) => phases.add(phase));
    await pass(8000);
    const seen = await run.ended;
    expect(seen).toMatchObject({
      status: 'done',
      phase: 'ended',
      host: null,
      from: null,
      family: 4,
      source: OWN,
      network: 'home',
      count: 4,
      rounds: 4,
      trouble: null,
      warnings: [],
    });
    expect(figures(seen)).toEqual([
      [1, A, 4, 4, 0],
      [2, B, 4, 4, 0],
      [3, C, 4, 4, 0],
    ]);
    for (const one of seen.hops) {
      expect(one).toMatchObject({ decapsulates: 'yes', notTestable: null, reason: null, wayHome: 'hop' });
      expect(one.interval95?.[0]).toBe(0);
      expect(one.rttMs?.mean).toBe(10 * one.index);
    }
    expect(seen.stretches.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(seen.calibration.map(({ address }) => address)).toEqual([A, B, C]);
    expect(seen.sentence.text).not.toBe('');
    expect(run.failure).toBeNull();
    expect(paths.opened).toEqual([[A, B, C]]);
    expect(audit).toMatchObject([
      { what: 'path probe', path: [A, B, C], sent: paths.packets.length, end: 'done' },
    ]);
    expect(seen.sent).toBe(paths.packets.length);
    expect(phases).toContain('probing');
    expect([clock.pendingTimers, paths.closed]).toEqual([0, 1]);
  });

  test('loss is counted where it is', async () => {
    const { run, pass } = started({ onPacket: comingHome(0) });
    await pass(12_000);
    const seen = await run.ended;
    expect(figures(seen)).toEqual([
      [1, A, 4, 4, 0],
      [2, B, 4, 2, 50],
      [3, C, 4, 2, 50],
    ]);
    const [low = 0, high = 0] = seen.hops[1]?.interval95 ?? [];
    expect(low).toBeCloseTo(15, 0);
    expect(high).toBeCloseTo(85, 0);
  });

  test('what is still under way is no loss', async () => {
    const { run, pass, paths } = started({ onPacket: comingHome() });
    await pass(200);
    // From now on nothing is told of any.
    paths.onPacket = () => {};
    await pass(900);
    const waiting = run.view.hops.filter(({ sent, received }) => sent > received);
    expect(run.view.phase).toBe('probing');
    expect(waiting.length).toBeGreaterThan(0);
    for (const { lossPercent, received } of waiting) expect(lossPercent).toBe(received === 0 ? null : 0);
    run.stop();
    await run.ended;
  });

  test('a hop that does not decapsulate, and those behind it, are not tested, with the reason', async () => {
    const { run, pass, paths } = started({ ports: { calibration: knownHops({ [A]: {}, [C]: {} }) } });
    await pass(6000);
    const seen = await run.ended;
    expect(seen.hops.map(({ decapsulates, reason, sent }) => [decapsulates, reason, sent > 0])).toEqual([
      ['yes', null, true],
      ['no', 'refuses', false],
      ['yes', 'behind', false],
    ]);
    for (const one of seen.hops.slice(1)) {
      expect(one.notTestable).not.toBeNull();
      expect(one.lossPercent).toBeNull();
    }
    const boomerangs = paths.packets.filter(({ request }) => request.inner === 'echo-reply');
    expect(boomerangs.every(({ request }) => Math.max(...request.via) === 0)).toBe(true);
  });

  test('nothing testable: it is done, and nothing is sent but what asks', async () => {
    const { run, pass, paths } = started({ ports: { calibration: knownHops({}) } });
    await pass(3000);
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['done', null]);
    expect(seen.hops.every(({ sent }) => sent === 0)).toBe(true);
    expect(paths.packets.every(({ request }) => request.inner === 'echo-request')).toBe(true);
  });

  test('what is known of the hops is not asked again', async () => {
    const { run, pass, paths, ports, around } = started();
    await pass(8000);
    await run.ended;
    const before = paths.packets.length;
    const again = createStartPathProbe(ports)(ASK, around);
    await pass(8000);
    const seen = await again.ended;
    expect(paths.packets.length - before).toBe(12);
    expect(figures(seen)[2]).toEqual([3, C, 4, 4, 0]);
  });

  test('boomerangs that never leave are no loss, and it is said', async () => {
    const { run, pass } = started({
      onPacket: (packet, clock) => {
        if (packet.request.inner === 'echo-request' || packet.request.via.length < 4)
          comingHome()(packet, clock);
        else clock.setTimer(() => wasUnsent(packet, 'EMSGSIZE'), 1);
      },
    });
    await pass(8000);
    const [, , third] = (await run.ended).hops;
    expect(third).toMatchObject({ lossPercent: null, received: 0, failed: 4 });
    expect(third?.notTestable).toMatch(/did not leave/);
  });

  test('boomerangs that are too big for a link: who says so, its bytes, and how far there is room', async () => {
    const { run, pass } = started({
      onPacket: (packet, clock) => {
        const tooBig = { kind: 'unreachable', code: 'fragmentation-needed', layer: 0, mtu: 120 } as const;
        if (packet.request.inner === 'echo-request' || packet.request.via.length < 4)
          comingHome()(packet, clock);
        else clock.setTimer(() => came(packet, A, tooBig), 10);
      },
    });
    await pass(8000);
    const seen = await run.ended;
    expect(seen.hops[2]).toMatchObject({ reason: 'too-big', received: 0, failed: 4, lossPercent: null });
    expect(seen.hops[2]?.notTestable).toBe(
      `Boomerangs that go so far are too big for a link on the way, as ${A} says (120 bytes at most); there is room for those up to hop 2.`,
    );
    expect(seen.sentence.text).toContain('gets no packets as big as boomerangs to it are');
  });

  test('from a host: that comes first', async () => {
    const { run, pass, paths } = started({}, { path: { hops: [B, C] }, from: A });
    await pass(8000);
    expect((await run.ended).from).toBe(A);
    expect(paths.opened).toEqual([[A, B, C]]);
  });

  test.each([
    [[A, B, A], /198\.51\.100\.1 is in the path twice/],
    [[], /at least one hop/],
    [[A, OWN], /this machine itself/],
    [[A, 'fe80::1%eth0'], /IPv6 address, but 198\.51\.100\.1 has one of IPv4: name two/],
    [['fe80::1%eth0'], /one link only/],
    [['127.0.0.1'], /no address of one host/],
  ])('%j is none', async (hops, words) => {
    const { run, paths } = started({}, { path: { hops } });
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'host']);
    expect(seen.trouble).toMatch(words);
    expect(paths.opened).toEqual([]);
  });

  test.each([
    [144, 3, 0],
    [143, 2, 1],
    [63, 0, 1],
  ])('a link of %i bytes has room for %i hops', async (mtu, longest, refused) => {
    const { run, pass, paths } = started({ ports: { mtu: () => mtu } });
    await pass(8000);
    const seen = await run.ended;
    if (refused === 0) expect(seen.status).toBe('done');
    else {
      expect([seen.status, run.failure]).toEqual(['failed', 'mtu']);
      expect(seen.trouble).toContain(`room for ${longest}`);
      expect([paths.opened, paths.packets, paths.sent]).toEqual([[], [], []]);
    }
  });
});

describe('what ends it early', () => {
  test('not allowed: nothing is traced, opened or sent', async () => {
    const { run, paths, audit } = started({ allowed: false }, { path: { host: RELAY } });
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'not-allowed']);
    expect([paths.opened, paths.packets, paths.sent, audit]).toEqual([[], [], [], []]);
  });

  test.each([
    ['while the hops are asked', 5],
    ['while it is probed', 300],
  ])('somebody forbids it %s', async (_, afterMs) => {
    const { run, pass, paths, audit } = started();
    await pass(afterMs);
    paths.endPaths({ reason: 'prohibited', from: B });
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'prohibited']);
    expect(seen.trouble).toContain(B);
    expect(seen.hops).toHaveLength(3);
    const before = paths.packets.length;
    await pass(2000);
    expect(paths.packets).toHaveLength(before);
    expect(audit).toMatchObject([{ end: 'failed: prohibited' }]);
  });

  test('the calibration hears that it is forbidden', async () => {
    const { run, pass } = started({ ports: { calibration: knownHops(ALL, B) } });
    await pass(500);
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'prohibited']);
    expect(seen.trouble).toContain(B);
  });

  test('the helper goes', async () => {
    const { run, pass, paths } = started();
    await pass(300);
    paths.endPaths({ reason: 'gone' });
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'helper']);
    expect(seen.hops.some(({ sent }) => sent > 0)).toBe(true);
  });

  test('an own mistake', async () => {
    const ports = {
      calibration: knownHops(ALL),
      pathProbe: () => {
        throw new Error('oh no');
      },
    };
    const { run, pass } = started({ ports });
    await pass(500);
    expect((await run.ended).trouble).toContain('oh no');
    expect(run.failure).toBe('mistake');
  });

  test.each([0, 5, 300])('stopped after %i ms: nothing more is sent or left behind', async (afterMs) => {
    const { run, pass, paths, clock, audit } = started();
    if (afterMs > 0) await pass(afterMs);
    run.stop();
    const before = paths.packets.length;
    expect((await run.ended).status).toBe('stopped');
    await pass(3000);
    expect(paths.packets).toHaveLength(before);
    expect(clock.pendingTimers).toBe(0);
    expect(audit).toHaveLength(before > 0 ? 1 : 0);
  });
});

test('the rate that is asked for is kept', async () => {
  const { run, pass, paths } = started({}, { rate: 2 });
  await pass(8000);
  const seen = await run.ended;
  expect(seen.status).toBe('done');
  const boomerangs = paths.packets.filter(({ request }) => request.inner === 'echo-reply');
  expect(boomerangs).toHaveLength(12);
  for (const { atMs } of boomerangs) {
    const within = boomerangs.filter((one) => one.atMs > atMs - 1000 && one.atMs <= atMs);
    expect(within.length).toBeLessThanOrEqual(2);
  }
});

describe('places', () => {
  test('silence behind the last hop that answered is none', () => {
    const traced = view({ reached: false, hops: [hop(1, [node(A)]), hop(2, []), hop(3, [])] });
    expect(placesOf(tracedHops(traced, null))).toEqual([{ index: 1, address: A, at: 0, why: null }]);
    expect(placesOf(tracedHops(view({ reached: false, hops: [hop(1, [])] }), null))).toEqual([]);
  });

  test('a destination that answers from an unknown distance comes next', () => {
    const far = view({
      reached: true,
      destination: { address: C, name: null },
      hops: [hop(1, [node(A)]), hop(2, []), hop(3, [])],
    });
    expect(placesOf(tracedHops(far, null)).map(({ index, address }) => [index, address])).toEqual([
      [1, A],
      [2, C],
    ]);
    expect(placesOf(tracedHops({ ...far, reached: false }, null))).toHaveLength(1);
  });

  test('addresses that say which host only on one link are listed, not sent to', () => {
    const [place] = placesOf([{ index: 1, address: '169.254.0.1' }]);
    expect(place).toMatchObject({ at: null });
    expect(place?.why).not.toBeNull();
  });
});
