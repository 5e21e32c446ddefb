import { describe, expect, test } from 'vitest';
import { answerLine } from '../../../main/cli/ping/print.ts';
import type { ProbeAnswer } from '../../../main/cli/ping/prober.ts';
import { PLAIN } from './capture.ts';

describe('a line for each answer', () => {
  test.each<[ProbeAnswer, string]>([
    [{ type: 'not-sent', code: 'ENODEV' }, 'not sent: no such interface'],
    [{ type: 'not-sent', code: 'ENOBUFS' }, 'not sent: the queue of the interface is full'],
    [{ type: 'not-sent', code: 'busy' }, 'not sent: busy'],
    [{ type: 'unreachable', code: 'ENETUNREACH', from: null }, 'unreachable: no route'],
    [
      { type: 'unreachable', code: 'host-unreachable', from: '192.0.2.1' },
      'unreachable: host-unreachable, says 192.0.2.1',
    ],
    [{ type: 'unreachable', code: null, from: null }, 'unreachable'],
    [{ type: 'lost' }, 'no answer yet'],
  ])('%j', (answer, words) => {
    expect(answerLine(PLAIN, 7, 10, answer)).toBe(` 7          -  ${words}`);
  });

  test('a reply is its figure alone', () => {
    expect(answerLine(PLAIN, 1, 9, { type: 'reply', rttMs: 21.34 })).toBe('1    21.3 ms');
  });
});
