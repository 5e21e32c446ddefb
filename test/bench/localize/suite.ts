import { judge } from '../../support/localize/judge.ts';
import { play } from '../../support/localize/play.ts';
import type { BenchOptions, BenchResult, BenchSuite } from '../result.ts';
import { calibrationError, type Forecast, type Score, scoreOf } from './figures.ts';
import { READINGS, type Run, runSeed } from './runs.ts';

const RUNS = { full: 10_000, quick: 300 };
/** Every so many paths are tested a second time, with the same to every hop. */
const UNIFORM_EVERY = 10;

const round = (figure: number, digits = 2): number => Number(figure.toFixed(digits));
const mean = (figures: readonly number[]): number =>
  figures.reduce((a, b) => a + b, 0) / Math.max(1, figures.length);

interface Compared {
  readonly adaptive: readonly number[];
  readonly uniform: readonly number[];
  /** Of the paths compared, in percent: the verdict was there before the budget was spent. */
  readonly sure: { readonly adaptive: number; readonly uniform: number };
  readonly found: { readonly adaptive: number; readonly uniform: number };
}

/** What was kept of many runs, since their beliefs would fill the memory. */
class Collected {
  readonly runs: Pick<Run, 'judgement' | 'peers'>[] = [];
  readonly forecasts: Forecast[] = [];
  readonly claims: Forecast[] = [];
  readonly packets: number[] = [];
  readonly kinds = new Map<string, number>();
  readonly #pairs: { adaptive: Play; uniform: Play }[] = [];

  add(run: Run): void {
    const { judgement, peers, forecasts, claim, played } = run;
    this.runs.push({ judgement, peers });
    this.forecasts.push(...forecasts);
    if (claim !== null) this.claims.push(claim);
    this.packets.push(played.verdict.packets);
    const kind = `${judgement.isFaulty ? 'faulty' : 'sound'} ${played.verdict.kind}`;
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
  }

  addUniform(run: Run): void {
    const uniform = play(run.scenario, { plan: 'uniform' });
    this.#pairs.push({ adaptive: playOf(run, run.played), uniform: playOf(run, uniform) });
  }

  compared(): Compared {
    const of = (plan: 'adaptive' | 'uniform') => this.#pairs.map((pair) => pair[plan]);
    const part = (plan: 'adaptive' | 'uniform', is: (each: Play) => boolean): number =>
      (100 * of(plan).filter(is).length) / Math.max(1, this.#pairs.length);
    return {
      adaptive: of('adaptive').map(({ packets }) => packets),
      uniform: of('uniform').map(({ packets }) => packets),
      sure: {
        adaptive: part('adaptive', ({ isSure }) => isSure),
        uniform: part('uniform', ({ isSure }) => isSure),
      },
      found: {
        adaptive: part('adaptive', ({ found }) => found),
        uniform: part('uniform', ({ found }) => found),
      },
    };
  }
}

interface Play {
  readonly packets: number;
  readonly isSure: boolean;
  /** A fault was named, and rightly. */
  readonly found: boolean;
}

function playOf({ scenario }: Run, { verdict }: Run['played']): Play {
  const accuses = verdict.kind === 'loss' || verdict.kind === 'dead';
  const { isRight } = judge(scenario, { segment: verdict.segment, direction: verdict.direction });
  return { packets: verdict.packets, isSure: verdict.ended === 'sure', found: accuses && isRight };
}

function scoreRows(name: string, score: Score, budgets: boolean): readonly BenchResult[] {
  const row = (what: string, figure: number, budget: string): BenchResult => ({
    name: `${name}: ${what}`,
    figure: round(figure),
    unit: '%',
    ...(budgets && budget !== '' ? { budget } : {}),
  });
  return [
    row('right when it claims', score.right, '>= 99 %'),
    row('sound paths accused', score.accusedSound, '<= 0.1 %'),
    row('runs in which an innocent stretch is named', score.accusedFalsely, ''),
    row('faults that are placed', score.found, ''),
  ];
}

function rows(collected: Collected): readonly BenchResult[] {
  const score = scoreOf(collected.runs.map(({ judgement }) => judgement));
  const kinds = [...collected.kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
  const compared = collected.compared();
  return [
    { name: 'runs', figure: score.runs, unit: '', note: kinds },
    ...scoreRows('localizer', score, true),
    {
      name: 'direction right when claimed',
      figure: round(score.directionRight),
      unit: '%',
      budget: '>= 99 %',
    },
    { name: 'claims with a direction', figure: round(score.directionClaims), unit: '%' },
    {
      name: 'calibration error of all beliefs',
      figure: round(calibrationError(collected.forecasts)),
      unit: 'points',
      budget: '<= 3 points',
    },
    {
      name: 'calibration error of claims',
      figure: round(calibrationError(collected.claims)),
      unit: 'points',
    },
    {
      name: 'packets until the verdict',
      figure: round(mean(compared.adaptive), 0),
      unit: 'packets',
      peer: 'uniform plan',
      peerFigure: round(mean(compared.uniform), 0),
      ratio: round(mean(compared.adaptive) / mean(compared.uniform)),
      note: `budget 1500; sure before it ${round(compared.sure.adaptive, 1)} % and ${round(compared.sure.uniform, 1)} %; a fault placed in ${round(compared.found.adaptive, 1)} % and ${round(compared.found.uniform, 1)} % of ${compared.adaptive.length} runs`,
    },
    ...READINGS.flatMap(({ name }, at) =>
      scoreRows(name, scoreOf(collected.runs.flatMap(({ peers }) => peers[at] ?? [])), false),
    ),
  ];
}

async function run({ quick, say }: BenchOptions): Promise<readonly BenchResult[]> {
  const collected = new Collected();
  const runs = quick ? RUNS.quick : RUNS.full;
  for (let seed = 1; seed <= runs; seed += 1) {
    const each = runSeed(seed);
    collected.add(each);
    if (seed % UNIFORM_EVERY === 0) collected.addUniform(each);
    if (seed % 500 === 0) say(`localize: ${seed} of ${runs} runs`);
  }
  return rows(collected);
}

export const localizeSuite: BenchSuite = { name: 'localize', run };
