import type { HopCalibration } from '../../domain/model/encapsulation.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import type { TracePlan } from '../../domain/trace/types.ts';
import type { Target } from '../../trace/host/literal.ts';
import { planOf } from '../../trace/run/plan.ts';
import { QUERIES } from './passes.ts';
import type { Relay } from './relay-sender.ts';

/**
 * From which TTL on packets of a reverse trace have come home, and how that is seen. Null: they are seen by themselves,
 * or it is not known.
 */
export function homeOf({ waysHome, ttlHome }: HopCalibration): Relay['home'] {
  if (waysHome.includes('own') || ttlHome === null) return null;
  const [way = null] = waysHome.filter((one) => one !== 'farther');
  return { ttl: ttlHome, way };
}

/** What the engine is to look at: no farther than what can be seen. `destination`: of the packets. */
export function relayPlan(
  ask: TraceAsk,
  destination: Target,
  home: Relay['home'],
  queries: number = QUERIES[0],
): TracePlan {
  const plan = planOf(
    { ...ask, queries: ask.queries ?? queries, method: 'icmp', findMtu: false },
    destination,
    'icmp',
    'once',
  );
  if (home === null) return { ...plan, expectedHops: null };
  const seen = home.way === null ? home.ttl - 1 : home.ttl;
  const maxHops = Math.max(1, home.way === null ? Math.min(plan.maxHops, seen) : plan.maxHops);
  return { ...plan, maxHops, expectedHops: Math.max(1, Math.min(seen, maxHops)) };
}
