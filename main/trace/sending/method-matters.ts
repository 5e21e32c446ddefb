import type { TraceFacts, TracePlan } from '../../domain/trace/types.ts';

/** A router that says so says it of every packet to the destination, whatever is in it. */
const WHATEVER_THE_METHOD: ReadonlySet<string> = new Set([
  'net-unreachable',
  'host-unreachable',
  'no-route',
  'address-unreachable',
  'net-unknown',
  'host-unknown',
]);

/** Packets of this size do not pass, whatever is in them; smaller ones would be the answer to another question. */
const WHATEVER_THE_CONTENT: ReadonlySet<string> = new Set(['fragmentation-needed', 'packet-too-big']);
const FINAL_WARNINGS: ReadonlySet<string> = new Set(['routing-loop', 'path-mtu']);

/**
 * Whether a trace that has not reached the destination may fare better by another method. Not when the last hop it
 * may look at is a router, when it goes round in circles, or when a router knows no way or says that the packets are too large.
 */
export function methodMatters({ hops, warnings }: TraceFacts, { maxHops }: TracePlan): boolean {
  const last = hops.findLast(({ nodes }) => nodes.length > 0);
  if (last === undefined) return true;
  if (last.ttl >= maxHops || warnings.some(({ code }) => FINAL_WARNINGS.has(code))) return false;
  const said = hops.flatMap(({ nodes }) => nodes.flatMap(({ answers }) => answers));
  return !said.some((answer) => WHATEVER_THE_METHOD.has(answer) || WHATEVER_THE_CONTENT.has(answer));
}
