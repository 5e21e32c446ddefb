import { LOSSY, type Reading, survivalOf } from './types.ts';

/** The stretch over which the share of answers drops most: how the success rates of path probes are read. */
export const largestDrop: Reading = (counts) => {
  let [worst, segment] = [LOSSY, null as ReturnType<Reading>];
  let [before, from] = [1, 0];
  for (const count of counts) {
    const drop = before - survivalOf(count);
    if (drop >= worst) {
      worst = drop;
      segment = { from, to: count.hop };
    }
    before = survivalOf(count);
    from = count.hop;
  }
  return segment;
};
