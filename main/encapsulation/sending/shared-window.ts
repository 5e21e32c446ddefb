import { LIMITS } from '../../../helper/protocol/limits.ts';
import type { Rates } from '../../domain/encapsulation/types.ts';
import type { PathSender } from '../../helper-client/types.ts';
import { SendWindow } from './send-window.ts';

/** What the helper enforces; nobody may ask for more. */
export const MOST: Rates = {
  perSecond: LIMITS.encapsulatedPerSecond,
  perHopPerSecond: LIMITS.encapsulatedPerHopPerSecond,
};

const windows = new WeakMap<PathSender, SendWindow>();

/** One for all runs that send through the same helper. */
export function windowOf(sender: PathSender): SendWindow {
  const known = windows.get(sender);
  if (known !== undefined) return known;
  const made = new SendWindow(MOST);
  windows.set(sender, made);
  return made;
}

/**
 * The helper's name for whom a packet burdens: the hop where it turns round, together with the TTL of its innermost
 * packet where that is to end on the way.
 */
export function burdened(addresses: readonly string[], via: readonly number[], ttl: number): string {
  const hop = addresses[Math.max(...via)] ?? '';
  return ttl < 64 ? `${hop} ${ttl}` : hop;
}
