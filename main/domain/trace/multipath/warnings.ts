import type { TraceHop, TraceLink, TraceWarning } from '../../model/trace.ts';
import { listText } from '../../words/names.ts';
import { countText, percentText } from '../../words/numbers.ts';
import { unsentWords } from '../engine/warning-words.ts';
import type { LosingWays } from './losing-ways.ts';

const hopsText = (ttls: readonly number[]): string =>
  `${ttls.length === 1 ? 'Hop' : 'Hops'} ${listText(ttls.map(String))}`;

export function perPacketWarning(ttls: readonly number[]): TraceWarning {
  return {
    code: 'per-packet-balancing',
    text: `${hopsText(ttls)}: packets of one flow meet different routers, so load is spread packet by packet, or the path changes; which of them belong together cannot be told.`,
  };
}

export function rareAnswersWarning(ttls: readonly number[]): TraceWarning {
  return {
    code: 'rare-answers',
    text: `${hopsText(ttls)} ${ttls.length === 1 ? 'answers' : 'answer'} too rarely to find all paths there; some may be missing.`,
  };
}

export function probeLimitWarning(packets: number): TraceWarning {
  return {
    code: 'probe-limit',
    text: `It stopped after ${countText(packets)} packets; some paths may be missing.`,
  };
}

const othersText = (share: number): string =>
  share === 0 ? 'the other ways are fine' : `the other ways lose ${percentText(share)}`;

/** A whole sentence: the result is read so. */
export function losingWaysWarning(ways: LosingWays): TraceWarning {
  return { code: 'ways-lose', text: losingWaysText(ways) };
}

function losingWaysText(ways: LosingWays): string {
  switch (ways.kind) {
    case 'dead':
      return `Behind hop ${ways.ttl} (${ways.router}) nothing comes through; ${othersText(ways.others)}.`;
    case 'lossy':
      return `The ways by hop ${ways.ttl} (${ways.router}) lose ${percentText(ways.share)}; ${othersText(ways.others)}.`;
    case 'some':
      return 'Some of the ways lose packets and others do not: the answers do not tell which routers are on them.';
  }
}

/** `code`: an errno or the refusal's name. Other packets left before and after. */
export function someNotSentWarning(code: string): TraceWarning {
  return { code: 'some-not-sent', text: `Some packets could not be sent: ${unsentWords(code)}.` };
}

/** The packets of an ICMP trace differ in nothing that routers choose a next hop by. */
export function oneFlowWarning(): TraceWarning {
  return {
    code: 'one-flow',
    text: 'All packets of an ICMP trace are one flow, so only one path shows; trace with UDP to find the others.',
  };
}

/** The list of a hop is bounded; its links are not. */
export function nodesLeftOutWarning(
  hops: readonly TraceHop[],
  links: readonly TraceLink[],
): TraceWarning | null {
  const wide = hops.filter(({ ttl, nodes }) => {
    const linked = new Set(
      links.flatMap(({ fromTtl, from }) => (fromTtl === ttl && from !== null ? [from] : [])),
    );
    return linked.size > nodes.length;
  });
  if (wide.length === 0) return null;
  return {
    code: 'nodes-left-out',
    text: `${hopsText(wide.map(({ ttl }) => ttl))} ${wide.length === 1 ? 'has' : 'have'} more routers than the list shows; the links name them all.`,
  };
}
