/** Quantile by rank of unsorted figures; NaN when there are none. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const round = (figure: number, digits = 2): number => Number(figure.toFixed(digits));

export const MONTH_S = 30.44 * 86_400;

/** What a count of independent events does not exclude: the largest mean that yields so few with 5 %. */
export function upperBound95(count: number): number {
  let low = count;
  let high = 2 * count + 10;
  for (let step = 0; step < 60; step += 1) {
    const mean = (low + high) / 2;
    if (poissonAtMost(count, mean) > 0.05) low = mean;
    else high = mean;
  }
  return high;
}

function poissonAtMost(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let events = 1; events <= count; events += 1) {
    term *= mean / events;
    sum += term;
  }
  return sum;
}
