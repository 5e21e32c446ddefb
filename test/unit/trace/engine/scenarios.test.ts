import { describe, expect, test } from 'vitest';
import { createPathEngine } from '../../../../main/domain/trace/engine/path-engine.ts';
import { planOf, simulate } from '../../../support/trace/run.ts';
import { DISTURBANCES } from './scenarios/disturbances.ts';
import { ENDS } from './scenarios/ends.ts';
import { ONE_CONNECTION } from './scenarios/one-connection.ts';
import { PLAIN } from './scenarios/plain.ts';
import { REFUSED } from './scenarios/refused.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { SILENCE } from './scenarios/silence.ts';

const GROUPS: Readonly<Record<string, readonly Scenario[]>> = {
  'everything answers': PLAIN,
  silence: SILENCE,
  'the path ends early': ENDS,
  disturbances: DISTURBANCES,
  'probes are refused': REFUSED,
  'one connection at a time': ONE_CONNECTION,
};

describe.each(Object.entries(GROUPS))('%s', (_group, scenarios) => {
  test.each(scenarios)('$name', ({ plan, routing, options, expect: wanted }) => {
    const run = simulate(createPathEngine, planOf(plan), routing, options);
    expect(run.done).toBe(true);
    expect(run.facts.hops.map((hop) => hop.nodes[0]?.address ?? '*')).toEqual(wanted.hops);
    expect(run.facts.reached).toBe(wanted.reached);
    expect(run.facts.warnings.map((warning) => warning.code)).toEqual(wanted.warnings);
    expect(run.durationMs).toBeLessThanOrEqual(wanted.withinMs);
    expect(run.packets.length).toBeLessThanOrEqual(wanted.packets);
    for (const [name, holds] of Object.entries(wanted.also ?? {})) expect(holds(run), name).toBe(true);
  });
});
