import { directionOfLosses } from '../../../main/domain/localize/inference/fault-steps.ts';
import type { Direction, Segment } from '../../../main/domain/localize/types.ts';
import type { Scenario } from './scenario.ts';

/** What somebody says of a path; `segment` null: nobody is blamed. */
export interface Accusation {
  readonly segment: Segment | null;
  readonly direction: Direction;
}

export interface Judgement {
  readonly isFaulty: boolean;
  readonly accuses: boolean;
  /** The stretch holds a link that loses packets of the destination. Of no accusation: there is no fault. */
  readonly isRight: boolean;
  /** Null: no direction was claimed. */
  readonly isDirectionRight: boolean | null;
}

/** By what the scenario knows. */
export function judge({ truth }: Scenario, { segment, direction }: Accusation): Judgement {
  const isFaulty = truth.links.size > 0;
  if (segment === null) return { isFaulty, accuses: false, isRight: !isFaulty, isDirectionRight: null };
  const inside = [...truth.links].filter(([link]) => link > segment.from && link <= segment.to);
  const lossOf = (way: 'forward' | 'back'): number =>
    1 - inside.reduce((survival, [, losses]) => survival * (1 - losses[way]), 1);
  const isDirectionRight =
    direction === 'unknown'
      ? null
      : inside.length > 0 && directionOfLosses(lossOf('forward'), lossOf('back')) === direction;
  return { isFaulty, accuses: true, isRight: inside.length > 0, isDirectionRight };
}
