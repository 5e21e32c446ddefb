import { describe, expect, test } from 'vitest';
import { helperProber } from '../../../main/cli/ping/helper-prober.ts';
import type { ProbeAnswer } from '../../../main/cli/ping/prober.ts';
import type { EchoAnswer, EchoRequest, HelperClient } from '../../../main/helper-client/types.ts';

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
  const client: Pick<HelperClient, 'echo' | 'onExit' | 'close'> = {
    echo: (request, onAnswer) => {
      requests.push(request);
      for (const answer of told) onAnswer(answer);
      return 1;
    },
    onExit: () => () => {},
    close: async () => {},
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
