/**
 * The normal quantile that leaves `tail` above it, for `tail` in (0, 0.5]; within 4.5e-4 (Abramowitz, Stegun:
 * "Handbook of Mathematical Functions", 26.2.23).
 */
export function upperQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  const over = 2.515517 + t * (0.802853 + t * 0.010328);
  const under = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return t - over / under;
}
