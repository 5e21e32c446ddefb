import { LOSSY, type Reading, survivalOf } from './types.ts';

/** The rule that users of mtr are taught: loss counts where it goes on to every later hop and the destination. */
export const persistingLoss: Reading = (counts) => {
  const first = counts.findLastIndex((count) => 1 - survivalOf(count) < LOSSY) + 1;
  const count = counts[first];
  return count === undefined ? null : { from: counts[first - 1]?.hop ?? 0, to: count.hop };
};
