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

/** `UDP over IPv4, 8 hops` */
export const summaryText = ({ method, family, hops }: TraceSummary): string =>
  `${METHOD_NAMES[method]} over IPv${family}, ${hops === 0 ? 'nothing answered' : countOf(hops, 'hop')}`;
