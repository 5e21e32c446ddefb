import { describe, expect, test } from 'vitest';
import type {
  PacketAnswer,
  PacketEngine,
  PacketResult,
  PacketStep,
} from '../../../main/domain/encapsulation/types.ts';
import type { Instant } from '../../../main/domain/outage/types.ts';
import { PacketRun } from '../../../main/encapsulation/sending/packet-run.ts';
import { windowOf } from '../../../main/encapsulation/sending/shared-window.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { answered } from '../trace-runner/fake-sender.ts';
import { settled } from '../trace-runner/stage.ts';
import {
  came,
  FakePaths,
  packetAnswer,
  type SentPacket,
  wasLost,
  wasRefused,
  wasUnsent,
} from './fake-paths.ts';

const ADDRESSES = ['198.51.100.1', '198.51.100.2'];
const TIMEOUT_MS = 1000;

interface Facts {
  readonly told: readonly string[];
}

/** Wants what the test says, and is done when it has heard of all of it. */
class ListEngine implements PacketEngine<Facts> {
  readonly told: string[] = [];
  readonly times: number[] = [];
  onResult: (result: PacketResult) => void = () => {};
  readonly #packets: number;
  readonly #pings: number;
  readonly #open = new Set<number>();

  constructor(packets: number, pings = 0) {
    this.#packets = packets;
    this.#pings = pings;
  }

  start(): PacketStep {
    const keys = Array.from({ length: this.#packets + this.#pings }, (_, index) => index);
    for (const key of keys) this.#open.add(key);
    const send = keys.slice(0, this.#packets).map((key) => ({
      key,
      via: [key % 2],
      inner: 'echo-request' as const,
      end: key % 2,
      ttl: 64,
      size: 0,
    }));
    const ping = keys.slice(this.#packets).map((key) => ({ key, hop: key % 2 }));
    return { send, ping, wakeAtMono: null, done: false };
  }

  result(key: number, result: PacketResult, now: Instant): PacketStep {
    this.#open.delete(key);
    this.told.push(`${key} ${result.outcome}${result.outcome === 'unsent' ? ` ${result.code}` : ''}`);
    this.times.push(now.monoMs);
    this.onResult(result);
    return this.#step();
  }

  again(key: number, kind: 'late' | 'duplicate', { from }: PacketAnswer): PacketStep {
    this.told.push(`${key} ${kind} ${from}`);
    return this.#step();
  }

  tick(): PacketStep {
    this.told.push('tick');
    return this.#step();
  }

  facts(): Facts {
    return { told: this.told };
  }

  #step(): PacketStep {
    return { send: [], ping: [], wakeAtMono: null, done: this.#open.size === 0 };
  }
}

async function stage(engine: PacketEngine<Facts>) {
  const clock = new FakeClock();
  const paths = new FakePaths(clock);
  const opening = await paths.openPath(ADDRESSES, () => {});
  if (!opening.ok) throw new Error('no path');
  let moves = 0;
  const run = new PacketRun(engine, {
    clock,
    sender: paths,
    path: opening.path,
    addresses: ADDRESSES,
    window: windowOf(paths),
    timeoutMs: TIMEOUT_MS,
    onMoved: () => {
      moves += 1;
    },
  }).begin();
  return { clock, paths, run, path: opening.path, moved: () => moves };
}

const at = (packets: readonly SentPacket[], index: number): SentPacket => {
  const packet = packets[index];
  if (packet === undefined) throw new Error(`packet ${index} was not sent`);
  return packet;
};

describe('an engine at work', () => {
  test('its packets and pings go out as it says, and what becomes of them comes back', async () => {
    const engine = new ListEngine(3, 1);
    const { paths, run, moved } = await stage(engine);
    expect(paths.packets.map(({ request }) => request)).toEqual(
      [0, 1, 0].map((hop) => ({
        via: [hop],
        inner: 'echo-request',
        end: hop,
        ttl: 64,
        size: 0,
        timeoutMs: TIMEOUT_MS,
      })),
    );
    const [ping] = paths.sent;
    expect(ping?.request).toMatchObject({
      method: 'icmp',
      address: ADDRESSES[1],
      ttl: 64,
      timeoutMs: TIMEOUT_MS,
    });
    came(at(paths.packets, 0), '198.51.100.1');
    wasLost(at(paths.packets, 1));
    wasUnsent(at(paths.packets, 2), 'EPERM');
    expect(run.sent).toBe(2);
    if (ping !== undefined) answered(ping, '198.51.100.2', { kind: 'echo-reply', code: null });
    expect(await run.ended).toEqual({ kind: 'done' });
    expect(engine.told).toEqual(['0 answered', '1 lost', '2 unsent EPERM', '3 answered']);
    expect(run.facts.told).toBe(engine.told);
    expect(moved()).toBeGreaterThan(3);
  });

  test('layers come with packets and not with pings; zones are left out', async () => {
    const engine = new ListEngine(1, 1);
    const answers: PacketAnswer[] = [];
    engine.onResult = (result) => {
      if (result.outcome === 'answered') answers.push(result.answer);
    };
    const { paths } = await stage(engine);
    came(at(paths.packets, 0), 'fe80::1%eth0', {
      kind: 'unreachable',
      code: 'protocol-unreachable',
      layer: 1,
    });
    const [ping] = paths.sent;
    if (ping !== undefined) answered(ping, '198.51.100.2', { kind: 'echo-reply', code: null, ttl: 61 });
    expect(answers).toEqual([
      { kind: 'unreachable', from: 'fe80::1', rttMs: 10, code: 'protocol-unreachable', ttl: 60, layer: 1 },
      { kind: 'echo-reply', from: '198.51.100.2', rttMs: 10, code: null, ttl: 61, layer: null },
    ]);
  });

  test('late and further answers are told as such', async () => {
    const engine = new ListEngine(2);
    const { paths } = await stage(engine);
    const packet = at(paths.packets, 0);
    wasLost(packet);
    for (const kind of ['late', 'duplicate'] as const) {
      packet.tell({ event: 'encapsulated-again', id: packet.id, kind, answer: packetAnswer('198.51.100.1') });
    }
    expect(engine.told).toEqual(['0 lost', '0 late 198.51.100.1', '0 duplicate 198.51.100.1']);
  });

  test('is held to two a second and hop', async () => {
    const { clock, paths } = await stage(new ListEngine(6));
    expect(paths.packets).toHaveLength(4);
    clock.advance(1029);
    expect(paths.packets).toHaveLength(4);
    clock.advance(2);
    expect(paths.packets).toHaveLength(6);
  });

  test('shares the window with whatever was sent through the same helper before', async () => {
    const first = await stage(new ListEngine(4));
    const run = new PacketRun(new ListEngine(2), {
      clock: first.clock,
      sender: first.paths,
      path: first.path,
      addresses: ADDRESSES,
      window: windowOf(first.paths),
      timeoutMs: TIMEOUT_MS,
      onMoved: () => {},
    }).begin();
    expect(first.paths.packets).toHaveLength(4);
    first.clock.advance(1031);
    expect(first.paths.packets).toHaveLength(6);
    run.stop();
    await run.ended;
  });
});

describe('refusals and ends', () => {
  test('a packet that the helper has no room for goes again, and the engine hears nothing of it', async () => {
    const engine = new ListEngine(1);
    const { clock, paths, run } = await stage(engine);
    wasRefused(at(paths.packets, 0), 'rate-limited');
    expect(run.sent).toBe(0);
    clock.advance(99);
    expect(paths.packets).toHaveLength(1);
    clock.advance(2);
    expect(paths.packets).toHaveLength(2);
    came(at(paths.packets, 1), '198.51.100.1');
    expect(engine.told).toEqual(['0 answered']);
    expect(run.sent).toBe(1);
  });

  test('nor room for long: it was never sent', async () => {
    const engine = new ListEngine(1);
    const { clock, paths, run } = await stage(engine);
    paths.onPacket = (packet) => queueMicrotask(() => wasRefused(packet, 'too-many-outstanding'));
    wasRefused(at(paths.packets, 0), 'rate-limited');
    for (let passed = 0; passed < 13_000; passed += 50) {
      clock.advance(50);
      await settled();
    }
    expect(engine.told).toEqual(['0 unsent too-many-outstanding']);
    expect(await run.ended).toEqual({
      kind: 'failed',
      failure: { kind: 'unsent', code: 'too-many-outstanding' },
    });
  });

  test.each([
    ['family-unavailable', { kind: 'no-family' }],
    ['out-of-range', { kind: 'refused', message: 'said out-of-range' }],
    ['unknown-path', { kind: 'refused', message: 'said unknown-path' }],
  ] as const)('%s ends it', async (code, failure) => {
    const { paths, run } = await stage(new ListEngine(2));
    wasRefused(at(paths.packets, 0), code);
    expect(await run.ended).toEqual({ kind: 'failed', failure });
    expect(paths.cancelledPackets).toEqual([at(paths.packets, 1).id]);
  });

  test('a path that has ended can send nothing', async () => {
    const { clock, paths, run, path } = await stage(new ListEngine(6));
    path.close();
    clock.advance(1100);
    expect(await run.ended).toEqual({ kind: 'failed', failure: { kind: 'no-helper', hasSent: true } });
    expect(paths.packets).toHaveLength(4);
    expect(clock.pendingTimers).toBe(0);
  });

  test('a helper that says nothing is gone', async () => {
    const { clock, run } = await stage(new ListEngine(1));
    clock.advance(TIMEOUT_MS + 1100);
    expect(await run.ended).toEqual({ kind: 'failed', failure: { kind: 'no-helper', hasSent: true } });
  });

  test('nothing left this machine: that is no finding', async () => {
    const { paths, run } = await stage(new ListEngine(1));
    wasUnsent(at(paths.packets, 0), 'ENETUNREACH');
    expect(await run.ended).toEqual({ kind: 'failed', failure: { kind: 'unsent', code: 'ENETUNREACH' } });
  });

  test('stopped: what is in flight is given up, nothing more is told, nothing is left behind', async () => {
    const engine = new ListEngine(6);
    const { clock, paths, run } = await stage(engine);
    run.stop();
    expect(await run.ended).toEqual({ kind: 'stopped' });
    expect(paths.cancelledPackets).toHaveLength(4);
    came(at(paths.packets, 0), '198.51.100.1');
    expect(engine.told).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  test('a mistake of the engine ends it with its words', async () => {
    const engine = new ListEngine(1);
    engine.onResult = () => {
      throw new Error('oh no');
    };
    const { paths, run } = await stage(engine);
    wasLost(at(paths.packets, 0));
    expect(await run.ended).toEqual({ kind: 'failed', failure: { kind: 'mistake', message: 'oh no' } });
  });
});
