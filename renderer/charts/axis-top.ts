/** Halves of these are round too: the axis is labelled at its middle and its top. */
const ROUND = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10];

/** The round number at or above `top`, which is above 0. */
export function niceTop(top: number): number {
  const power = 10 ** Math.floor(Math.log10(top));
  const step = ROUND.find((factor) => top <= factor * power * (1 + Number.EPSILON)) ?? 10;
  return step * power;
}
