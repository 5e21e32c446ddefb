import { expect } from 'vitest';
import type { ExpectedIncident, Scenario, Seen, SeenIncident } from './scenario.ts';
import { simulate } from './simulate.ts';

const BUDGET_S = 5;

/** Plays the scenario and compares every incident with what it expects: no more, no fewer, each in time. */
export function checkScenario(scenario: Scenario): Seen {
  const seen = simulate(scenario);
  const brief = seen.incidents.map(({ incident, raisedS, clearedS }) => ({
    class: incident.class,
    raisedS,
    clearedS,
    end: incident.end,
  }));
  expect(
    brief.map((each) => each.class),
    JSON.stringify(brief),
  ).toEqual(scenario.expect.map((each) => each.class));
  for (const [index, expected] of scenario.expect.entries()) {
    const found = seen.incidents[index];
    if (found !== undefined) compare(seen, found, expected, scenario.expect);
  }
  scenario.verify?.(seen);
  return seen;
}

function compare(
  seen: Seen,
  found: SeenIncident,
  expected: ExpectedIncident,
  all: readonly ExpectedIncident[],
): void {
  const { incident } = found;
  const what = incident.id;
  const slackS = expected.slackS ?? 1;
  expect(found.raisedS, `${what} raised`).toBeGreaterThanOrEqual(expected.causeS);
  expect(found.raisedS, `${what} raised`).toBeLessThanOrEqual(
    expected.raisedByS ?? expected.causeS + BUDGET_S,
  );
  expect(Math.abs(seen.secondOf(incident.sinceMs) - expected.causeS), `${what} since`).toBeLessThanOrEqual(
    slackS,
  );
  expect(incident.raisedMs).toBeGreaterThanOrEqual(incident.sinceMs);
  if (expected.overS === undefined) {
    expect(found.clearedS, `${what} cleared`).toBeNull();
    return;
  }
  const { overS } = expected;
  expect(found.clearedS, `${what} cleared`).not.toBeNull();
  expect(found.clearedS, `${what} cleared`).toBeLessThanOrEqual(expected.clearedByS ?? overS + BUDGET_S);
  expect(incident.end, `${what} end`).toBe(expected.end ?? 'recovered');
  expect(incident.untilMs ?? 0).toBeGreaterThanOrEqual(incident.sinceMs);
  expect(Math.abs(seen.secondOf(incident.untilMs ?? 0) - overS), `${what} until`).toBeLessThanOrEqual(slackS);
  const parent = expected.parent === undefined ? undefined : all[expected.parent];
  const parentSeen = parent === undefined ? null : seen.incidents[all.indexOf(parent)];
  expect(incident.parent, `${what} parent`).toBe(parentSeen?.incident.id ?? null);
}
