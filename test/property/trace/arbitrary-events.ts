import fc from 'fast-check';
import type { Answered, ProbeResult } from '../../../main/domain/trace/types.ts';
import { DESTINATION } from '../../support/trace/topology.ts';

/** Results of every kind for keys that may mean nothing, in any order, and time that passes or does not. */
export type ToldEvent =
  | { readonly type: 'result'; readonly key: number; readonly result: ProbeResult }
  | {
      readonly type: 'again';
      readonly key: number;
      readonly kind: 'late' | 'duplicate';
      readonly answer: Answered;
    }
  | { readonly type: 'tick' }
  | { readonly type: 'start' };

export interface TimedEvent {
  /** Since the one before, ms; negative: the clock is told to go back. */
  readonly afterMs: number;
  readonly wallJumpMs: number;
  readonly event: ToldEvent;
}

const key = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 1, max: 60 }) },
  fc.constantFrom(-1, 0, 0.5, Number.NaN, 1e9),
);

const answer: fc.Arbitrary<Answered> = fc.record({
  kind: fc.constantFrom(
    'echo-reply',
    'syn-ack',
    'reset',
    'ttl-exceeded',
    'ttl-exceeded',
    'ttl-exceeded',
    'unreachable',
  ),
  from: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', DESTINATION, ''),
  rttMs: fc.oneof(
    { weight: 20, arbitrary: fc.double({ min: 0, max: 2500, noNaN: true }) },
    fc.constantFrom(-1, Number.NaN, Number.POSITIVE_INFINITY),
  ),
  code: fc.constantFrom(
    null,
    'ttl-exceeded',
    'port-unreachable',
    'host-unreachable',
    'fragmentation-needed',
    'x',
  ),
  ttl: fc.constantFrom(null, 60),
  quotedTtl: fc.option(fc.integer({ min: 0, max: 300 })),
  translated: fc.constantFrom(null, false, true),
  mtu: fc.constantFrom(null, 1400),
  mpls: fc.constant([]),
  interfaces: fc.constant([]),
});

const result: fc.Arbitrary<ProbeResult> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ outcome: fc.constant('answered' as const), answer }) },
  { weight: 4, arbitrary: fc.constant({ outcome: 'lost' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      outcome: fc.constant('unsent' as const),
      code: fc.constantFrom('rate-limited', 'too-many-outstanding', 'ENOBUFS', 'rate-limited', 'EPERM'),
    }),
  },
);

const event: fc.Arbitrary<ToldEvent> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ type: fc.constant('result' as const), key, result }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('again' as const),
      key,
      kind: fc.constantFrom('late' as const, 'duplicate' as const),
      answer,
    }),
  },
  { weight: 8, arbitrary: fc.constant({ type: 'tick' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'start' as const }) },
);

export const events: fc.Arbitrary<readonly TimedEvent[]> = fc.array(
  fc.record({
    afterMs: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 0, max: 60 }) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 3000 }) },
      fc.constantFrom(-50, 20_000),
    ),
    wallJumpMs: fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, fc.constantFrom(-3_600_000, 3_600_000)),
    event,
  }),
  { maxLength: 200 },
);
