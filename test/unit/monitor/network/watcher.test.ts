import { describe, expect, test } from 'vitest';
import { type Network, NO_NETWORK } from '../../../../main/domain/model/network.ts';
import type { NetworkReading } from '../../../../main/monitor/network/reading.ts';
import { resolverAnchors, systemResolvers } from '../../../../main/monitor/network/resolvers.ts';
import { NetworkWatcher, networkReader } from '../../../../main/monitor/network/watcher.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const reading = (signature: string): NetworkReading => ({
  signature,
  network: { ...NO_NETWORK, id: signature },
});

function watch(first: NetworkReading | null) {
  const clock = new FakeClock();
  const state: { now: NetworkReading | null } = { now: first };
  const changes: { fromMs: number; atMs: number; network: Network }[] = [];
  const log = { looks: 0 };
  const watcher = new NetworkWatcher(
    clock,
    () => {
      if (state.now === null) throw new Error('EMFILE');
      return state.now;
    },
    {
      onChange: (from, at, network) => changes.push({ fromMs: from.monoMs, atMs: at.monoMs, network }),
      onLook: () => {
        log.looks += 1;
      },
    },
  );
  watcher.start();
  return { clock, state, changes, watcher, log };
}

describe('watcher', () => {
  test('what it sees first is no change', () => {
    const { clock, changes, watcher, log } = watch(reading('home'));
    clock.advance(10_000);
    expect(watcher.network.id).toBe('home');
    expect(changes).toEqual([]);
    expect(log.looks).toBe(10);
  });

  test('a change is told once, with the time since the last look that saw the old network', () => {
    const { clock, state, changes, watcher } = watch(reading('home'));
    clock.advance(3000);
    const lookMs = clock.now().monoMs;
    clock.advance(500);
    state.now = reading('vpn');
    clock.advance(5000);
    expect(changes).toEqual([{ fromMs: lookMs, atMs: lookMs + 1000, network: { ...NO_NETWORK, id: 'vpn' } }]);
    expect(watcher.network.id).toBe('vpn');
  });

  test('a look that fails changes nothing', () => {
    const { clock, state, changes, watcher } = watch(reading('home'));
    state.now = null;
    clock.advance(5000);
    state.now = reading('home');
    clock.advance(5000);
    expect(changes).toEqual([]);
    expect(watcher.network.id).toBe('home');
  });

  test('a first look that fails is no network until one succeeds', () => {
    const { clock, state, changes, watcher } = watch(null);
    expect(watcher.network).toBe(NO_NETWORK);
    state.now = reading('home');
    clock.advance(1000);
    expect(changes).toHaveLength(1);
  });

  test('stopped, it looks no more', () => {
    const { clock, state, changes, watcher } = watch(reading('home'));
    watcher.stop();
    state.now = reading('vpn');
    clock.advance(10_000);
    expect(changes).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  test('every system has a reader', () => {
    expect(networkReader('linux')().network).toBeDefined();
    expect(networkReader('darwin')().network).toBeDefined();
    expect(networkReader('win32')().network).toBeDefined();
  });
});

describe('resolvers', () => {
  test('every form of a server becomes an anchor, three at most', () => {
    expect(resolverAnchors(['192.0.2.1', '192.0.2.2:5353', '[2001:db8::1]:5353', '192.0.2.9'])).toEqual([
      { kind: 'dns', address: '192.0.2.1', port: 53 },
      { kind: 'dns', address: '192.0.2.2', port: 5353 },
      { kind: 'dns', address: '2001:db8::1', port: 5353 },
    ]);
    expect(resolverAnchors(['2001:db8::1'])).toEqual([{ kind: 'dns', address: '2001:db8::1', port: 53 }]);
    expect(resolverAnchors([])).toEqual([]);
  });

  test('the system names its own', () => {
    for (const { address } of resolverAnchors(systemResolvers())) expect(address).toMatch(/^[\da-f:.%\w]+$/i);
  });
});
