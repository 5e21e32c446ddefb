import { DEAD_INDEX, survivalAt } from './grid.ts';

/**
 * Correlation within a block: probes of one family to one hop within BLOCK_MS share the fate of a burst. Polya's urn
 * of 1/rho - 1 balls.
 */
const CORRELATION = 0.25;
export const BLOCK_MS = 1_000;
/** Probes of a block; more begin another one. */
export const BLOCK_MOST = 5;

/** Where the table of `answered` of `sent` in a block stands. */
export const blockKey = (sent: number, answered: number): number => (sent * (sent + 1)) / 2 - 1 + answered;
export const BLOCK_KEYS = blockKey(BLOCK_MOST, BLOCK_MOST) + 1;

/** Log probability of one sequence of outcomes with so many answered, as a function of the survival. */
function logProbability(sent: number, answered: number): Float64Array {
  const balls = 1 / CORRELATION - 1;
  const table = new Float64Array(DEAD_INDEX + 1);
  for (let index = 0; index <= DEAD_INDEX; index += 1) {
    const survival = survivalAt(index);
    let sum = 0;
    for (let i = 0; i < answered; i += 1) sum += Math.log(survival * balls + i);
    for (let i = 0; i < sent - answered; i += 1) sum += Math.log((1 - survival) * balls + i);
    for (let i = 0; i < sent; i += 1) sum -= Math.log(balls + i);
    table[index] = sum;
  }
  return table;
}

/** By `blockKey`: over all indices of the scale of survivals. */
export const BLOCK_TABLES: readonly Float64Array[] = Array.from(
  { length: BLOCK_MOST },
  (_, i) => i + 1,
).flatMap((sent) => Array.from({ length: sent + 1 }, (_, answered) => logProbability(sent, answered)));
