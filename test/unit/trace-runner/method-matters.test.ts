import { describe, expect, test } from 'vitest';
import type { TraceFacts } from '../../../main/domain/trace/types.ts';
import { planOf } from '../../../main/trace/run/plan.ts';
import { methodMatters } from '../../../main/trace/sending/method-matters.ts';
import { hop, node } from '../cli/trace/views.ts';
import { ASK } from './stage.ts';

const PLAN = planOf(
  { ...ASK, maxHops: 3 },
  { address: '198.51.100.9', zone: null, family: 4 },
  'udp',
  'once',
);

const facts = (change: Partial<TraceFacts>): TraceFacts => ({
  reached: false,
  rounds: 1,
  sent: 3,
  received: 1,
  late: 0,
  duplicate: 0,
  hops: [],
  changes: [],
  links: [],
  pathMtu: null,
  warnings: [],
  ...change,
});

const router = (ttl: number, ...answers: readonly string[]) =>
  hop(ttl, [node(`192.0.2.${ttl}`, { answers: ['ttl-exceeded', ...answers] })]);

describe('whether another method may get further', () => {
  test.each<[string, boolean, Partial<TraceFacts>]>([
    ['nobody answers', true, { hops: [hop(1, []), hop(2, [])] }],
    ['the last routers are silent', true, { hops: [router(1), hop(2, []), hop(3, [])] }],
    ['a firewall forbids it', true, { hops: [router(1, 'admin-prohibited')] }],
    ['the last hop that may be looked at is a router', false, { hops: [router(1), hop(2, []), router(3)] }],
    ['a router knows no way', false, { hops: [router(1, 'net-unreachable')] }],
    ['the last router gets no answer', false, { hops: [router(1), router(2, 'address-unreachable')] }],
    ['packets are too large', false, { hops: [router(1), router(2, 'packet-too-big')] }],
    [
      'packets are too large for the last link',
      false,
      { hops: [router(1), router(2, 'fragmentation-needed')] },
    ],
    ['that was said', false, { hops: [router(1)], warnings: [{ code: 'path-mtu', text: 'They are.' }] }],
    ['it goes round', false, { hops: [router(1)], warnings: [{ code: 'routing-loop', text: 'It does.' }] }],
  ])('%s: %s', (_, matters, change) => {
    expect(methodMatters(facts(change), PLAN)).toBe(matters);
  });
});
