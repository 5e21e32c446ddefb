/** Quantile by rank of unsorted figures; NaN when there are none. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const round = (figure: number, digits = 2): number => Number(figure.toFixed(digits));

export const MONTH_S = 30.44 * 86_400;
