import type { BoomerangCounts } from '../types.ts';
import type { Whereabouts } from './hop-words.ts';

/** What is around the place `at`. `hops`: of all places, nearest first; `indexes`: as what each of them is shown. */
export function whereaboutsOf(
  at: number,
  hops: readonly BoomerangCounts[],
  indexes: readonly number[],
): Whereabouts {
  const nearer = hops.slice(0, at);
  const barrierAt = nearer.findIndex(({ reason, tooBig, received, late }) => {
    const isTooBig = tooBig !== null && received + late === 0;
    return reason !== null || isTooBig;
  });
  const why = nearer[barrierAt]?.reason ?? 'too-big';
  const index = indexes[barrierAt];
  const room = nearer.findLastIndex(({ received, late }) => received + late > 0);
  return {
    before: indexes[at - 1] ?? null,
    barrier: index === undefined ? null : { index, why },
    tooBig: hops[at]?.tooBig ?? null,
    roomUpTo: indexes[room] ?? null,
  };
}
