import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { ExpectedIncident, Scenario } from '../../simulator/scenario.ts';

const KILLED_S = 400;
const BACK_S = 403;

const restored = (atS: number, end: Pick<ExpectedIncident, 'overS' | 'clearedByS' | 'end'>): Scenario => ({
  name: `restarted in an outage that ends ${atS - BACK_S} s later: ${end.end ?? 'recovered'}`,
  seed: 52,
  forS: 500,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: atS, kinds: INTERNET, effect: 'cut' }],
  events: [{ atS: KILLED_S, type: 'restart', forS: BACK_S - KILLED_S }],
  expect: [{ class: 'total', causeS: 300, ...end }],
});

export const RESTARTS_NEAR_THE_END: readonly Scenario[] = [
  // Two seconds of silence are no outage: for all that is known it was over before.
  restored(405, { overS: KILLED_S, clearedByS: 407, end: 'unknown' }),
  ...[408, 410, 415, 420, 425].map((atS) => restored(atS, { overS: atS })),
];
