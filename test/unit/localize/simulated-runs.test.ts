import { expect, test } from 'vitest';
import { calibrationError, scoreOf } from '../../bench/localize/figures.ts';
import { runSeed } from '../../bench/localize/runs.ts';

/** Some 10 s of computing; a busy machine takes its time. */
const LONG = { timeout: 300_000 };
/** A few of the benchmark's paths, other seeds than those the engine was made with. */
const SEEDS = Array.from({ length: 60 }, (_, at) => 50_001 + at);

test(
  'random paths, random faults: who is named is guilty, nobody sound is accused, others do worse',
  LONG,
  () => {
    const runs = SEEDS.map((seed) => runSeed(seed));
    const score = scoreOf(runs.map(({ judgement }) => judgement));
    expect(score.claims).toBeGreaterThan(15);
    expect(score.right).toBeGreaterThanOrEqual(96);
    expect(score.accusedSound).toBe(0);
    expect(score.directionRight).toBeGreaterThanOrEqual(90);
    expect(calibrationError(runs.flatMap(({ forecasts }) => forecasts))).toBeLessThan(10);
    for (const peer of [0, 1, 2]) {
      const other = scoreOf(runs.flatMap(({ peers }) => peers[peer] ?? []));
      expect(other.right).toBeLessThan(score.right);
      expect(other.accusedSound).toBeGreaterThan(score.accusedSound);
    }
  },
);
