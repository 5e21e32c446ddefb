import { describe, expect, test } from 'vitest';
import { SlidingWindow } from '../../../../helper/probe/encapsulated/sliding-window.ts';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import { PATHS, PathBench } from './path-bench.ts';

describe('a sliding window', () => {
  const at = { ms: 0 };
  const window = (most: number) => new SlidingWindow(most, () => at.ms);

  test('so many in any second, wherever it begins', () => {
    at.ms = 0;
    const one = window(2);
    one.take().left();
    at.ms = 900;
    one.take().left();
    expect(one.isFull).toBe(true);
    at.ms = 999.9;
    expect(one.isFull).toBe(true);
    at.ms = 1000;
    expect(one.isFull).toBe(false);
    one.take().left();
    expect(one.isFull).toBe(true);
    at.ms = 1899;
    expect(one.isFull).toBe(true);
    at.ms = 1900;
    expect(one.isFull).toBe(false);
  });

  test('counts what has not left yet, however long that takes, and then from when it left', () => {
    at.ms = 0;
    const one = window(1);
    const place = one.take();
    at.ms = 5000;
    expect(one.isFull).toBe(true);
    place.left();
    at.ms = 5999;
    expect(one.isFull).toBe(true);
    at.ms = 6000;
    expect([one.isFull, one.isEmpty]).toEqual([false, true]);
  });

  test('a place given back counts no more; what was decided first stays', () => {
    at.ms = 0;
    const one = window(2);
    const back = one.take();
    const gone = one.take();
    back.giveBack();
    back.left();
    gone.left();
    gone.left();
    gone.giveBack();
    expect(one.isFull).toBe(false);
    one.take();
    expect(one.isFull).toBe(true);
  });
});

/** One packet to each hop in turn, until one is refused; how many were accepted. */
function accepted(send: (nth: number) => ReturnType<PathBench['ask']>): number {
  for (let nth = 0; nth < 100; nth++) {
    const refusal = send(nth);
    if (refusal === null) continue;
    expect(refusal.code).toBe('rate-limited');
    return nth;
  }
  throw new Error('never refused');
}

const drain = (bench: PathBench): void => {
  for (const family of [4, 6] as const)
    while (bench.channels[family].packets.queue.length > 0) bench.deliverPacket(family);
};

describe('rates', () => {
  test('so many a second in all, over both families and all paths', () => {
    const bench = new PathBench();
    const more = bench.opened(['203.0.113.50', '203.0.113.51']);
    const send = (nth: number) =>
      nth % 3 === 2
        ? bench.ask(4, { path: more, ttl: (nth % 60) + 1 })
        : bench.ask(nth % 3 === 0 ? 4 : 6, { ttl: (nth % 60) + 1 });
    expect(accepted(send)).toBe(LIMITS.encapsulatedPerSecond);
    drain(bench);
    bench.clock.advance(999);
    expect(accepted(send)).toBe(0);
    bench.clock.advance(1);
    expect(accepted(send)).toBe(LIMITS.encapsulatedPerSecond);
  });

  test('two to one hop: the farthest of the way, whatever the rest', () => {
    const bench = new PathBench();
    expect(bench.ask(4, { via: [2] })).toBeNull();
    expect(bench.ask(4, { via: [0, 2, 1], end: 1 })).toBeNull();
    expect(bench.ask(4, { via: [1, 2], ttl: 64 })).toMatchObject({ code: 'rate-limited' });
    expect(bench.ask(4, { via: [0, 2], ttl: 255 })).toMatchObject({ code: 'rate-limited' });
    expect(bench.ask(4, { via: [0, 1, 0] })).toBeNull();
    expect(bench.ask(4, { via: [3] })).toBeNull();
  });

  test('each TTL below the usual one is counted on its own, so that all can be asked at once', () => {
    const bench = new PathBench();
    for (let ttl = 1; ttl <= 6; ttl++) {
      expect(bench.ask(4, { ttl })).toBeNull();
      expect(bench.ask(4, { ttl })).toBeNull();
      expect(bench.ask(4, { ttl })).toMatchObject({ code: 'rate-limited' });
    }
  });

  test('another path with the same hop has no second of its own, nor has one opened anew', () => {
    const bench = new PathBench();
    expect(bench.ask(4)).toBeNull();
    expect(bench.ask(4)).toBeNull();
    const other = bench.opened(PATHS[4].slice(0, 2));
    expect(bench.ask(4, { path: other })).toMatchObject({ code: 'rate-limited' });
    drain(bench);
    bench.close(bench.paths[4]);
    const again = bench.opened(PATHS[4]);
    expect(bench.ask(4, { path: again })).toMatchObject({ code: 'rate-limited' });
    bench.clock.advance(1000);
    expect(bench.ask(4, { path: again })).toBeNull();
  });

  test('packets that waited for the kernel count from when they leave', () => {
    const bench = new PathBench();
    expect(bench.ask(4, { timeoutMs: 60_000 })).toBeNull();
    expect(bench.ask(4, { timeoutMs: 60_000 })).toBeNull();
    bench.clock.advance(990);
    drain(bench);
    bench.clock.advance(999);
    expect(bench.ask(4)).toMatchObject({ code: 'rate-limited' });
    bench.clock.advance(1);
    expect(bench.ask(4)).toBeNull();
  });

  test('what never left costs nothing: refused by the kernel, cancelled in time, without a route', () => {
    const bench = new PathBench();
    for (let nth = 0; nth < 10; nth++) {
      const refused = bench.queueEncapsulated(4);
      bench.deliverPacket(4, 'EPERM');
      const cancelled = bench.queueEncapsulated(4);
      bench.prober.cancel(cancelled);
      bench.deliverPacket(4);
      bench.noRoute = 'ENETUNREACH';
      const stranded = bench.queueEncapsulated(4);
      bench.noRoute = null;
      expect(bench.take()).toMatchObject([
        { id: refused, outcome: 'send-error', code: 'EPERM' },
        { id: cancelled, outcome: 'cancelled' },
        { id: stranded, outcome: 'send-error', code: 'ENETUNREACH' },
      ]);
    }
    expect(bench.prober.counters.sent).toBe(0);
  });

  test('a refused command costs nothing either', () => {
    const bench = new PathBench();
    for (let nth = 0; nth < 50; nth++) expect(bench.ask(4, { via: [9] })).not.toBeNull();
    expect(bench.ask(4)).toBeNull();
  });

  test('so many pending at once', () => {
    const bench = new PathBench({ encapsulatedOutstanding: 3 });
    for (const via of [[0], [1], [2]]) expect(bench.ask(4, { via })).toBeNull();
    expect(bench.ask(4, { via: [3] })).toMatchObject({ code: 'too-many-outstanding' });
    bench.deliverPacket(4);
    bench.clock.advance(1000);
    expect(bench.ask(4, { via: [3] })).toBeNull();
  });

  test('echoes and probes are held to other rates', () => {
    const bench = new PathBench();
    accepted((nth) => bench.ask(4, { ttl: nth + 1 }));
    expect(bench.prober.echo(bench.command())).toBeNull();
    expect(bench.prober.probe(bench.probeCommand())).toBeNull();
  });
});
