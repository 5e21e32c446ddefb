import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Anchor } from '../../../../main/domain/model/anchor.ts';
import type { Kind } from '../../../../main/domain/model/kind.ts';
import { monoMs } from '../../../../main/domain/model/units.ts';
import { Grid, interleave, targetKey } from '../../../../main/monitor/pace/grid.ts';
import { Schedule } from '../../../../main/monitor/pace/schedule.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const three = (kind: Kind): Anchor[] => [1, 2, 3].map((n) => ({ kind, address: `192.0.2.${n}` }));
const EIGHTEEN = [
  ...three('icmp4'),
  ...three('icmp6'),
  ...three('tcp4'),
  ...three('tcp6'),
  ...three('dns'),
  ...three('gateway'),
];

interface Sent {
  readonly atMs: number;
  readonly anchor: Anchor;
}

function begin(anchors: readonly Anchor[], intervalMs = 1000) {
  const clock = new FakeClock();
  const sent: Sent[] = [];
  const schedule = new Schedule(clock, intervalMs, (anchor) => {
    sent.push({ atMs: clock.now().monoMs, anchor });
  });
  schedule.setAnchors(anchors);
  schedule.start();
  const untilIn = (ms: number) => monoMs(clock.now().monoMs + ms);
  return { clock, sent, schedule, untilIn };
}

const times = (sent: readonly Sent[]): number[] => sent.map(({ atMs }) => atMs);
const distances = (values: readonly number[]): number[] =>
  values.slice(1).map((value, index) => value - (values[index] ?? 0));

function byTarget(sent: readonly Sent[]): Map<string, number[]> {
  const map = new Map<string, number[]>();
  for (const { anchor, atMs } of sent) {
    map.set(targetKey(anchor), [...(map.get(targetKey(anchor)) ?? []), atMs]);
  }
  return map;
}

describe('steady pace', () => {
  test('18 anchors are probed 1/18 s apart, each once a second', () => {
    const { clock, sent } = begin(EIGHTEEN);
    clock.advance(59_999);
    expect(sent).toHaveLength(18 * 60);
    for (const distance of distances(times(sent))) expect(distance).toBeCloseTo(1000 / 18, 6);
    for (const own of byTarget(sent).values()) {
      expect(own).toHaveLength(60);
      for (const distance of distances(own)) expect(distance).toBeCloseTo(1000, 6);
    }
  });

  test('the anchors of one kind are spread over the second too', () => {
    const { clock, sent } = begin(EIGHTEEN);
    clock.advance(2999);
    const icmp = times(sent.filter(({ anchor }) => anchor.kind === 'icmp4'));
    for (const distance of distances(icmp)) expect(distance).toBeCloseTo(1000 / 3, 6);
  });

  test('timers that always fire late do not make the pace drift', () => {
    const { clock, sent } = begin(three('icmp4'));
    for (let turn = 0; turn < 3000; turn += 1) {
      clock.advance(1000 / 3 - 20);
      clock.stall(20);
      clock.advance(0);
    }
    // The turn at the very end may fall on either side.
    expect([3000, 3001]).toContain(sent.length);
    expect(Math.max(...distances(times(sent)))).toBeLessThan(1000 / 3 + 21);
  });

  test('after a stall what was missed is not caught up on', () => {
    const { clock, sent } = begin(EIGHTEEN);
    clock.advance(5000);
    const before = sent.length;
    clock.stall(30_000);
    clock.advance(0);
    expect(sent.length - before).toBeLessThanOrEqual(2);
    clock.advance(1000);
    expect(sent.length - before).toBeLessThanOrEqual(20);
  });

  test('the same target twice in the configuration is probed once', () => {
    const { clock, sent } = begin([...three('icmp4'), ...three('icmp4')]);
    clock.advance(999);
    expect(sent).toHaveLength(3);
  });

  test('a changed set of anchors does not probe a target again early', () => {
    const { clock, sent, schedule } = begin(three('icmp4'));
    for (let change = 0; change < 20; change += 1) {
      clock.advance(137);
      schedule.setAnchors([...three('icmp4'), { kind: 'dns', address: `192.0.2.${change + 10}` }]);
    }
    clock.advance(5000);
    for (const own of byTarget(sent).values()) {
      for (const distance of distances(own)) expect(distance).toBeGreaterThanOrEqual(900);
    }
    expect(byTarget(sent.slice(-4)).size).toBe(4);
  });

  test('nothing is sent before the start, after the stop, or without anchors', () => {
    const { clock, sent, schedule } = begin([]);
    clock.advance(5000);
    schedule.stop();
    schedule.setAnchors(EIGHTEEN);
    clock.advance(5000);
    expect(sent).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  test('a stop from within a probe ends the round', () => {
    const clock = new FakeClock();
    const sent: Anchor[] = [];
    const schedule = new Schedule(clock, 1000, (anchor) => {
      sent.push(anchor);
      schedule.stop();
    });
    schedule.setAnchors(EIGHTEEN);
    schedule.start();
    clock.advance(3000);
    expect(sent).toHaveLength(1);
  });
});

describe('burst', () => {
  test('10 a second in total over the anchors of its kinds, the others keep their pace', () => {
    const { clock, sent, schedule, untilIn } = begin([...three('icmp4'), ...three('tcp4')]);
    clock.advance(2000);
    const from = sent.length;
    schedule.burst(['icmp4'], untilIn(10_000));
    clock.advance(9_999);
    const during = sent.slice(from);
    const fast = during.filter(({ anchor }) => anchor.kind === 'icmp4');
    expect(fast).toHaveLength(100);
    for (const distance of distances(times(fast))) expect(distance).toBeCloseTo(100, 6);
    expect(during.filter(({ anchor }) => anchor.kind === 'tcp4')).toHaveLength(30);
  });

  test('ends by itself; the usual pace comes back without a probe too early', () => {
    const { clock, sent, schedule, untilIn } = begin(three('icmp4'));
    schedule.burst(['icmp4'], untilIn(3000));
    clock.advance(3000);
    const from = sent.length;
    clock.advance(10_000);
    expect(sent.length - from).toBeGreaterThanOrEqual(27);
    for (const own of byTarget(sent.slice(from - 3)).values()) {
      for (const distance of distances(own)) expect(distance).toBeGreaterThanOrEqual(900);
    }
  });

  test('no kinds end it at once', () => {
    const { clock, sent, schedule, untilIn } = begin(three('icmp4'));
    schedule.burst(['icmp4'], untilIn(30_000));
    clock.advance(1000);
    schedule.burst([], untilIn(0));
    const from = sent.length;
    clock.advance(10_000);
    expect(sent.length - from).toBeLessThanOrEqual(30);
  });

  test('never lasts more than 60 s, however often it is prolonged, and then rests', () => {
    const { clock, sent, schedule, untilIn } = begin([{ kind: 'gateway', address: '192.0.2.1' }]);
    for (let second = 0; second < 110; second += 1) {
      schedule.burst(['gateway'], untilIn(600_000));
      clock.advance(1000);
    }
    // 60 s at 10 Hz, then 50 s at 1 Hz.
    expect(sent.length).toBeGreaterThanOrEqual(645);
    expect(sent.length).toBeLessThanOrEqual(652);
    clock.advance(20_000);
    const from = sent.length;
    schedule.burst(['gateway'], untilIn(10_000));
    clock.advance(9_999);
    expect(sent.length - from).toBeGreaterThanOrEqual(98);
  });

  test('short bursts in a row share the 60 s', () => {
    const { clock, sent, schedule, untilIn } = begin([{ kind: 'gateway', address: '192.0.2.1' }]);
    for (let round = 0; round < 20; round += 1) {
      schedule.burst(['gateway'], untilIn(10_000));
      clock.advance(11_000);
      schedule.burst([], untilIn(0));
      clock.advance(1000);
    }
    const fast = distances(times(sent)).filter((distance) => distance < 900);
    expect(fast.length).toBeLessThanOrEqual(2 * 600);
    expect(fast.length).toBeGreaterThan(500);
  });

  test('kinds that are probed ten times a second already keep their pace', () => {
    const { clock, sent, schedule, untilIn } = begin(EIGHTEEN);
    schedule.burst(['icmp4', 'icmp6', 'tcp4', 'tcp6'], untilIn(10_000));
    clock.advance(9_999);
    expect(sent).toHaveLength(180);
  });

  test('other kinds take over a running burst; anchors that come later join it', () => {
    const { clock, sent, schedule, untilIn } = begin([...three('icmp4'), ...three('tcp4')]);
    schedule.burst(['icmp4'], untilIn(10_000));
    clock.advance(1000);
    schedule.burst(['tcp4'], untilIn(5_000));
    schedule.setAnchors([...three('icmp4'), ...three('tcp4'), { kind: 'tcp4', address: '192.0.2.9' }]);
    const from = sent.length;
    clock.advance(4_000);
    const during = sent.slice(from);
    expect(during.filter(({ anchor }) => anchor.kind === 'tcp4').length).toBeGreaterThanOrEqual(40);
    expect(during.filter(({ anchor }) => anchor.address === '192.0.2.9').length).toBeGreaterThanOrEqual(9);
    expect(during.filter(({ anchor }) => anchor.kind === 'icmp4').length).toBeLessThanOrEqual(13);
  });
});

describe('laws', () => {
  const anchors = fc.subarray(EIGHTEEN, { minLength: 1 });
  test('whatever stalls happen, outside bursts no target is probed twice within 900 ms', () => {
    fc.assert(
      fc.property(
        anchors,
        fc.array(fc.tuple(fc.nat(3000), fc.nat(3000)), { maxLength: 30 }),
        (some, steps) => {
          const { clock, sent } = begin(some);
          for (const [run, stall] of steps) {
            clock.advance(run);
            clock.stall(stall);
          }
          clock.advance(1000);
          for (const own of byTarget(sent).values()) {
            for (const distance of distances(own)) expect(distance).toBeGreaterThanOrEqual(900 - 1e-6);
          }
        },
      ),
    );
  });

  test('interleaving keeps every target, once', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...EIGHTEEN, ...EIGHTEEN]), (some) => {
        const keys = interleave(some).map(targetKey);
        expect(new Set(keys).size).toBe(keys.length);
        expect(new Set(keys)).toEqual(new Set(some.map(targetKey)));
      }),
    );
  });

  test('an empty grid is never due', () => {
    expect(new Grid([], 100, 0).nextDueMs).toBe(Number.POSITIVE_INFINITY);
    expect(new Grid([], 100, 0).take(1000, 10)).toEqual([]);
  });
});

describe('another pace', () => {
  test('slower: every target has its turn within the first interval, none sooner than the old pace allows', () => {
    const { clock, sent, schedule } = begin(EIGHTEEN);
    clock.advance(10_400);
    const before = sent.length;
    schedule.setInterval(10_000);
    clock.advance(9_999);
    expect(byTarget(sent.slice(before)).size).toBe(18);
    for (const own of byTarget(sent).values()) {
      for (const distance of distances(own)) expect(distance).toBeGreaterThanOrEqual(899);
    }
    const settled = sent.length;
    clock.advance(60_000);
    expect(sent.length - settled).toBe(18 * 6);
  });

  test('faster: nobody waits for a turn of the old pace', () => {
    const { clock, sent, schedule } = begin(EIGHTEEN, 60_000);
    clock.advance(60_000);
    const before = sent.length;
    schedule.setInterval(1_000);
    clock.advance(1_999);
    expect(byTarget(sent.slice(before)).size).toBe(18);
    for (const own of byTarget(sent.slice(before)).values()) {
      for (const distance of distances(own)) expect(distance).toBeGreaterThanOrEqual(899);
    }
  });

  test('the same: phases stay', () => {
    const { clock, sent, schedule } = begin(EIGHTEEN);
    clock.advance(500);
    schedule.setInterval(1_000);
    clock.advance(59_499);
    for (const distance of distances(times(sent))) expect(distance).toBeCloseTo(1000 / 18, 6);
  });

  test('while stopped: from the next start on', () => {
    const { clock, sent, schedule } = begin(EIGHTEEN);
    clock.advance(999);
    schedule.stop();
    schedule.setInterval(5_000);
    const before = sent.length;
    clock.advance(60_000);
    expect(sent).toHaveLength(before);
    schedule.start();
    clock.advance(4_999);
    expect(sent.length - before).toBe(18);
  });
});
