import type { TraceMethod, TraceReason, TraceSummary, TraceView } from '../../../main/domain/model/trace.ts';
import { countOf } from '../../../main/domain/words/numbers.ts';
import type { Shown } from '../../../main/domain/words/shapes.ts';

/** Which shape stands before a sentence. */
export const SENTENCE_SHAPES: Readonly<Record<TraceView['sentence']['state'], Shown>> = {
  good: 'good',
  degraded: 'degraded',
  outage: 'down',
  starting: 'unknown',
};

export const METHOD_NAMES: Readonly<Record<TraceMethod, string>> = { udp: 'UDP', icmp: 'ICMP', tcp: 'TCP' };

/** Why it was taken; empty: somebody asked for it. */
export const REASON_TEXTS: Readonly<Record<TraceReason, string>> = {
  asked: '',
  incident: 'Taken for an incident',
  baseline: 'Taken while all was well',
};

/** Whose way it is: `example.net`, `Way back from example.net`, `192.0.2.9 to example.net`. */
export function summaryTitle({ direction, host, relay }: TraceSummary): string {
  if (direction === 'forward') return host;
  return direction === 'reverse' ? `Way back from ${host}` : `${relay ?? 'Another host'} to ${host}`;
}

/** `UDP over IPv4, 8 hops` */
export const summaryText = ({ direction, method, family, hops }: TraceSummary): string =>
  `${direction === 'forward' ? METHOD_NAMES[method] : 'IP-in-IP'} over IPv${family}, ${hops === 0 ? 'nothing answered' : countOf(hops, 'hop')}`;
