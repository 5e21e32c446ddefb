import { type Judgement, judge } from '../../support/localize/judge.ts';
import { type Played, play } from '../../support/localize/play.ts';
import { drawScenario, type Scenario } from '../../support/localize/scenario.ts';
import { probeEvenly } from './even-prober.ts';
import type { Forecast } from './figures.ts';
import { coordinateDescent } from './readings/coordinate-descent.ts';
import { largestDrop } from './readings/largest-drop.ts';
import { persistingLoss } from './readings/persisting-loss.ts';

/** Packets after which the belief is compared with the truth. */
const LOOKS = [100, 300, 600];

export const READINGS = [
  { name: 'largest drop of echoes', family: 'echo', reading: largestDrop },
  { name: "mtr's rule", family: 'ttl-limited', reading: persistingLoss },
  { name: "NetBouncer's descent", family: 'echo', reading: coordinateDescent },
] as const;

/** How a plan of probes came off. */
export interface PlanResult {
  readonly packets: number;
  /** The verdict was there before the budget was spent. */
  readonly isSure: boolean;
  /** A fault was named, and rightly. */
  readonly found: boolean;
}

/** One run as plain data. */
export interface Outcome {
  readonly kind: string;
  readonly judgement: Judgement;
  /** Beliefs on the way and at the end: "there is a fault, and in this stretch". */
  readonly forecasts: readonly Forecast[];
  /** The confidence of what was claimed, if anything was. */
  readonly claim: Forecast | null;
  /** Links of the stretch that was named. */
  readonly width: number | null;
  /** Of the simple probers, in the order of READINGS. */
  readonly peers: readonly Judgement[];
  readonly adaptive: PlanResult;
  /** The same path once more, with the same to every hop; null: not tried. */
  readonly uniform: PlanResult | null;
}

/** One seed: the localizer, then simple probers with as many packets on the same path. */
export function runSeed(seed: number, withUniform = false): Outcome {
  const scenario = drawScenario(seed);
  const played = play(scenario, { lookAt: LOOKS });
  const { verdict, belief } = played;
  const judgement = judgeVerdict(scenario, played);
  const forecasts = [...played.looks.map((look) => look.belief), belief].map((each) => ({
    probability: each.fault * each.segmentShare,
    isSo: judge(scenario, { segment: each.segment, direction: 'unknown' }).isRight,
  }));
  const { segment, confidence } = verdict;
  return {
    kind: verdict.kind,
    judgement,
    forecasts,
    claim: judgement.accuses ? { probability: confidence, isSo: judgement.isRight } : null,
    width: judgement.accuses && segment !== null ? segment.to - segment.from : null,
    peers: peersOf(scenario, verdict.packets),
    adaptive: planResult(scenario, played),
    uniform: withUniform ? planResult(scenario, play(scenario, { plan: 'uniform' })) : null,
  };
}

function judgeVerdict(scenario: Scenario, { verdict }: Played): Judgement {
  const accuses = verdict.kind === 'loss' || verdict.kind === 'dead';
  return judge(scenario, { segment: accuses ? verdict.segment : null, direction: verdict.direction });
}

function planResult(scenario: Scenario, played: Played): PlanResult {
  const { accuses, isRight } = judgeVerdict(scenario, played);
  const { packets, ended } = played.verdict;
  return { packets, isSure: ended === 'sure', found: accuses && isRight };
}

function peersOf(scenario: Scenario, packets: number): readonly Judgement[] {
  const counts = {
    echo: probeEvenly(scenario, 'echo', packets),
    'ttl-limited': probeEvenly(scenario, 'ttl-limited', packets),
  };
  return READINGS.map(({ family, reading }) =>
    judge(scenario, { segment: reading(counts[family]), direction: 'unknown' }),
  );
}
