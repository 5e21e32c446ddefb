import { describe, expect, test } from 'vitest';
import type { BusCall, BusSignal, SessionBus } from '../../../../main/desktop/session-bus/session-bus.ts';
import { type HostState, HostWatch } from '../../../../main/desktop/tray/host-watch.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';

const ownerChanged = (name: string, before: string, after: string): BusSignal => ({
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'NameOwnerChanged',
  body: [name, before, after],
});
const fromWatcher = (member: string): BusSignal => ({
  path: '/StatusNotifierWatcher',
  interface: WATCHER,
  member,
  body: [],
});

/** A session bus with or without a watcher on it. */
class BusDouble implements SessionBus {
  owned = true;
  host: unknown = true;
  fails = false;
  closed = false;
  readonly calls: BusCall[] = [];
  readonly #signals: ((signal: BusSignal) => void)[] = [];
  readonly #ends: (() => void)[] = [];
  /** Answers wait until this settles. */
  gate: Promise<void> = Promise.resolve();

  async call(call: BusCall): Promise<readonly unknown[]> {
    this.calls.push(call);
    const { owned, host, fails } = this;
    if (call.member === 'AddMatch') return [];
    await this.gate;
    if (fails) throw new Error('no answer');
    return call.member === 'NameHasOwner' ? [owned] : [host];
  }
  onSignal(listener: (signal: BusSignal) => void): void {
    this.#signals.push(listener);
  }
  onEnd(listener: () => void): void {
    this.#ends.push(listener);
  }
  close(): void {
    this.closed = true;
  }
  signal(signal: BusSignal): void {
    for (const listener of this.#signals) listener(signal);
  }
  end(): void {
    for (const listener of this.#ends) listener();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function setUp(prepare: (bus: BusDouble) => void = () => undefined) {
  const bus = new BusDouble();
  prepare(bus);
  const told: HostState[] = [];
  const logged: string[] = [];
  const watch = new HostWatch({
    connect: async () => bus,
    onChange: (state) => told.push(state),
    log: (what) => logged.push(what),
  });
  await watch.start();
  return { bus, told, logged, watch };
}

describe('the first look', () => {
  test.each([
    ['a host', true, true, 'present'],
    ['a host in a variant', true, { signature: 'b', value: true }, 'present'],
    ['a watcher without a host', true, false, 'absent'],
    ['a watcher that answers nonsense', true, 'yes', 'absent'],
    ['no watcher', false, true, 'absent'],
  ] as const)('at %s', async (_, owned, host, state) => {
    const { told, bus } = await setUp((bus) => Object.assign(bus, { owned, host }));
    expect(told).toEqual([state]);
    // Rules come before questions, or a host that comes in between is missed.
    const members = bus.calls.map(({ member }) => member);
    expect(members.lastIndexOf('AddMatch')).toBeLessThan(members.indexOf('NameHasOwner'));
  });

  test('nobody is started by asking: without an owner the watcher is not called', async () => {
    const { bus } = await setUp((bus) => Object.assign(bus, { owned: false }));
    expect(bus.calls.filter(({ destination }) => destination === WATCHER)).toEqual([]);
  });

  test('at a watcher that does not answer', async () => {
    const { told } = await setUp((bus) => Object.assign(bus, { fails: true }));
    expect(told).toEqual(['absent']);
  });

  test('without a bus', async () => {
    const told: HostState[] = [];
    const logged: string[] = [];
    const watch = new HostWatch({
      connect: async () => {
        throw new Error('ENOENT');
      },
      onChange: (state) => told.push(state),
      log: (what) => logged.push(what),
    });
    await watch.start();
    expect(told).toEqual(['no-bus']);
    expect(logged).toHaveLength(1);
  });
});

describe('changes', () => {
  test('a watcher that comes, and goes', async () => {
    const { bus, told } = await setUp((bus) => Object.assign(bus, { owned: false }));
    bus.owned = true;
    bus.signal(ownerChanged(WATCHER, '', ':1.7'));
    await settle();
    bus.owned = false;
    bus.signal(ownerChanged(WATCHER, ':1.7', ''));
    await settle();
    expect(told).toEqual(['absent', 'present', 'absent']);
  });

  test('one that is replaced has forgotten the icon', async () => {
    const { bus, told } = await setUp();
    bus.signal(ownerChanged(WATCHER, ':1.7', ':1.9'));
    await settle();
    expect(told).toEqual(['present', 'absent', 'present']);
  });

  test('a host that registers with a watcher that was there', async () => {
    const { bus, told } = await setUp((bus) => Object.assign(bus, { host: false }));
    bus.host = true;
    bus.signal(fromWatcher('StatusNotifierHostRegistered'));
    await settle();
    bus.host = false;
    bus.signal(fromWatcher('StatusNotifierHostUnregistered'));
    await settle();
    expect(told).toEqual(['absent', 'present', 'absent']);
  });

  test('of others mean nothing, and the same state is not told twice', async () => {
    const { bus, told } = await setUp();
    bus.signal(ownerChanged('org.example.Other', ':1.2', ''));
    bus.signal(fromWatcher('StatusNotifierHostRegistered'));
    await settle();
    expect(told).toEqual(['present']);
  });

  test('an answer that comes after a newer question counts for nothing', async () => {
    const { bus, told } = await setUp((bus) => Object.assign(bus, { owned: false }));
    let release = (): void => undefined;
    bus.gate = new Promise((resolve) => {
      release = resolve;
    });
    bus.owned = true;
    bus.signal(ownerChanged(WATCHER, '', ':1.7'));
    bus.owned = false;
    bus.signal(fromWatcher('StatusNotifierHostUnregistered'));
    release();
    await settle();
    expect(told).toEqual(['absent']);
  });
});

describe('the end', () => {
  test('of the bus is told once, and nothing is asked any more', async () => {
    const { bus, told } = await setUp();
    bus.end();
    const asked = bus.calls.length;
    bus.signal(ownerChanged(WATCHER, ':1.7', ''));
    bus.end();
    await settle();
    expect(told.at(-1)).toBe('no-bus');
    expect(told.filter((state) => state === 'no-bus')).toHaveLength(1);
    expect(bus.calls).toHaveLength(asked);
  });

  test('of the watch closes the connection and is silent', async () => {
    const { bus, told, watch } = await setUp();
    watch.stop();
    bus.signal(ownerChanged(WATCHER, ':1.7', ''));
    bus.end();
    await settle();
    expect(bus.closed).toBe(true);
    expect(told).toEqual(['present']);
  });

  test('of a watch that has not begun yet', async () => {
    const bus = new BusDouble();
    const told: HostState[] = [];
    const watch = new HostWatch({
      connect: async () => bus,
      onChange: (state) => told.push(state),
      log: () => undefined,
    });
    const started = watch.start();
    watch.stop();
    await started;
    expect(bus.closed).toBe(true);
    expect(told).toEqual([]);
  });
});
