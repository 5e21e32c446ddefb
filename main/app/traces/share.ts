import type { TraceFormat } from '../../contract/contract.ts';
import type { TraceView } from '../../domain/model/trace.ts';
import { maskTrace } from '../../domain/trace/sharing/mask.ts';
import { traceText } from '../../domain/trace/sharing/text.ts';
import { dateText } from '../../domain/words/times.ts';

const CONTENTS: Readonly<Record<TraceFormat, (view: TraceView) => string>> = {
  json: (view) => `${JSON.stringify(view, null, 2)}\n`,
  text: traceText,
};

const ENDINGS: Readonly<Record<TraceFormat, string>> = { json: 'json', text: 'txt' };

/** What leaves the machine: own and private addresses only where they were not to be masked. */
export function sharedTrace(view: TraceView, mask: boolean, format: TraceFormat): string {
  return CONTENTS[format](mask ? maskTrace(view) : view);
}

/** `trace-192.0.2.1-2026-11-21.txt`; a name that is masked names nobody. */
export function suggestedTraceName(view: TraceView, mask: boolean, format: TraceFormat): string {
  const { host } = mask ? maskTrace(view) : view;
  const safe = host.replace(/[^0-9A-Za-z.-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '');
  const parts = ['trace', safe, dateText(view.startedMs, undefined)];
  return `${parts.filter((part) => part !== '').join('-')}.${ENDINGS[format]}`;
}
