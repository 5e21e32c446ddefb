import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../main/domain/model/kind.ts';
import { INTERNET } from '../../unit/outage/simulator/kinds.ts';
import { steadyLine } from '../../unit/outage/simulator/line-model.ts';
import type { SeenIncident } from '../../unit/outage/simulator/scenario.ts';
import { simulate } from '../../unit/outage/simulator/simulate.ts';

const CUT_S = 40;

interface Cut {
  readonly kinds: readonly Kind[];
  readonly forMs: number;
  readonly phaseMs: number;
  readonly seed: number;
  readonly rttMs: number;
}

const cut = (kinds: readonly Kind[], minMs: number, maxMs: number): fc.Arbitrary<Cut> =>
  fc.record({
    kinds: fc.constant(kinds),
    forMs: fc.integer({ min: minMs, max: maxMs }),
    phaseMs: fc.nat({ max: 1000 }),
    seed: fc.nat(),
    rttMs: fc.constantFrom(4, 24, 120, 600),
  });

function incidentsOf({ kinds, forMs, phaseMs, seed, rttMs }: Cut): readonly SeenIncident[] {
  const fromS = CUT_S + phaseMs / 1000;
  const toS = fromS + forMs / 1000;
  return simulate({
    name: 'a cut',
    seed,
    forS: toS + 15,
    line: steadyLine({ rttMs, jitterMs: rttMs / 20 }),
    faults: [{ fromS, toS, kinds, effect: 'cut' }],
    expect: [],
  }).incidents;
}

const classesOf = (incidents: readonly SeenIncident[]): readonly string[] =>
  incidents.map(({ incident }) => incident.class);

describe('cuts of a few seconds', () => {
  test.each<readonly [string, readonly Kind[]]>([
    ['all internet kinds', INTERNET],
    ['all internet kinds and the resolvers', [...INTERNET, 'dns']],
  ])('of %s are total or nothing', { timeout: 120_000 }, (_name, kinds) => {
    let named = 0;
    fc.assert(
      fc.property(cut(kinds, 2000, 5000), (each) => {
        const classes = classesOf(incidentsOf(each));
        named += classes.length;
        expect(classes.filter((name) => name !== 'total')).toEqual([]);
        expect(classes.length).toBeLessThanOrEqual(1);
        if (each.forMs >= 4500) expect(classes).toEqual(['total']);
      }),
      { numRuns: 150 },
    );
    // The law would be empty had nothing ever been named.
    expect(named).toBeGreaterThan(20);
  });

  test.each<readonly [string, readonly Kind[]]>([
    ['ipv4-only', ['tcp4', 'icmp4']],
    ['ipv6-only', ['tcp6', 'icmp6']],
    ['tcp-only', ['tcp4', 'tcp6']],
    ['icmp-only', ['icmp4', 'icmp6']],
    ['dns', ['dns']],
  ])('that leave others working are named %s within 5 s', { timeout: 120_000 }, (name, kinds) => {
    fc.assert(
      fc.property(cut(kinds, 6000, 9000), (each) => {
        const incidents = incidentsOf(each);
        expect(classesOf(incidents)).toEqual([name]);
        expect(incidents[0]?.raisedS).toBeLessThanOrEqual(CUT_S + each.phaseMs / 1000 + 5);
      }),
      { numRuns: 30 },
    );
  });
});
