/** The chance, at one router that spreads load, of missing a next hop. */
export const MISS_CHANCE = 0.05;

/**
 * How many flows through a router must have been seen before a further next hop is excluded, when `known` are known
 * already: 6, 11, 16, 21, ... for 1, 2, 3, 4. If there were k = known + 1 of them, evenly chosen, the chance that n
 * flows avoid one is at most k ((k - 1) / k)^n (Augustin, Friedman, Teixeira: "Measuring load-balanced paths in the
 * Internet", IMC 2007; Veitch et al.: "Failure control in multipath route tracing", INFOCOM 2009).
 */
export function flowsNeeded(known: number): number {
  const k = Math.max(known, 1) + 1;
  return Math.ceil(Math.log(MISS_CHANCE / k) / Math.log((k - 1) / k));
}

/** What is not excluded by the claim: the chance that a graph with so many load-balancing routers is incomplete. */
export const graphMissChance = (balancers: number): number => 1 - (1 - MISS_CHANCE) ** balancers;
