import type { BenchSuite } from '../result.ts';
import { rowsOf } from './rows.ts';
import { type Outcome, runSeed } from './runs.ts';

const RUNS = { full: 10_000, quick: 300 };
/** Every so many paths are tested a second time by the uniform plan. */
const UNIFORM_EVERY = 10;
const SAY_EVERY = 250;

/** In virtual time: the same seeds, the same figures on any machine. */
export const localizeSuite: BenchSuite = {
  name: 'localize',
  run: async ({ quick, say }) => {
    const runs = quick ? RUNS.quick : RUNS.full;
    const outcomes: Outcome[] = [];
    for (let seed = 1; seed <= runs; seed += 1) {
      outcomes.push(runSeed(seed, seed % UNIFORM_EVERY === 0));
      if (seed % SAY_EVERY === 0) say(`localize: ${seed} of ${runs} paths`);
    }
    return rowsOf(outcomes);
  },
};
