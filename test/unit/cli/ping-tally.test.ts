import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lingerMs } from '../../../main/cli/ping/linger.ts';
import type { ProbeAnswer } from '../../../main/cli/ping/prober.ts';
import { lossInterval, pingResult } from '../../../main/cli/ping/result.ts';
import { Tally } from '../../../main/cli/ping/tally.ts';

const TARGET = { name: 'host', address: '192.0.2.1', family: 4, resolved: true, others: 0 } as const;

function tallyOf(...answers: readonly (readonly ProbeAnswer[])[]): Tally {
  const tally = new Tally();
  for (const told of answers) {
    const number = tally.sent();
    for (const answer of told) tally.answered(number, answer);
  }
  return tally;
}

const REPLY: ProbeAnswer = { type: 'reply', rttMs: 20 };
const LOST: ProbeAnswer = { type: 'lost' };
const LATE: ProbeAnswer = { type: 'late', rttMs: 1500 };
const DUPLICATE: ProbeAnswer = { type: 'duplicate', rttMs: 21 };
const UNREACHABLE: ProbeAnswer = { type: 'unreachable', code: 'host-unreachable', from: '192.0.2.9' };

describe('what is counted', () => {
  test('a late answer takes its loss back and is received', () => {
    const result = pingResult(TARGET, tallyOf([REPLY], [LOST, LATE], [LOST]), 'helper');
    expect(result).toMatchObject({ sent: 3, received: 2, late: 1, duplicates: 0, lossPercent: 33.333 });
    expect(result.rttMs).toMatchObject({ min: 20, max: 1500 });
  });

  test('an answer after its loss was told is late, whatever it calls itself', () => {
    expect(tallyOf([LOST, REPLY]).late).toBe(1);
  });

  test('duplicates are counted apart and change nothing else', () => {
    const result = pingResult(TARGET, tallyOf([REPLY, DUPLICATE, DUPLICATE]), 'helper');
    expect(result).toMatchObject({ sent: 1, received: 1, duplicates: 2, lossPercent: 0 });
    expect(result.rttMs?.max).toBe(20);
  });

  test('a second answer of the same kind is not counted twice', () => {
    expect(pingResult(TARGET, tallyOf([REPLY, REPLY, LOST, UNREACHABLE]), 'helper')).toMatchObject({
      received: 1,
      lossPercent: 0,
    });
  });

  test('nothing back: no round trip rather than zeros', () => {
    expect(pingResult(TARGET, tallyOf([UNREACHABLE], [LOST]), 'ping')).toEqual({
      command: 'ping',
      target: 'host',
      address: '192.0.2.1',
      family: 4,
      sent: 2,
      received: 0,
      late: 0,
      duplicates: 0,
      lossPercent: 100,
      rttMs: null,
      mode: 'ping',
    });
  });

  test('interrupted before the first probe: no share of nothing', () => {
    expect(pingResult(TARGET, new Tally(), 'helper')).toMatchObject({
      sent: 0,
      lossPercent: null,
      rttMs: null,
    });
  });

  test('an answer to a probe that was never sent changes nothing', () => {
    const tally = new Tally();
    expect(tally.answered(1, REPLY)).toBe(false);
    expect(tally.answered(0, REPLY)).toBe(false);
    expect(tally.received).toBe(0);
  });

  test('the interval holds the loss seen', () => {
    const [low, high] = lossInterval(pingResult(TARGET, tallyOf([REPLY], [LOST]), 'helper'));
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
  });

  test('whatever comes in whatever order, counts stay within what was sent', () => {
    const answer = fc.constantFrom(REPLY, LOST, LATE, DUPLICATE, UNREACHABLE, {
      type: 'not-sent',
      code: 'EPERM',
    } as const);
    fc.assert(
      fc.property(fc.array(fc.array(answer, { maxLength: 5 }), { maxLength: 20 }), (answers) => {
        const tally = tallyOf(...answers);
        expect(tally.received).toBeLessThanOrEqual(tally.sentCount);
        expect(tally.late).toBeLessThanOrEqual(tally.received);
        expect(tally.rttsMs).toHaveLength(tally.received);
        if (tally.received === tally.sentCount) expect(tally.settled).toBe(true);
      }),
    );
  });
});

describe('how long the last answer is waited for', () => {
  test('all answered: one round trip more, for a copy', () => {
    expect(lingerMs(tallyOf([REPLY], [REPLY]), 0, 1000, 1030)).toBe(50);
  });

  test('all failed at once: not at all', () => {
    expect(lingerMs(tallyOf([UNREACHABLE]), 0, 0, 3)).toBe(0);
  });

  test('one missing: the deadline, or four of the longest round trips', () => {
    expect(lingerMs(tallyOf([REPLY], []), 0, 1000, 1010)).toBe(1000);
    expect(lingerMs(tallyOf([LOST, LATE], [LOST]), 0, 1000, 2000)).toBe(6000);
  });

  test('nothing at all came: the first probe gets its whole late window', () => {
    expect(lingerMs(tallyOf([LOST]), 0, 0, 1000)).toBe(10_000);
    expect(lingerMs(tallyOf([LOST], [LOST], []), 0, 2000, 2500)).toBe(8000);
    expect(lingerMs(tallyOf(...Array.from({ length: 20 }, () => [LOST])), 0, 19_000, 19_500)).toBe(1000);
  });

  test('never longer than the late window', () => {
    const slow: ProbeAnswer = { type: 'late', rttMs: 9000 };
    expect(lingerMs(tallyOf([LOST, slow], []), 0, 1000, 1001)).toBe(10_000);
  });
});
