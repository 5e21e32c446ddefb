import type { ProbedHop } from '../../../main/domain/model/encapsulation.ts';
import { wilson95 } from '../../../main/domain/statistics/wilson.ts';

/** A hop of a path probe of which so many boomerangs came home and so many did not. */
export function probedHop(
  index: number,
  received: number,
  lost: number,
  changes: Partial<ProbedHop> = {},
): ProbedHop {
  const known = received + lost;
  const [low, high] = wilson95(lost, known);
  return {
    index,
    address: `192.0.2.${index}`,
    name: null,
    decapsulates: 'yes',
    notTestable: null,
    wayHome: 'own',
    sent: known,
    received,
    late: 0,
    duplicate: 0,
    failed: 0,
    lossPercent: known === 0 ? null : (100 * lost) / known,
    interval95: known === 0 ? null : [100 * low, 100 * high],
    rttMs: null,
    ...changes,
  };
}

export const untested = (index: number, why: string, changes: Partial<ProbedHop> = {}): ProbedHop =>
  probedHop(index, 0, 0, { decapsulates: 'untestable', notTestable: why, wayHome: null, ...changes });

/** How many of `trials` happen. */
export function binomial(trials: number, share: number, random: () => number): number {
  let count = 0;
  for (let trial = 0; trial < trials; trial += 1) if (random() < share) count += 1;
  return count;
}
