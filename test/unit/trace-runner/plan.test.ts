import { describe, expect, test } from 'vitest';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { planOf } from '../../../main/trace/run/plan.ts';
import { ASK } from './stage.ts';

const TARGET = { address: '2001:db8::1', zone: null, family: 6 } as const;
const plan = (
  ask: Partial<TraceAsk> = {},
  method: 'udp' | 'icmp' | 'tcp' = 'udp',
  mode: TraceAsk['mode'] = 'once',
) => planOf({ ...ASK, ...ask }, TARGET, method, mode);

describe('what is asked for, settled', () => {
  test('what is left out', () => {
    expect(plan()).toEqual({
      mode: 'once',
      family: 6,
      address: '2001:db8::1',
      method: 'udp',
      port: 33_434,
      size: 64,
      maxHops: 32,
      queries: 3,
      timeoutMs: 2000,
      window: 64,
      intervalMs: 1000,
      flow: 0,
      expectedHops: null,
      findMtu: false,
    });
  });

  test.each([
    ['udp', undefined, 33_434],
    ['tcp', undefined, 443],
    ['icmp', undefined, 0],
    ['udp', 53, 53],
    ['tcp', 80, 80],
    ['icmp', 80, 0],
    ['tcp', 99_999, 65_535],
  ] as const)('%s with port %s: %i', (method, port, settled) => {
    expect(plan(port === undefined ? {} : { port }, method).port).toBe(settled);
  });

  test('what is out of bounds is brought inside, what is no number has its default', () => {
    const ask = {
      maxHops: 1000,
      queries: 0,
      timeoutMs: 1.4,
      size: 20,
      intervalMs: Number.NaN,
      expectedHops: 99,
    };
    expect(plan(ask)).toMatchObject({
      maxHops: 64,
      queries: 1,
      timeoutMs: 100,
      size: 64,
      intervalMs: 1000,
      expectedHops: 64,
    });
  });

  test('only a trace of once looks for the largest packet', () => {
    expect([plan({ findMtu: true }).findMtu, plan({ findMtu: true }, 'udp', 'continuous').findMtu]).toEqual([
      true,
      false,
    ]);
  });
});
