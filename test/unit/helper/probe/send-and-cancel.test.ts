import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import { Bench } from './bench.ts';

describe('send errors', () => {
  test.each(['ENETUNREACH', 'EPERM', 'EACCES', 'EUNKNOWN'])(
    '%s is named, and nothing is awaited',
    (errno) => {
      const bench = new Bench();
      const id = bench.queue();
      bench.deliver(4, errno);
      expect(bench.take()).toEqual([
        { event: 'echo', id, outcome: 'send-error', rttMs: null, from: null, ttl: null, code: errno },
      ]);
      expect(bench.prober.counters).toMatchObject({ sent: 0, pending: 0 });
      expect(bench.prober.knows(id)).toBe(false);
      expect(bench.clock.timers).toBe(0);
    },
  );

  test('a packet the kernel does not take in time is given up and never sent', () => {
    const bench = new Bench();
    const id = bench.queue({ timeoutMs: LIMITS.timeoutMaxMs });
    bench.clock.advance(LIMITS.sendStallMs - 1);
    expect(bench.take()).toEqual([]);
    bench.clock.advance(1);
    expect(bench.take()).toMatchObject([{ id, outcome: 'send-error', code: 'EAGAIN' }]);
    expect(bench.deliver()).toBeNull();
    expect(bench.prober.counters.sent).toBe(0);
  });
});

describe('a stall of this process', () => {
  test('while packets of its family leave, a queued one only waits for its turn', () => {
    const bench = new Bench();
    for (let i = 0; i < 3; i++) bench.queue({ timeoutMs: LIMITS.timeoutMaxMs });
    bench.clock.advance(LIMITS.sendStallMs - 1);
    bench.deliver();
    bench.clock.advance(LIMITS.sendStallMs - 1);
    expect(bench.take()).toEqual([]);
    bench.deliver();
    bench.clock.advance(LIMITS.sendStallMs - 1);
    expect(bench.take()).toEqual([]);
    bench.clock.advance(1);
    expect(bench.take()).toMatchObject([{ outcome: 'send-error', code: 'EAGAIN' }]);
  });

  test('packets of the other family are no turn of this one', () => {
    const bench = new Bench();
    const id = bench.queue();
    bench.clock.advance(LIMITS.sendStallMs - 1);
    bench.send({ address: '2001:db8::1' });
    bench.clock.advance(1);
    expect(bench.take()).toMatchObject([{ id, outcome: 'send-error', code: 'EAGAIN' }]);
  });
});

describe('cancel', () => {
  test('a waiting echo: told once, its answers are counted but not told', () => {
    const bench = new Bench();
    const { id, echo } = bench.send();
    expect(bench.prober.cancel(id)).toBe(true);
    expect(bench.take()).toMatchObject([{ event: 'echo', id, outcome: 'cancelled', rttMs: null }]);
    bench.reply(echo);
    bench.error(echo, '198.51.100.1');
    bench.clock.advance(5000);
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({
      matched: 2,
      unmatched: 0,
      duplicate: 0,
      late: 0,
      pending: 0,
    });
  });

  test('a queued echo is never sent', () => {
    const bench = new Bench();
    const id = bench.queue();
    expect(bench.prober.cancel(id)).toBe(true);
    expect(bench.deliver()).toBeNull();
    expect(bench.prober.counters).toMatchObject({ sent: 0, pending: 0 });
    expect(bench.prober.knows(id)).toBe(false);
  });

  test('what is not pending is not found', () => {
    const bench = new Bench();
    const { id, echo } = bench.send();
    bench.reply(echo);
    bench.take();
    expect(bench.prober.cancel(id)).toBe(false);
    expect(bench.prober.cancel(id + 1)).toBe(false);
    expect(bench.take()).toEqual([]);
  });
});

describe('idle and close', () => {
  test('idle is told when the last pending echo is, not before', () => {
    const bench = new Bench();
    const { echo } = bench.send();
    const { id } = bench.send({ timeoutMs: 100 });
    bench.queue();
    bench.deliver(4, 'EPERM');
    bench.reply(echo);
    expect(bench.idle).toBe(0);
    bench.prober.cancel(id);
    expect(bench.idle).toBe(1);
  });

  test('close closes the sockets; a broken one is passed on', () => {
    const bench = new Bench();
    bench.prober.channelEvents.onBroken('gone');
    expect(bench.broken).toEqual(['gone']);
    bench.prober.close();
    expect([bench.channels[4].closed, bench.channels[6].closed]).toEqual([true, true]);
    expect(bench.prober.echo(bench.command())).toMatchObject({ code: 'family-unavailable' });
  });
});
