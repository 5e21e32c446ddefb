import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import { addressBytes, Bench, OWN } from '../probe/bench.ts';
import { PATHS, PathBench } from './path-bench.ts';

describe('opening', () => {
  test('tells the own address towards the first', () => {
    const bench = new PathBench();
    expect(bench.open(PATHS[4], 7)).toBeNull();
    expect(bench.open(PATHS[6], 8)).toBeNull();
    expect(bench.take()).toEqual([
      { event: 'path-opened', id: 7, source: OWN[4] },
      { event: 'path-opened', id: 8, source: OWN[6] },
    ]);
  });

  test.each([
    [[], 'a path has at least one address'],
    [['203.0.113.1', '2001:db8::1'], 'addresses are of both families'],
    [['203.0.113.1', '203.0.113.2', '203.0.113.1'], '203.0.113.1 is there twice'],
    [['2001:db8::1', '2001:DB8:0::1'], '2001:db8::1 is there twice'],
    [['224.0.0.1'], 'multicast'],
    [['ff02::1'], 'multicast'],
    [['255.255.255.255'], 'broadcast'],
    [['0.0.0.0'], 'unspecified'],
    [['::'], 'unspecified'],
    [['127.0.0.1'], '127.0.0.1 is a loopback address'],
    [['203.0.113.1', '127.9.9.9'], '127.9.9.9 is a loopback address'],
    [['::1'], '::1 is the loopback address'],
    [['169.254.1.1'], '169.254.1.1 is link-local'],
    [['fe80::1%eth0'], 'fe80::1%eth0 is link-local'],
    [['fe80::1'], 'needs a zone'],
    [['::ffff:192.0.2.1'], 'IPv4-mapped'],
  ])('%j is refused', (addresses, message) => {
    const bench = new PathBench();
    expect(bench.open(addresses)).toMatchObject({
      code: 'out-of-range',
      message: expect.stringContaining(message),
    });
    expect(bench.take()).toEqual([]);
  });

  test('an address of this machine is refused', () => {
    const bench = new PathBench();
    bench.sourceOf = (target, done) =>
      done({ address: target.text === '203.0.113.2' ? target.bytes : addressBytes(OWN[4]) });
    expect(bench.open(PATHS[4])).toBeNull();
    expect(bench.refusals).toEqual([
      { code: 'out-of-range', message: '203.0.113.2 is an address of this machine' },
    ]);
  });

  test('a broadcast address of a network of this machine is refused', () => {
    const bench = new PathBench();
    bench.sourceOf = (target, done) =>
      done(target.text === '203.0.113.3' ? { errno: 'EACCES' } : { address: addressBytes(OWN[4]) });
    expect(bench.open(PATHS[4])).toBeNull();
    expect(bench.refusals).toEqual([
      { code: 'out-of-range', message: '203.0.113.3 is a broadcast address, or forbidden by a route' },
    ]);
  });

  test('without a route to the first: no-route; a later member may be out of reach from here', () => {
    const bench = new PathBench();
    bench.sourceOf = (target, done) =>
      done(target.text === '203.0.113.3' ? { errno: 'ENETUNREACH' } : { address: addressBytes(OWN[4]) });
    expect(bench.open(PATHS[4])).toBeNull();
    expect(bench.refusals).toEqual([]);
    expect(bench.open(['203.0.113.3'])).toBeNull();
    expect(bench.refusals).toEqual([{ code: 'no-route', message: 'no route to 203.0.113.3 (ENETUNREACH)' }]);
  });

  test('without sockets for the family', () => {
    const bench = new Bench([4]);
    const refusal = bench.prober.openPath({ op: 'open-path', id: 1, addresses: ['2001:db8::1'] }, () => {});
    expect(refusal).toMatchObject({ code: 'family-unavailable' });
  });

  test('so many at once, those that are being opened counted', () => {
    const bench = new PathBench();
    const answers: (() => void)[] = [];
    bench.sourceOf = (_, done) => answers.push(() => done({ address: addressBytes(OWN[4]) }));
    for (let open = 2; open < LIMITS.paths; open++) expect(bench.open(['203.0.113.1'])).toBeNull();
    expect(bench.prober.pending).toBe(LIMITS.paths - 2);
    expect(bench.open(['203.0.113.1'])).toMatchObject({ code: 'too-many-outstanding' });
    for (const answer of answers) answer();
    expect(bench.prober.pending).toBe(0);
    expect(bench.idle).toBe(1);
    expect(bench.open(['203.0.113.1'])).toMatchObject({ code: 'too-many-outstanding' });
    bench.close(bench.paths[4]);
    expect(bench.open(['203.0.113.1'])).toBeNull();
  });

  test('the id of a path is taken until it is closed', () => {
    const bench = new PathBench();
    const path = bench.paths[4];
    expect(bench.prober.knows(path)).toBe(true);
    bench.close(path);
    expect(bench.prober.knows(path)).toBe(false);
  });
});

describe('closing', () => {
  test('tells what was under way as cancelled, then the end; later answers are only counted', () => {
    const bench = new PathBench();
    const path = bench.paths[4];
    const sent = bench.encapsulated(4);
    const lost = bench.encapsulated(4, { via: [1], timeoutMs: 10 });
    bench.clock.advance(10);
    bench.take();
    const queued = bench.queueEncapsulated(4, { via: [2] });
    bench.prober.closePath({ op: 'close-path', id: 999, path });
    expect(bench.take()).toEqual([
      { event: 'encapsulated', id: sent.id, outcome: 'cancelled', answer: null, code: null },
      { event: 'encapsulated', id: queued, outcome: 'cancelled', answer: null, code: null },
      { event: 'path-closed', id: 999, path, reason: 'asked', from: null },
    ]);
    expect(bench.deliverPacket(4)).toBeNull();
    bench.comeHome(sent.packet);
    bench.comeHome(lost.packet);
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({ matched: 2, unmatched: 0, pending: 0 });
    expect(bench.clock.timers).toBe(0);
  });

  test('only that path', () => {
    const bench = new PathBench();
    const six = bench.encapsulated(6, { end: 1 });
    bench.close(bench.paths[4]);
    bench.take();
    bench.comeHome(six.packet);
    expect(bench.take()).toMatchObject([{ id: six.id, outcome: 'answered' }]);
  });

  test('what is closed, or was never open, is unknown', () => {
    const bench = new PathBench();
    bench.close(bench.paths[4]);
    for (const refusal of [
      bench.close(bench.paths[4]),
      bench.close(12_345),
      bench.ask(4),
      bench.ask(6, { path: 7 }),
    ])
      expect(refusal).toMatchObject({ code: 'unknown-path' });
  });

  test('the id of a packet, or of a path that is being opened, names no path', () => {
    const bench = new PathBench();
    const { id } = bench.encapsulated(4);
    expect(bench.ask(4, { path: id })).toMatchObject({ code: 'unknown-path' });
    bench.sourceOf = () => {};
    bench.open(PATHS[4], 77);
    expect(bench.close(77)).toMatchObject({ code: 'unknown-path' });
  });
});

describe('prohibited', () => {
  const CODES = [
    [4, 3, 9, 'net-prohibited'],
    [4, 3, 10, 'host-prohibited'],
    [4, 3, 13, 'admin-prohibited'],
    [6, 1, 1, 'admin-prohibited'],
    [6, 1, 5, 'policy-failed'],
  ] as const;
  test.each(CODES)(
    'IPv%i, type %i code %i: the answer, what else is under way, the end',
    (family, type, code, name) => {
      const bench = new PathBench();
      const from = family === 4 ? '198.51.100.77' : '2001:db8:77::1';
      const { id, packet } = bench.encapsulated(family);
      const other = bench.encapsulated(family, { via: [1] });
      const queued = bench.queueEncapsulated(family, { via: [2] });
      bench.quote(packet, from, { type, code });
      const path = bench.paths[family];
      expect(bench.take()).toMatchObject([
        { id, outcome: 'answered', answer: { code: name, from, layer: 0 } },
        { id: other.id, outcome: 'cancelled' },
        { id: queued, outcome: 'cancelled' },
        { event: 'path-closed', id: null, path, reason: 'prohibited', from },
      ]);
      expect(bench.deliverPacket(family)).toBeNull();
      expect(bench.ask(family)).toMatchObject({ code: 'unknown-path' });
      expect(bench.ask(family === 4 ? 6 : 4)).toBeNull();
    },
  );

  test('late, as a duplicate, or after a cancel: the path ends nevertheless, once', () => {
    for (const manner of ['late', 'duplicate', 'cancelled'] as const) {
      const bench = new PathBench();
      const { id, packet } = bench.encapsulated(4, { end: 1 });
      if (manner === 'late') bench.clock.advance(1000);
      else if (manner === 'duplicate') bench.comeHome(packet);
      else bench.prober.cancel(id);
      bench.take();
      bench.quote(packet, '198.51.100.77', { type: 3, code: 13 });
      bench.quote(packet, '198.51.100.77', { type: 3, code: 13 });
      const events = bench.take().map(({ event }) => event);
      expect(events).toEqual(
        manner === 'cancelled' ? ['path-closed'] : ['encapsulated-again', 'path-closed'],
      );
    }
  });

  test.each([
    [4, 3, 1],
    [4, 3, 2],
    [4, 3, 3],
    [4, 11, 0],
    [6, 1, 0],
    [6, 1, 6],
    [6, 4, 1],
  ] as const)('IPv%i, type %i code %i forbids nothing', (family, type, code) => {
    const bench = new PathBench();
    const { packet } = bench.encapsulated(family);
    bench.quote(packet, PATHS[family][0], { type, code });
    expect(bench.take().map(({ event }) => event)).toEqual(['encapsulated']);
    expect(bench.ask(family)).toBeNull();
  });
});
