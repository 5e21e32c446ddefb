import type { Aside } from '../untold-trace.ts';

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
