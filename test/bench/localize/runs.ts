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

export interface Run {
  readonly scenario: Scenario;
  readonly played: Played;
  readonly judgement: Judgement;
  /** Beliefs on the way and at the end: "there is a fault, and in this stretch". */
  readonly forecasts: readonly Forecast[];
  /** The confidence of what was claimed, if anything was. */
  readonly claim: Forecast | null;
  readonly peers: readonly Judgement[];
}

/** One seed: the localizer, then simple probers with as many packets on the same path. */
export function runSeed(seed: number): Run {
  const scenario = drawScenario(seed);
  const played = play(scenario, { lookAt: LOOKS });
  const { verdict, belief } = played;
  const accuses = verdict.kind === 'loss' || verdict.kind === 'dead';
  const judgement = judge(scenario, {
    segment: accuses ? verdict.segment : null,
    direction: verdict.direction,
  });
  const forecasts = [...played.looks.map((look) => look.belief), belief].map((each) => ({
    probability: each.fault * each.segmentShare,
    isSo: judge(scenario, { segment: each.segment, direction: 'unknown' }).isRight,
  }));
  return {
    scenario,
    played,
    judgement,
    forecasts,
    claim: accuses ? { probability: verdict.confidence, isSo: judgement.isRight } : null,
    peers: peersOf(scenario, verdict.packets),
  };
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
