import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pace } from '../../../main/trace/sending/pace.ts';
import { PROBE_RATE, paceOf } from '../../../main/trace/sending/shared-pace.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { answered, FakeSender, refused } from './fake-sender.ts';
import { byHand, endOf, stage } from './stage.ts';

const RATE = { perSecond: 100, burst: 5 };

function paced(rate = RATE) {
  const clock = new FakeClock();
  const startMs = clock.now().monoMs;
  const sent: { readonly who: string; readonly atMs: number }[] = [];
  const send = (who: string) => () => {
    sent.push({ who, atMs: clock.now().monoMs - startMs });
  };
  return { clock, sent, send, pace: new Pace(clock, rate) };
}

describe('the pace of all traces together', () => {
  test('a burst leaves at once, the rest at the rate', () => {
    const { clock, sent, send, pace } = paced();
    const owner = {};
    for (let index = 0; index < 8; index += 1) pace.enqueue(owner, send(String(index)));
    expect(sent).toHaveLength(5);
    clock.advance(1000);
    expect(sent.map(({ who }) => who)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(sent.slice(5).map(({ atMs }) => Math.round(atMs))).toEqual([10, 20, 30]);
    expect(clock.pendingTimers).toBe(0);
  });

  test('traces take turns', () => {
    const { clock, sent, send, pace } = paced({ perSecond: 100, burst: 1 });
    const [large, small] = [{}, {}];
    for (let index = 0; index < 6; index += 1) pace.enqueue(large, send('large'));
    pace.enqueue(small, send('small'));
    pace.enqueue(small, send('small'));
    clock.advance(1000);
    expect(sent.map(({ who }) => who)).toEqual([
      'large',
      'large',
      'small',
      'large',
      'small',
      'large',
      'large',
      'large',
    ]);
  });

  test('one that has ended sends nothing more, and the last one leaves no timer', () => {
    const { clock, sent, send, pace } = paced({ perSecond: 100, burst: 1 });
    const [one, other] = [{}, {}];
    pace.enqueue(one, send('one'));
    pace.enqueue(one, send('one'));
    pace.enqueue(other, send('other'));
    pace.withdraw(one);
    pace.withdraw(other);
    expect(clock.pendingTimers).toBe(0);
    clock.advance(1000);
    expect(sent).toHaveLength(1);
  });

  test('one that was refused goes first, after its wait, and nobody overtakes it', () => {
    const { clock, sent, send, pace } = paced();
    const owner = {};
    pace.putBack(owner, send('again'), 100);
    pace.enqueue(owner, send('next'));
    clock.advance(99);
    expect(sent).toEqual([]);
    clock.advance(50);
    expect(sent.map(({ who }) => who)).toEqual(['again', 'next']);
    expect(sent[0]?.atMs).toBeGreaterThanOrEqual(100);
  });

  test('whatever is asked, no second has more than the rate and the burst', () => {
    const asks = fc.array(fc.record({ owner: fc.nat(3), count: fc.nat(30), waitMs: fc.nat(400) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(asks, (steps) => {
        const { clock, sent, send, pace } = paced();
        const owners = [{}, {}, {}, {}];
        let asked = 0;
        for (const { owner, count, waitMs } of steps) {
          for (let index = 0; index < count; index += 1) pace.enqueue(owners[owner] ?? owners, send('x'));
          asked += count;
          clock.advance(waitMs);
        }
        clock.advance(1000 + (asked / RATE.perSecond) * 1000);
        expect(sent).toHaveLength(asked);
        for (const [index, { atMs }] of sent.entries()) {
          const inSecond = sent.slice(index).filter((later) => later.atMs < atMs + 1000).length;
          expect(inSecond).toBeLessThanOrEqual(RATE.perSecond + RATE.burst);
        }
        expect(clock.pendingTimers).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test('is one for each helper, and below what it takes', () => {
    const clock = new FakeClock();
    const sender = new FakeSender(clock);
    expect(paceOf(sender, clock)).toBe(paceOf(sender, clock));
    expect(paceOf(new FakeSender(clock), clock)).not.toBe(paceOf(sender, clock));
    expect(PROBE_RATE).toEqual({ perSecond: 800, burst: 500 });
  });
});

describe('a helper that has no room', () => {
  test.each(['rate-limited', 'too-many-outstanding'] as const)(
    '%s: the packet is sent again',
    async (code) => {
      const made = await byHand();
      const [first, second, ...others] = made.sender.sent;
      if (first) refused(first, code);
      if (second) refused(second, code);
      for (const sent of others) answered(sent, '203.0.113.1');
      expect(made.sender.sent).toHaveLength(4);
      await made.pass(150);
      const again = made.sender.sent.slice(4);
      expect(again.map(({ request }) => request.ttl).sort()).toEqual([1, 2]);
      for (const sent of again) answered(sent, '192.0.2.1');
      expect(await endOf(made.run)).toMatchObject({ status: 'done', received: 4 });
      // To the engine nothing of this happened.
      expect(made.engines[0]?.told.every((told) => told.endsWith('answered'))).toBe(true);
      expect(made.clock.pendingTimers).toBe(0);
    },
  );

  test('for ten seconds: told as never sent, and where that is all, in words', async () => {
    const made = stage((clock) => new Busy(clock), { numeric: true });
    await made.pass(9_500);
    expect(made.run.view.status).toBe('running');
    await made.pass(1_500);
    const view = await endOf(made.run);
    expect(view.trouble).toMatch(/^The helper had no room for this trace/);
    expect(made.clock.pendingTimers).toBe(0);
  });
});

class Busy extends FakeSender {
  readonly #timers: FakeClock;
  constructor(clock: FakeClock) {
    super(clock);
    this.#timers = clock;
  }
  protected override take(sent: Parameters<typeof refused>[0]): void {
    this.#timers.setTimer(() => refused(sent, 'rate-limited'), 1);
  }
}
