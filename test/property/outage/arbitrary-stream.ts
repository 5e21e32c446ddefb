import fc from 'fast-check';
import { GAP_REASONS } from '../../../main/domain/model/gap.ts';
import { INCIDENT_CLASSES, type Incident } from '../../../main/domain/model/incident.ts';
import { KINDS } from '../../../main/domain/model/kind.ts';
import { type Network, NO_NETWORK } from '../../../main/domain/model/network.ts';
import { OUTCOMES } from '../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { UNKNOWN_HEALTH } from '../../../main/domain/outage/health.ts';
import type { DetectorInput, Instant } from '../../../main/domain/outage/types.ts';

/** Inputs of every type in any order, with clocks that jump and ids that may mean nothing. */

const NETWORKS: readonly Network[] = [
  NO_NETWORK,
  { id: 'a', label: 'a', ipv4: true, ipv6: true, gateway4: '192.0.2.1', gateway6: 'fe80::1' },
  { id: 'b', label: 'b', ipv4: true, ipv6: false, gateway4: '192.0.2.1', gateway6: null },
  { id: 'c', label: 'c', ipv4: false, ipv6: true, gateway4: null, gateway6: 'fe80::2' },
];
const ANCHORS = ['203.0.113.1', '203.0.113.2', '203.0.113.3:443'] as const;

const kind = fc.constantFrom(...KINDS);
const anchor = fc.constantFrom(...ANCHORS);
const id = fc.integer({ min: 0, max: 400 });
const rttMs = fc.option(fc.double({ min: 0, max: 9000, noNaN: true }));

const adopted = fc
  .record({ name: fc.constantFrom(...INCIDENT_CLASSES), failing: fc.subarray([...KINDS]), since: id })
  .map(
    ({ name, failing, since }): Incident => ({
      id: `${name}-adopted-${since}`,
      class: name,
      sinceMs: wallMs(since),
      raisedMs: wallMs(since),
      untilMs: null,
      end: null,
      parent: null,
      evidence: { health: UNKNOWN_HEALTH, failing, working: [], lost: 0, sent: 0 },
      network: 'a',
    }),
  );

type Bare = DetectorInput extends infer Input
  ? Input extends DetectorInput
    ? Omit<Input, 'at'>
    : never
  : never;
type Step = { readonly afterMs: number; readonly jumpMs: number; readonly input: Bare };

const bare: fc.Arbitrary<Bare> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ type: fc.constant('sent' as const), id, kind, anchor }) },
  {
    weight: 20,
    arbitrary: fc.record({
      type: fc.constant('result' as const),
      id,
      outcome: fc.constantFrom(...OUTCOMES),
      rttMs,
    }),
  },
  { weight: 20, arbitrary: fc.constant({ type: 'tick' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('gap' as const),
      from: fc.record({ monoMs: fc.integer({ max: 100_000 }), wallMs: fc.integer() }).map(instant),
      reason: fc.constantFrom(...GAP_REASONS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('network' as const), network: fc.constantFrom(...NETWORKS) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('portal' as const), captive: fc.option(fc.boolean()) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('adopt' as const), open: fc.array(adopted, { maxLength: 3 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('anchors' as const),
      anchors: fc.array(fc.record({ kind, anchor }), { maxLength: 8 }),
    }),
  },
);

function instant({ monoMs: mono, wallMs: wall }: { monoMs: number; wallMs: number }): Instant {
  return { monoMs: monoMs(mono), wallMs: wallMs(wall) };
}

export const arbitraryStream: fc.Arbitrary<readonly DetectorInput[]> = fc
  .array(
    fc.record<Step>({
      afterMs: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: -50, max: 30_000 })),
      jumpMs: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer() }),
      input: bare,
    }),
    { maxLength: 400 },
  )
  .map((steps) => {
    let mono = 0;
    let wall = 1_767_225_600_000;
    return steps.map(({ afterMs, jumpMs, input }): DetectorInput => {
      mono += afterMs;
      wall += afterMs + jumpMs;
      return { ...input, at: instant({ monoMs: mono, wallMs: wall }) };
    });
  });

/** A second of one kind or of all: what its probes meet. */
export interface Second {
  readonly dead: readonly (typeof KINDS)[number][];
  readonly lossShare: number;
}

/** Lines whose kinds die and come back at will, second by second: incidents are sure to happen. */
export const arbitraryLine: fc.Arbitrary<readonly Second[]> = fc
  .array(
    fc.record({
      forS: fc.integer({ min: 1, max: 40 }),
      dead: fc.oneof(fc.constant([]), fc.constant([...KINDS]), fc.subarray([...KINDS])),
      lossShare: fc.constantFrom(0, 0, 0.1, 0.5),
    }),
    { minLength: 5, maxLength: 25 },
  )
  .map((spells) => spells.flatMap(({ forS, ...second }) => Array.from({ length: forS }, () => second)));
