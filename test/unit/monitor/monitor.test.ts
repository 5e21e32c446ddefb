import { describe, expect, test } from 'vitest';
import { NO_NETWORK } from '../../../main/domain/model/network.ts';
import { monoMs } from '../../../main/domain/model/units.ts';
import { FakeHelper } from './echo/fake-helper.ts';
import { ANCHORS, HOME, NO_HELPER, startFake } from './set-up.ts';

describe('facts', () => {
  test('mode, network and anchors come first, before any probe', async () => {
    const { facts, monitor } = await startFake();
    expect(facts.map(({ type }) => type)).toEqual(['mode', 'network', 'anchors']);
    expect(facts[0]).toMatchObject({ mode: { icmp: 'helper', reason: '' } });
    expect(facts[1]).toMatchObject({ network: HOME });
    expect(facts[2]).toMatchObject({ anchors: [...ANCHORS, { kind: 'gateway', address: '192.0.2.1' }] });
    await monitor.stop();
  });

  test('a quiet line: every anchor once a second, four ticks, no gap', async () => {
    const { clock, monitor, samples, count } = await startFake();
    clock.advance(60_019);
    expect(count('sent')).toBe(4 * 60 + 1);
    expect(samples().map(({ outcome }) => outcome)).toEqual(Array(4 * 60).fill('reply'));
    expect(count('tick')).toBe(240);
    expect(count('gap')).toBe(0);
    await monitor.stop();
  });

  test('in order of the monotonic clock, ids rising, whatever happens', async () => {
    const { clock, line, world, facts, monitor } = await startFake();
    for (let turn = 0; turn < 60; turn += 1) {
      line.rttMs = [20, null, 1500, 400][turn % 4] ?? null;
      clock.advance(700);
      if (turn % 7 === 0) clock.stall(1200);
      if (turn % 11 === 0) clock.stall(9000);
      if (turn % 13 === 0) clock.sleep(600_000);
      if (turn % 17 === 0) clock.setWall(-3_000_000);
      if (turn % 19 === 0) world.signature = String(turn);
    }
    const times = facts.map(({ at }) => at.monoMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const ids = facts.flatMap((fact) => (fact.type === 'sent' ? [fact.id] : []));
    expect(ids).toEqual(ids.map((_, index) => index + 1));
    await monitor.stop();
  });

  test('a loss, taken back by a late answer', async () => {
    const { clock, line, monitor, samples } = await startFake({ config: { anchors: ANCHORS.slice(2) } });
    line.rttMs = 3000;
    clock.advance(4_000);
    const first = samples().filter(({ id }) => id === 1);
    expect(first.map(({ outcome, rttMs }) => [outcome, rttMs])).toEqual([
      ['lost', null],
      ['late', 3000],
    ]);
    await monitor.stop();
  });

  test('nothing is held for longer than an answer can come', async () => {
    const { clock, line, monitor } = await startFake();
    line.rttMs = null;
    clock.advance(60_000);
    expect(line.open).toBeLessThanOrEqual(4 * 12);
    await monitor.stop();
    expect(line.open).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('gaps', () => {
  test('a stopped process: a gap, what was in flight is void, no loss is told', async () => {
    const { clock, line, monitor, samples, gaps } = await startFake();
    clock.advance(5_000);
    line.rttMs = 400;
    clock.advance(300);
    clock.stall(30_000);
    clock.advance(5_000);
    expect(gaps().map(({ reason }) => reason)).toEqual(['stall']);
    expect(samples().filter(({ outcome }) => outcome !== 'reply')).toEqual([]);
    const [gap] = gaps();
    const during = samples().filter(
      ({ sentMonoMs }) => gap !== undefined && sentMonoMs > gap.from.monoMs && sentMonoMs < gap.at.monoMs,
    );
    expect(during).toEqual([]);
    await monitor.stop();
  });

  test('sleep: the gap covers it on the wall clock', async () => {
    const { clock, monitor, gaps } = await startFake();
    clock.advance(5_000);
    const fellAsleep = clock.now();
    clock.sleep(3_600_000);
    clock.advance(1_000);
    expect(gaps()).toHaveLength(1);
    expect(gaps()[0]).toMatchObject({ reason: 'sleep', gap: { reason: 'sleep', fromMs: fellAsleep.wallMs } });
    expect(gaps()[0]?.gap.toMs).toBeGreaterThanOrEqual(fellAsleep.wallMs + 3_600_000);
    await monitor.stop();
  });

  test('a clock set back: an empty gap, not a negative one', async () => {
    const { clock, monitor, gaps } = await startFake();
    clock.advance(5_000);
    clock.setWall(-3_600_000);
    clock.advance(1_000);
    const [gap] = gaps();
    expect(gap?.reason).toBe('clock-jump');
    expect(gap?.gap.fromMs).toBe(gap?.gap.toMs);
    await monitor.stop();
  });

  test('a short stall makes what waits suspect, and is no gap', async () => {
    const { clock, line, monitor, samples, gaps } = await startFake();
    line.rttMs = 600;
    clock.advance(5_000);
    clock.stall(1_500);
    clock.advance(0);
    const suspects = samples().filter(({ outcome }) => outcome === 'suspect');
    expect(suspects.length).toBeGreaterThanOrEqual(2);
    for (const { rttMs, detail } of suspects) expect([rttMs, detail]).toEqual([null, 'stall']);
    expect(gaps()).toEqual([]);
    await monitor.stop();
  });

  test('another network: gap, network, anchors; what was in flight is void', async () => {
    const { clock, line, world, facts, monitor, samples } = await startFake();
    clock.advance(5_000);
    line.rttMs = 900;
    clock.advance(950);
    const before = facts.length;
    world.network = { ...HOME, id: 'phone', gateway4: '198.51.100.254' };
    world.signature = 'b';
    clock.advance(51);
    expect(
      facts
        .slice(before)
        .map(({ type }) => type)
        .filter((type) => /gap|network|anchors/.test(type)),
    ).toEqual(['gap', 'network', 'anchors']);
    const voidBefore = clock.now().monoMs;
    clock.advance(3_000);
    const late = samples().filter(
      ({ sentMonoMs }) => sentMonoMs > voidBefore - 850 && sentMonoMs < voidBefore - 51,
    );
    expect(late).toEqual([]);
    expect(monitor.network.id).toBe('phone');
    await monitor.stop();
  });

  test('no network at all is told like any other; probing goes on', async () => {
    const { clock, world, monitor, count } = await startFake();
    clock.advance(5_000);
    world.network = NO_NETWORK;
    world.signature = 'none';
    clock.advance(1_001);
    expect(monitor.network).toBe(NO_NETWORK);
    const sent = count('sent');
    clock.advance(5_000);
    expect(count('sent') - sent).toBeGreaterThanOrEqual(14);
    await monitor.stop();
  });

  test('a sleep in which the network changed: no probe goes to the router left behind', async () => {
    for (let phase = 0; phase < 20; phase += 1) {
      // Three targets: their turns and the pulse come at different times.
      const { clock, world, monitor, facts } = await startFake({ config: { anchors: ANCHORS.slice(1) } });
      clock.advance(5_000 + phase * 53);
      clock.sleep(600_000);
      world.network = { ...HOME, id: 'café', gateway4: '192.0.2.254' };
      world.signature = 'b';
      clock.advance(3_000);
      const moved = facts.findIndex((fact) => fact.type === 'network' && fact.network.id === 'café');
      const probed = facts
        .slice(moved)
        .flatMap((fact) => (fact.type === 'sent' ? [fact.anchor.address] : []));
      expect(probed).toContain('192.0.2.254');
      expect(probed).not.toContain('192.0.2.1');
      await monitor.stop();
    }
  });

  test('a sleep in which the network changed: two gaps that do not overlap', async () => {
    const { clock, world, monitor, gaps } = await startFake();
    clock.advance(5_000);
    clock.sleep(600_000);
    world.signature = 'b';
    clock.advance(1_000);
    expect(gaps().map(({ reason }) => reason)).toEqual(['sleep', 'network-change']);
    const [sleep, change] = gaps();
    expect(change?.gap.fromMs).toBeGreaterThanOrEqual(sleep?.gap.toMs ?? 0);
    await monitor.stop();
  });
});

describe('pause', () => {
  test('no probe, no tick, no result; the gap is told at the resume', async () => {
    const { clock, facts, line, monitor, gaps, count } = await startFake();
    line.rttMs = 500;
    clock.advance(5_000);
    monitor.pause();
    monitor.pause();
    const pausedAt = clock.now();
    const before = facts.length;
    clock.advance(600_000);
    expect(facts.length).toBe(before);
    monitor.resume();
    monitor.resume();
    expect(gaps()).toHaveLength(1);
    expect(gaps()[0]).toMatchObject({ reason: 'pause', from: pausedAt, at: clock.now() });
    const sent = count('sent');
    clock.advance(5_000);
    expect(count('sent') - sent).toBeGreaterThanOrEqual(19);
    expect(gaps()).toHaveLength(1);
    await monitor.stop();
  });

  test('a sleep within a pause is part of it', async () => {
    const { clock, monitor, gaps } = await startFake();
    clock.advance(1_000);
    monitor.pause();
    clock.sleep(3_600_000);
    clock.advance(1_000);
    monitor.resume();
    clock.advance(5_000);
    expect(gaps().map(({ reason }) => reason)).toEqual(['pause']);
    await monitor.stop();
  });

  test('a network that changed meanwhile is told after the pause, without overlap', async () => {
    const { clock, world, monitor, gaps } = await startFake();
    clock.advance(1_000);
    monitor.pause();
    world.signature = 'b';
    clock.advance(60_000);
    monitor.resume();
    expect(gaps().map(({ reason }) => reason)).toEqual(['pause', 'network-change']);
    expect(gaps()[1]?.from.monoMs).toBe(gaps()[0]?.at.monoMs);
    await monitor.stop();
  });

  test('closed at the stop', async () => {
    const { clock, monitor, gaps, facts } = await startFake();
    clock.advance(1_000);
    monitor.pause();
    clock.advance(60_000);
    await monitor.stop();
    expect(gaps().map(({ reason }) => reason)).toEqual(['pause']);
    const after = facts.length;
    monitor.pause();
    monitor.resume();
    monitor.checkPortal();
    monitor.burst(['icmp4'], monoMs(clock.now().monoMs + 5_000));
    await monitor.stop();
    clock.advance(60_000);
    expect(facts.length).toBe(after);
  });
});

describe('mode', () => {
  test('no helper: ping, with the reason and the way out', async () => {
    const { monitor, facts } = await startFake({ helper: NO_HELPER });
    expect(monitor.mode).toEqual({
      icmp: 'ping',
      reason: 'No right to open raw sockets: start it with sudo.',
    });
    expect(facts[2]).toMatchObject({ anchors: [...ANCHORS, { kind: 'gateway' }] });
    await monitor.stop();
  });

  test('neither helper nor ping: what needs them is not probed', async () => {
    const { clock, monitor, facts } = await startFake({ helper: NO_HELPER, pingStatus: 2 });
    clock.advance(10_000);
    expect(monitor.mode.icmp).toBe('none');
    expect(monitor.mode.reason).toContain('ping');
    const kinds = facts.flatMap((fact) => (fact.type === 'sent' ? [fact.anchor.kind] : []));
    expect(new Set(kinds)).toEqual(new Set(['tcp4']));
    await monitor.stop();
  });

  test('a ping that came to work meanwhile is found at the next attempt to start the helper', async () => {
    const { supervisor, world, monitor, facts } = await startFake({ helper: NO_HELPER, pingStatus: 2 });
    world.pingStatus = 0;
    supervisor.become({ ...NO_HELPER });
    await new Promise((resolve) => setImmediate(resolve));
    expect(monitor.mode.icmp).toBe('ping');
    expect(facts.at(-1)).toMatchObject({ type: 'anchors' });
    await monitor.stop();
  });

  test('each change is told once', async () => {
    const { clock, supervisor, monitor, facts } = await startFake();
    clock.advance(1_000);
    supervisor.become({
      client: null,
      code: 'failed',
      reason: 'the helper stopped: it was ended by SIGKILL',
    });
    supervisor.become({
      client: null,
      code: 'failed',
      reason: 'the helper stopped: it was ended by SIGKILL',
    });
    clock.advance(1_000);
    supervisor.become({ client: new FakeHelper().client, way: 'inherited' });
    const modes = facts.flatMap((fact) => (fact.type === 'mode' ? [fact.mode.icmp] : []));
    expect(modes).toEqual(['helper', 'ping', 'helper']);
    expect(facts.filter(({ type }) => type === 'anchors')).toHaveLength(1);
    await monitor.stop();
    expect(supervisor.stops).toBe(1);
  });

  test('a helper that has one family only, and no ping: the other is not probed', async () => {
    const helper = new FakeHelper([4]);
    const { monitor, facts } = await startFake({
      helper: { client: helper.client, way: 'inherited' },
      pingStatus: 2,
      config: { anchors: [...ANCHORS, { kind: 'icmp6', address: '2001:db8::1' }] },
    });
    const told = facts.flatMap((fact) => (fact.type === 'anchors' ? fact.anchors : []));
    expect(told.some(({ kind }) => kind === 'icmp6')).toBe(false);
    expect(told.some(({ kind }) => kind === 'icmp4')).toBe(true);
    await monitor.stop();
  });
});

describe('resolvers', () => {
  test('those that DHCP wrote after the routes are found within five looks', async () => {
    const { clock, world, monitor, facts } = await startFake();
    clock.advance(2_000);
    world.resolvers = ['192.0.2.53'];
    clock.advance(5_000);
    const last = facts.flatMap((fact) => (fact.type === 'anchors' ? [fact.anchors] : [])).at(-1);
    expect(last?.find(({ kind }) => kind === 'dns')).toEqual({
      kind: 'dns',
      address: '192.0.2.53',
      port: 53,
    });
    expect(facts.filter(({ type }) => type === 'gap')).toEqual([]);
    await monitor.stop();
  });
});

describe('burst and portal', () => {
  test('a burst is ten a second in total', async () => {
    const { clock, monitor, facts } = await startFake();
    clock.advance(2_000);
    const before = facts.length;
    monitor.burst(['icmp4'], monoMs(clock.now().monoMs + 5_000));
    clock.advance(4_999);
    const sent = facts.slice(before).flatMap((fact) => (fact.type === 'sent' ? [fact.anchor.kind] : []));
    expect(sent.filter((kind) => kind === 'icmp4')).toHaveLength(50);
    expect(sent.filter((kind) => kind === 'tcp4')).toHaveLength(5);
    await monitor.stop();
  });

  test('without an address to ask, the portal check says that it can not tell', async () => {
    const { monitor, facts } = await startFake();
    monitor.checkPortal();
    monitor.checkPortal();
    expect(facts.filter(({ type }) => type === 'portal')).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(facts.filter(({ type }) => type === 'portal')).toMatchObject([{ captive: null }]);
    await monitor.stop();
  });
});
