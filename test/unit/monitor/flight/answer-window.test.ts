import { describe, expect, test } from 'vitest';
import { openAnswerWindow } from '../../../../main/monitor/flight/answer-window.ts';
import type { Finding } from '../../../../main/monitor/flight/probe.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const LOST: Finding = { outcome: 'lost', rttMs: null, via: 'socket' };

function open(deadlineMs = 1000) {
  const clock = new FakeClock();
  const found: Finding[] = [];
  const log = { finals: 0 };
  const window = openAnswerWindow(
    { clock, deadlineMs },
    LOST,
    (finding) => found.push(finding),
    () => {
      log.finals += 1;
    },
  );
  return { clock, found, log, window };
}

describe('answer window', () => {
  test('before the deadline a finding is told as it is', () => {
    const { clock, found, log, window } = open();
    clock.advance(999);
    window.settle({ outcome: 'reply', rttMs: 999, via: 'socket' });
    clock.advance(20_000);
    expect(found).toEqual([{ outcome: 'reply', rttMs: 999, via: 'socket' }]);
    expect(log.finals).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  test('at the deadline it is lost, an answer up to 10 s after the send is late', () => {
    const { clock, found, log, window } = open();
    clock.advance(1000);
    expect(found).toEqual([LOST]);
    clock.advance(8_999);
    window.settle({ outcome: 'reply', rttMs: 9_999, via: 'socket' });
    expect(found).toEqual([LOST, { outcome: 'late', rttMs: 9_999, via: 'socket' }]);
    expect(log.finals).toBe(0);
  });

  test('after 10 s it is over and told to free what it holds', () => {
    const { clock, found, log, window } = open();
    clock.advance(10_000);
    window.settle({ outcome: 'reply', rttMs: 10_001, via: 'socket' });
    expect(found).toEqual([LOST]);
    expect(log.finals).toBe(1);
  });

  test('a failure after the deadline adds nothing to the loss', () => {
    const { clock, found, window } = open();
    clock.advance(1500);
    window.settle({ outcome: 'unreachable', rttMs: null, via: 'socket', detail: 'servfail' });
    expect(found).toEqual([LOST]);
  });

  test('closed, it says nothing', () => {
    const { clock, found, log, window } = open();
    window.close();
    clock.advance(20_000);
    window.settle({ outcome: 'reply', rttMs: 1, via: 'socket' });
    expect(found).toEqual([]);
    expect(log.finals).toBe(0);
  });
});
