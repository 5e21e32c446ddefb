import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { helperProber } from '../../../main/cli/ping/helper-prober.ts';
import type { ProbeAnswer } from '../../../main/cli/ping/prober.ts';
import type { EchoAnswer, EchoRequest } from '../../../main/helper-client/types.ts';

const echo = (change: Partial<Extract<EchoAnswer, { event: 'echo' }>>): EchoAnswer => ({
  event: 'echo',
  id: 1,
  outcome: 'reply',
  rttMs: null,
  from: null,
  ttl: null,
  code: null,
  ...change,
});

function answersTo(...told: readonly EchoAnswer[]): { answers: ProbeAnswer[]; requests: EchoRequest[] } {
  const requests: EchoRequest[] = [];
  const client: Parameters<typeof helperProber>[0] = {
    echo: (request, onAnswer) => {
      requests.push(request);
      for (const answer of told) onAnswer(answer);
      return 1;
    },
    onExit: () => () => {},
    close: async () => {},
    giveUp: () => {},
  };
  const answers: ProbeAnswer[] = [];
  const prober = helperProber(client, { address: '192.0.2.1', family: 4, size: 56 });
  prober.send((answer) => answers.push(answer));
  return { answers, requests };
}

describe('what the helper says', () => {
  test('is asked for the size, with the deadline of one second', () => {
    expect(answersTo().requests).toEqual([{ address: '192.0.2.1', size: 56, ttl: 255, timeoutMs: 1000 }]);
  });

  test.each<[EchoAnswer, ProbeAnswer]>([
    [echo({ rttMs: 12.5 }), { type: 'reply', rttMs: 12.5 }],
    [echo({ outcome: 'lost' }), { type: 'lost' }],
    [echo({ outcome: 'cancelled' }), { type: 'lost' }],
    [
      echo({ outcome: 'unreachable', code: 'admin-prohibited', from: '192.0.2.9' }),
      { type: 'unreachable', code: 'admin-prohibited', from: '192.0.2.9' },
    ],
    [
      echo({ outcome: 'ttl-exceeded', from: '192.0.2.9' }),
      { type: 'unreachable', code: 'ttl-exceeded', from: '192.0.2.9' },
    ],
    [
      echo({ outcome: 'send-error', code: 'ENETUNREACH' }),
      { type: 'unreachable', code: 'ENETUNREACH', from: null },
    ],
    [echo({ outcome: 'send-error', code: 'EPERM' }), { type: 'not-sent', code: 'EPERM' }],
    [echo({ outcome: 'send-error' }), { type: 'not-sent', code: 'send-error' }],
    [
      { event: 'error', id: 1, code: 'rate-limited', message: '' },
      { type: 'not-sent', code: 'rate-limited' },
    ],
    [
      { event: 'late', id: 1, rttMs: 1500, from: '192.0.2.1' },
      { type: 'late', rttMs: 1500 },
    ],
    [
      { event: 'duplicate', id: 1, rttMs: 13, from: '192.0.2.1' },
      { type: 'duplicate', rttMs: 13 },
    ],
  ])('%j', (event, answer) => {
    expect(answersTo(event).answers).toEqual([answer]);
  });
});

describe('a helper that says nothing', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Its answers are the test's to give; given up, it exits. */
  function hanging() {
    const answer: ((answer: EchoAnswer) => void)[] = [];
    const exit: ((reason: string) => void)[] = [];
    const client: Parameters<typeof helperProber>[0] = {
      echo: (_, onAnswer) => answer.push(onAnswer),
      onExit: (listener) => {
        exit.push(listener);
        return () => {};
      },
      close: async () => {},
      giveUp: () => {
        for (const listener of exit) listener('it did not answer any more');
      },
    };
    const prober = helperProber(client, { address: '192.0.2.1', family: 4, size: 56 });
    const gone: string[] = [];
    prober.onGone((reason) => gone.push(reason));
    return { prober, answer, gone };
  }

  test('is given up half a second after the deadline, and that is no loss', async () => {
    const { prober, gone } = hanging();
    const answers: ProbeAnswer[] = [];
    prober.send((answer) => answers.push(answer));
    prober.send((answer) => answers.push(answer));
    await vi.advanceTimersByTimeAsync(1499);
    expect(gone).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect([gone, answers]).toEqual([['the helper stopped: it did not answer any more'], []]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('one that answers in time, or is closed, is not', async () => {
    const { prober, answer, gone } = hanging();
    prober.send(() => {});
    prober.send(() => {});
    answer[0]?.(echo({ outcome: 'lost' }));
    answer[1]?.({ event: 'error', id: 2, code: 'rate-limited', message: '' });
    prober.send(() => {});
    await prober.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect([gone, vi.getTimerCount()]).toEqual([[], 0]);
  });
});
