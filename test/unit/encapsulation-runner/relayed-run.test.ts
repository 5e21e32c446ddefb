import { describe, expect, test } from 'vitest';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { createStartEncapsulatedTrace } from '../../../main/encapsulation/start-encapsulated-trace.ts';
import type { RunningTrace, StartTrace } from '../../../main/trace/types.ts';
import { hop, node, view } from '../cli/trace/views.ts';
import { settled } from '../trace-runner/stage.ts';
import { came, OWN, type SentPacket, wasLost } from './fake-paths.ts';
import { calibrated, endedTrace, homeward, knownHops, makeStage, RELAY, type StageOptions } from './stage.ts';

const ROUTERS = ['198.51.100.2', '198.51.100.1'];
const OTHER = '203.0.113.9';

const ASK: TraceAsk = {
  host: RELAY,
  way: { direction: 'reverse' },
  mode: 'once',
  method: 'auto',
  family: null,
  numeric: true,
};

function started(options: StageOptions = {}, change: Partial<TraceAsk> = {}) {
  const stage = makeStage(options);
  const run: RunningTrace = createStartEncapsulatedTrace(stage.ports)({ ...ASK, ...change }, stage.around);
  return { ...stage, run };
}

const answering = ({ hops }: RunningTrace['view']) => hops.map(({ nodes }) => nodes[0]?.address ?? null);

const FORWARD = view({
  host: RELAY,
  destination: { address: RELAY, name: null },
  hops: [hop(1, [node('10.0.0.1')]), hop(2, [node('198.51.100.1')]), hop(3, [node(RELAY)])],
});

describe('the way back', () => {
  test('is every hop from the host to here, after it was found to decapsulate', async () => {
    const { run, pass, audit, clock, paths } = started({ onPacket: homeward(ROUTERS) });
    expect(run.view.status).toBe('running');
    await settled();
    expect(run.view.sentence.text).toMatch(/^Asking whether 198\.51\.100\.3 takes/);
    await pass(6000);
    const seen = await run.ended;
    expect(seen).toMatchObject({
      status: 'done',
      direction: 'reverse',
      mode: 'once',
      method: 'icmp',
      host: RELAY,
      relay: { address: RELAY, name: null },
      destination: { address: OWN, name: null },
      source: OWN,
      reached: true,
      warnings: [],
      trouble: null,
      comparison: null,
    });
    expect(answering(seen)).toEqual([RELAY, ...ROUTERS, OWN]);
    for (const { lossPercent, sent } of seen.hops) expect([lossPercent, sent]).toEqual([0, 2]);
    expect(seen.sentence).toEqual({
      state: 'good',
      text: 'The way back from 198.51.100.3 to this machine takes 4 hops.',
    });
    expect(run.failure).toBeNull();
    expect(paths.opened).toEqual([[RELAY]]);
    expect(audit).toMatchObject([
      {
        what: 'reverse trace',
        network: 'home',
        source: OWN,
        path: [RELAY],
        end: 'done: the end was reached',
      },
    ]);
    expect(audit[0]?.sent).toBe(paths.packets.length);
    expect(seen.sent).toBe(paths.packets.length);
    expect([clock.pendingTimers, paths.closed]).toEqual([0, 1]);
  });

  test('what was found out is remembered: the next trace asks nothing', async () => {
    const { run, pass, around, ports, paths } = started({ onPacket: homeward(ROUTERS) });
    await pass(6000);
    await run.ended;
    const before = paths.packets.length;
    const again = createStartEncapsulatedTrace(ports)(ASK, around);
    await pass(3000);
    const seen = await again.ended;
    expect(answering(seen)).toEqual([RELAY, ...ROUTERS, OWN]);
    const later = paths.packets.slice(before);
    expect(later.every(({ request }) => request.inner === 'echo-reply' && request.ttl < 64)).toBe(true);
  });

  test('silent hops are shown as such', async () => {
    const { run, pass } = started({ onPacket: homeward(['198.51.100.2', null, '198.51.100.1']) });
    await pass(12_000);
    const seen = await run.ended;
    expect(answering(seen)).toEqual([RELAY, '198.51.100.2', null, '198.51.100.1', OWN]);
    expect(seen.sentence.text).toBe(
      'The way back from 198.51.100.3 to this machine takes 5 hops, one of which keeps silent.',
    );
  });

  test('a last step that cannot be seen is put there by other evidence, and that is said', async () => {
    const ports = { calibration: knownHops({ [RELAY]: { waysHome: [], ttlHome: 4 } }) };
    const { run, pass } = started({ ports, onPacket: homeward(ROUTERS) });
    await pass(6000);
    const seen = await run.ended;
    expect(answering(seen)).toEqual([RELAY, ...ROUTERS, OWN]);
    expect(seen.reached).toBe(true);
    expect(seen.warnings.map(({ code }) => code)).toEqual(['home-unseen']);
  });

  test('that answers nothing: nothing is claimed', async () => {
    const ports = { calibration: knownHops({ [RELAY]: { waysHome: [], ttlHome: 4 } }) };
    const lost = (packet: SentPacket, clock: { setTimer(act: () => void, ms: number): unknown }) =>
      clock.setTimer(() => wasLost(packet), 2000);
    const { run, pass } = started({ ports, onPacket: lost });
    await pass(12_000);
    const seen = await run.ended;
    expect([seen.status, seen.reached]).toEqual(['done', false]);
    expect(seen.sentence.state).toBe('starting');
    expect(seen.sentence.text).toContain('no router');
  });
});

describe('the way between two others', () => {
  test('goes from the one to the other', async () => {
    const { run, pass, paths, audit } = started(
      {
        ports: { calibration: knownHops({ [RELAY]: {} }) },
        onPacket: (packet, clock) => {
          const { ttl, end } = packet.request;
          clock.setTimer(() => {
            if (end === 0 || ttl >= 3) came(packet, end === 0 ? RELAY : OTHER);
            else came(packet, ['', RELAY, '198.51.100.7'][ttl] ?? '', { kind: 'ttl-exceeded', layer: 1 });
          }, 10);
        },
      },
      { host: OTHER, way: { direction: 'between', from: RELAY } },
    );
    await pass(5000);
    const seen = await run.ended;
    expect(seen).toMatchObject({
      direction: 'between',
      host: OTHER,
      relay: { address: RELAY },
      destination: { address: OTHER },
      reached: true,
    });
    expect(answering(seen)).toEqual([RELAY, '198.51.100.7', OTHER]);
    expect(paths.opened).toEqual([[RELAY, OTHER]]);
    expect(audit[0]).toMatchObject({ what: 'trace between', path: [RELAY, OTHER] });
    expect(seen.sentence.text).toBe('The way from 198.51.100.3 to 203.0.113.9 takes 3 hops.');
  });

  test('of two families there is none', async () => {
    const { run } = started({}, { host: '2001:db8:2::2', way: { direction: 'between', from: RELAY } });
    const seen = await run.ended;
    expect(run.failure).toBe('host');
    expect(seen.trouble).toBe(
      '2001:db8:2::2 is an IPv6 address, but 198.51.100.3 has one of IPv4: name two of one kind.',
    );
  });

  test('one that does not decapsulate: it is said, and nobody else is asked', async () => {
    const { run, pass, paths } = started(
      { ports: { calibration: knownHops({}) }, onPacket: (packet) => queueMicrotask(() => wasLost(packet)) },
      { host: OTHER, way: { direction: 'between', from: RELAY } },
    );
    await pass(100);
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'relay']);
    expect(seen.trouble).toMatch(/^198\.51\.100\.3 does not decapsulate .* name another host\.$/);
    expect(seen.warnings).toMatchObject([{ code: 'relay-not-decapsulating' }]);
    expect(seen.warnings[0]?.offer).toBeUndefined();
    expect(paths.opened).toHaveLength(1);
  });

  test.each([
    [RELAY, /are the same host/],
    ['', /no host/],
  ])('"%s" to 198.51.100.3', async (from, words) => {
    const { run, paths } = started({}, { way: { direction: 'between', from } });
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'host']);
    expect(seen.trouble).toMatch(words);
    expect(paths.packets).toEqual([]);
  });
});

describe('a host that does not decapsulate', () => {
  const settledAtOnce = (packet: SentPacket): void => queueMicrotask(() => wasLost(packet));

  test('the nearest before it that does is found from the far end, and offered', async () => {
    const { run, pass, paths, audit, records } = started({
      ports: {
        calibration: knownHops({ '10.0.0.1': {}, '198.51.100.1': {} }),
        startTrace: endedTrace(FORWARD),
      },
      onPacket: settledAtOnce,
    });
    await pass(3000);
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'relay']);
    const [warning] = seen.warnings;
    expect(warning).toMatchObject({ code: 'relay-not-decapsulating', offer: '198.51.100.1' });
    expect(seen.trouble).toContain('The nearest hop before it that does decapsulate is 198.51.100.1');
    expect(seen.sentence.text).toBe(seen.trouble);
    expect(paths.opened).toEqual([[RELAY], ['10.0.0.1', '198.51.100.1']]);
    expect(audit.map(({ what, end }) => `${what} ${end}`)).toEqual([
      'reverse trace failed: relay',
      'calibration failed: relay',
    ]);
    expect(await records.calibrations('home', [RELAY, '198.51.100.1'])).toHaveLength(2);
  });

  test('nor does any other: nothing is offered', async () => {
    const { run, pass } = started({
      ports: { calibration: knownHops({}), startTrace: endedTrace(FORWARD) },
      onPacket: settledAtOnce,
    });
    await pass(3000);
    const seen = await run.ended;
    expect(seen.trouble).toContain('neither does any hop on the way to it');
    expect(seen.warnings[0]?.offer).toBeUndefined();
  });

  test('and a way to it on which nobody answers', async () => {
    const { run, pass, paths } = started({
      ports: { calibration: knownHops({}), startTrace: endedTrace(view({ hops: [], reached: false })) },
      onPacket: settledAtOnce,
    });
    await pass(100);
    expect((await run.ended).trouble).toContain('neither does any hop');
    expect(paths.opened).toHaveLength(1);
  });

  test('stopped while the way to it is traced: that trace is stopped as well', async () => {
    let stops = 0;
    const startTrace: StartTrace = () => ({
      view: FORWARD,
      failure: null,
      onChange: () => () => {},
      ended: new Promise(() => {}),
      stop: () => {
        stops += 1;
      },
    });
    const { run, pass, audit } = started({
      ports: { calibration: knownHops({}), startTrace },
      onPacket: settledAtOnce,
    });
    await pass(50);
    run.stop();
    expect((await run.ended).status).toBe('stopped');
    expect(stops).toBe(1);
    expect(audit.map(({ end }) => end)).toEqual(['stopped']);
  });
});

describe('what keeps it from anything', () => {
  test('not allowed: nothing is looked up, opened or sent', async () => {
    const { run, paths, audit } = started({ allowed: false });
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'not-allowed']);
    expect(seen.trouble).toContain('allow it');
    expect([paths.opened, paths.packets, paths.sent, audit]).toEqual([[], [], [], []]);
  });

  test.each([
    ['fe80::1%eth0', 'host', /one link only/],
    ['224.0.0.1', 'host', /multicast/],
    [OWN, 'host', /this machine itself/],
  ] as const)('%s', async (host, failure, words) => {
    const { run, paths } = started({}, { host });
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', failure]);
    expect(seen.trouble).toMatch(words);
    expect(paths.opened).toEqual([]);
  });

  test('no way out', async () => {
    const { run } = started({ ports: { ownAddress: async () => null } });
    const seen = await run.ended;
    expect([run.failure, seen.status]).toEqual(['route', 'failed']);
  });

  test.each([
    ['no-helper', 'helper', /needs the helper/],
    ['no-route', 'route', /no way to 198\.51\.100\.3/],
    ['refused', 'helper', /does not take these probes \(because\)/],
  ] as const)('no path: %s', async (code, failure, words) => {
    const stage = makeStage();
    stage.paths.refusal = { ok: false, code, message: 'because' };
    const run = createStartEncapsulatedTrace(stage.ports)(ASK, stage.around);
    const seen = await run.ended;
    expect([run.failure, seen.status]).toEqual([failure, 'failed']);
    expect(seen.trouble).toMatch(words);
    expect(stage.audit).toEqual([]);
  });

  test.each([
    ['while the host is asked', false],
    ['while its way is traced', true],
  ])('somebody forbids it %s: it ends at once, it is said who, what was seen stays', async (_, isTraced) => {
    const { run, pass, paths, audit } = started({
      ports: isTraced ? { calibration: knownHops({ [RELAY]: {} }) } : {},
      onPacket: homeward(ROUTERS),
    });
    await pass(isTraced ? 40 : 5);
    const before = paths.packets.length;
    paths.endPaths({ reason: 'prohibited', from: '198.51.100.1' });
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'prohibited']);
    expect(seen.trouble).toContain('198.51.100.1 says that packets in IP-in-IP are prohibited');
    expect(audit).toMatchObject([{ end: 'failed: prohibited', sent: before }]);
    expect(seen.hops.some(({ nodes }) => nodes.length > 0)).toBe(isTraced);
    await pass(2000);
    expect(paths.packets).toHaveLength(before);
  });

  test('the helper goes in the middle', async () => {
    const { run, pass, paths } = started({ onPacket: homeward(ROUTERS) });
    await pass(5);
    paths.endPaths({ reason: 'gone' });
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'helper']);
  });

  test('an own mistake is told as one', async () => {
    const ports = {
      calibration: () => {
        throw new Error('oh no');
      },
    };
    const { run } = started({ ports });
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'mistake']);
    expect(seen.trouble).toContain('oh no');
  });
});

describe('stopping it', () => {
  test.each([0, 5, 20, 1200])('after %i ms: nothing more is sent or left behind', async (afterMs) => {
    const { run, pass, paths, clock, audit } = started({ onPacket: homeward(ROUTERS) });
    if (afterMs > 0) await pass(afterMs);
    run.stop();
    run.stop();
    const before = paths.packets.length;
    const seen = await run.ended;
    await pass(3000);
    expect(['stopped', 'done']).toContain(seen.status);
    expect(paths.packets).toHaveLength(before);
    expect(clock.pendingTimers).toBe(0);
    expect(audit).toHaveLength(before > 0 ? 1 : 0);
    expect(paths.closed).toBe(paths.opened.length);
  });

  test('listeners are told of changes and of the end, and not after it', async () => {
    const { run, pass } = started({ onPacket: homeward(ROUTERS) });
    const told: string[] = [];
    run.onChange(({ status }) => told.push(status));
    await pass(6000);
    await run.ended;
    expect(told.at(-1)).toBe('done');
    expect(told.filter((status) => status === 'done')).toHaveLength(1);
    expect(run.onChange(() => told.push('again'))).toBeTypeOf('function');
    expect(told).not.toContain('again');
  });
});

test('a run that sent nothing has no line in the log', async () => {
  const { run, pass, audit, records, paths, clock } = started({
    ports: { startTrace: endedTrace(view({ hops: [], reached: false })) },
  });
  await records.keep('home', [
    calibrated(RELAY, { decapsulates: 'no', reason: 'refuses', waysHome: [], testedMs: clock.now().wallMs }),
  ]);
  await pass(100);
  expect((await run.ended).status).toBe('failed');
  expect([paths.opened.length, paths.packets.length, audit.length]).toEqual([1, 0, 0]);
});

test('a log that cannot be written: nothing is sent', async () => {
  const { run, pass, paths, audit, clock } = started({ onPacket: homeward(ROUTERS), auditFails: 'begin' });
  await pass(100);
  const seen = await run.ended;
  expect([seen.status, run.failure]).toEqual(['failed', 'log']);
  expect(seen.trouble).toMatch(/can't be written \(EISDIR\), and without it none is sent: see whose/);
  expect([paths.packets, audit, clock.pendingTimers]).toEqual([[], [], 0]);
});

test('the log hears of a run before its first packet', async () => {
  const { begun, around, pass, run } = started({
    onPacket: (packet, clock) => {
      expect(begun).toHaveLength(1);
      homeward(ROUTERS)(packet, clock);
    },
  });
  await pass(6000);
  expect((await run.ended).reached).toBe(true);
  expect(begun).toMatchObject([{ run: around.id, what: 'reverse trace', path: [RELAY], source: OWN }]);
});

test('a log whose last line cannot be written is told of', async () => {
  const { run, pass } = started({ onPacket: homeward(ROUTERS), auditFails: 'end' });
  await pass(6000);
  const seen = await run.ended;
  expect(seen.status).toBe('done');
  expect(seen.warnings.map(({ code }) => code)).toEqual(['audit-failed']);
});

test('packets that never got to the host are told of apart', async () => {
  const ports = { calibration: knownHops({ [RELAY]: calibrated(RELAY) }) };
  const { run, pass } = started({
    ports,
    onPacket: (packet, clock) => {
      const isOuter = packet.request.ttl === 2;
      const tell = homeward(ROUTERS);
      if (!isOuter) tell(packet, clock);
      else
        clock.setTimer(
          () => came(packet, '198.51.100.99', { kind: 'unreachable', code: 'host-unreachable', layer: 0 }),
          10,
        );
    },
  });
  await pass(6000);
  const seen = await run.ended;
  expect(answering(seen)).toEqual([RELAY, null, '198.51.100.1', OWN]);
  expect(seen.warnings).toMatchObject([{ code: 'lost-before-relay' }]);
  expect(seen.warnings[0]?.text).toContain('198.51.100.99');
});
