/** The normal quantile of a two-sided 95 % interval. */
const Z_95 = 1.959963984540054;

/**
 * Wilson's score interval (E. B. Wilson, JASA 22, 1927) for a share of which `hits` of `trials` were seen:
 * honest near 0 and 1 and for few trials, unlike the usual one. Shares in [0, 1]; [0, 1] without a trial.
 */
export const wilson95 = (hits: number, trials: number): readonly [low: number, high: number] =>
  wilson(hits, trials, Z_95);

/** The same interval for another normal quantile `z`, positive. */
export function wilson(hits: number, trials: number, z: number): readonly [low: number, high: number] {
  if (trials <= 0) return [0, 1];
  const share = hits / trials;
  const z2 = z * z;
  const centre = share + z2 / (2 * trials);
  const spread = z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
  const scale = 1 + z2 / trials;
  // At the ends the two terms are equal, but for rounding.
  const low = hits <= 0 ? 0 : (centre - spread) / scale;
  const high = hits >= trials ? 1 : (centre + spread) / scale;
  return [Math.max(0, low), Math.min(1, high)];
}
