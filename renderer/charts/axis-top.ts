/** A round top for the axis, so that its figures are. */
export function niceTop(top: number): number {
  const power = 10 ** Math.floor(Math.log10(top));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => top <= factor * power) ?? 10;
  return step * power;
}
