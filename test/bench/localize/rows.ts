import type { BenchResult } from '../result.ts';
import { calibrationError, type Score, scoreOf } from './figures.ts';
import { type Outcome, type PlanResult, READINGS } from './runs.ts';

const round = (figure: number, digits = 2): number => Number(figure.toFixed(digits));
const mean = (figures: readonly number[]): number =>
  figures.reduce((a, b) => a + b, 0) / Math.max(1, figures.length);

function scoreRows(name: string, score: Score, withBudgets: boolean): readonly BenchResult[] {
  const row = (what: string, figure: number, budget = ''): BenchResult => ({
    name: `${name}: ${what}`,
    figure: round(figure),
    unit: '%',
    ...(withBudgets && budget !== '' ? { budget } : {}),
  });
  return [
    row('right when it claims', score.right, '>= 99 %'),
    row('sound paths accused', score.accusedSound, '<= 0.1 %'),
    row('runs in which an innocent stretch is named', score.accusedFalsely),
    row('faults that are placed', score.found),
  ];
}

/** How many runs came to which verdict: `512 faulty loss`. */
function kindsText(outcomes: readonly Outcome[]): string {
  const kinds = new Map<string, number>();
  for (const { kind, judgement } of outcomes) {
    const name = `${judgement.isFaulty ? 'faulty' : 'sound'} ${kind}`;
    kinds.set(name, (kinds.get(name) ?? 0) + 1);
  }
  return [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
}

function directionRows(score: Score): readonly BenchResult[] {
  const right = round(score.directionRight);
  return [
    { name: 'direction right when claimed', figure: right, unit: '%', budget: '>= 99 %' },
    { name: 'claims with a direction', figure: round(score.directionClaims), unit: '%' },
  ];
}

function beliefRows(outcomes: readonly Outcome[]): readonly BenchResult[] {
  const beliefs = outcomes.flatMap(({ forecasts }) => forecasts);
  const claims = outcomes.flatMap(({ claim }) => claim ?? []);
  const widths = outcomes.flatMap(({ width }) => width ?? []);
  const budget = '<= 3 points';
  return [
    {
      name: 'calibration error, all beliefs',
      figure: round(calibrationError(beliefs)),
      unit: 'points',
      budget,
    },
    { name: 'calibration error, claims', figure: round(calibrationError(claims)), unit: 'points', budget },
    { name: 'links of a named stretch, mean', figure: round(mean(widths)), unit: 'links' },
  ];
}

/** The same paths by both plans. */
function planRow(outcomes: readonly Outcome[]): BenchResult {
  const pairs = outcomes.flatMap(({ adaptive, uniform }) =>
    uniform === null ? [] : [{ adaptive, uniform }],
  );
  const figures = (of: (pair: (typeof pairs)[number]) => PlanResult) => {
    const plans = pairs.map(of);
    const part = (is: (plan: PlanResult) => boolean): number =>
      round((100 * plans.filter(is).length) / pairs.length, 1);
    return {
      packets: mean(plans.map(({ packets }) => packets)),
      sure: part(({ isSure }) => isSure),
      found: part(({ found }) => found),
    };
  };
  const [adaptive, uniform] = [figures((pair) => pair.adaptive), figures((pair) => pair.uniform)];
  return {
    name: 'packets until the verdict, mean',
    figure: round(adaptive.packets, 0),
    unit: 'packets',
    peer: 'uniform plan',
    peerFigure: round(uniform.packets, 0),
    ratio: round(adaptive.packets / uniform.packets),
    note: `${pairs.length} paths, at most 1500 each; sure before that ${adaptive.sure} % against ${uniform.sure} %; a fault placed in ${adaptive.found} % against ${uniform.found} %`,
  };
}

/** All runs as a table. */
export function rowsOf(outcomes: readonly Outcome[]): readonly BenchResult[] {
  const score = scoreOf(outcomes.map(({ judgement }) => judgement));
  return [
    { name: 'runs', figure: score.runs, unit: 'paths', note: kindsText(outcomes) },
    ...scoreRows('localizer', score, true),
    ...directionRows(score),
    ...beliefRows(outcomes),
    planRow(outcomes),
    ...READINGS.flatMap(({ name }, at) =>
      scoreRows(name, scoreOf(outcomes.flatMap(({ peers }) => peers[at] ?? [])), false),
    ),
  ];
}
