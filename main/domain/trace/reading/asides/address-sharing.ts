import type { TraceHop } from '../../../model/trace.ts';
import { type Aside, destinationHop } from '../untold-trace.ts';

/** RFC 6598: addresses that providers use between a shared translator and the homes behind it. */
export const sharedAddress: Aside = (view) =>
  view.hops.some(({ nodes }) => nodes.some(({ note }) => note === 'cgn'))
    ? 'your provider lets several homes share one address (CGN), which is no fault'
    : null;

export const translated: Aside = (view) => {
  // Every home router translates; only what lies behind it is news.
  const hop = view.hops.find(({ ttl, nodes }) => ttl > 2 && nodes.some((node) => node.translated));
  const before = view.hops.slice(0, 2).some(({ nodes }) => nodes.some((node) => node.translated));
  return hop === undefined || before
    ? null
    : `addresses are translated before hop ${hop.ttl}, which is no fault`;
};

/** Hops behind an address that is put in place of theirs, the last of which is the destination. */
export const portForwarding: Aside = (view) => {
  const last = destinationHop(view);
  if (last === undefined) return null;
  const isGoal = ({ nodes: [node, ...others] }: TraceHop): boolean =>
    others.length === 0 && node?.address === view.destination.address;
  const before = view.hops.findLast((hop) => hop.ttl < last.ttl && !isGoal(hop))?.ttl ?? 0;
  const count = last.ttl - before;
  if (count < 2) return null;
  const which = `${count === 2 ? 'both hops' : 'all hops from'} ${before + 1} ${count === 2 ? 'and' : 'to'} ${last.ttl}`;
  return `${which} show its address, probably because a router forwards a port to it, which is no fault`;
};
