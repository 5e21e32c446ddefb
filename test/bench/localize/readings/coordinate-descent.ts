import { LOSSY, type Reading, survivalOf } from './types.ts';

/** Weight of the term that pulls each link towards all or nothing. */
const LAMBDA = 0.1;
const SWEEPS = 200;
const SETTLED = 1e-6;

/**
 * NetBouncer's estimator (Tan et al., NSDI 2019): link survivals x in [0, 1] that minimize the squared errors of the
 * paths' success rates plus lambda sum x (1 - x), one coordinate after the other, each solved exactly.
 */
function linkSurvivals(rates: readonly number[]): readonly number[] {
  const links = rates.map(() => 1);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    let moved = 0;
    for (const link of links.keys()) {
      const better = bestFor(link, links, rates);
      moved = Math.max(moved, Math.abs(better - (links[link] ?? 1)));
      links[link] = better;
    }
    if (moved < SETTLED) break;
  }
  return links;
}

function bestFor(link: number, links: readonly number[], rates: readonly number[]): number {
  let [squares, products, others] = [0, 0, 1];
  for (const [path, rate] of rates.entries()) {
    if (path !== link) others *= links[path] ?? 1;
    if (path < link) continue;
    squares += others * others;
    products += rate * others;
  }
  const curvature = squares - LAMBDA;
  const cost = (x: number): number => curvature * x * x + (LAMBDA - 2 * products) * x;
  if (curvature <= 0) return cost(0) < cost(1) ? 0 : 1;
  return Math.min(1, Math.max(0, (2 * products - LAMBDA) / (2 * curvature)));
}

export const coordinateDescent: Reading = (counts) => {
  const links = linkSurvivals(counts.map(survivalOf));
  const worst = links.reduce((at, survival, link) => (survival < (links[at] ?? 1) ? link : at), 0);
  const count = counts[worst];
  if (count === undefined || 1 - (links[worst] ?? 1) < LOSSY) return null;
  return { from: counts[worst - 1]?.hop ?? 0, to: count.hop };
};
