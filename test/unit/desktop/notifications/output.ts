import type { NoticeToShow } from '../../../../main/app/types.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import type { TraceAsk } from '../../../../main/domain/trace/ask.ts';

export interface OutputParts {
  readonly tag?: string;
  readonly urgent?: boolean;
  readonly title?: string;
  readonly body?: string;
  readonly incident?: string | null;
  readonly trace?: TraceAsk | null;
}

export const TRACE: TraceAsk = { host: '192.0.2.1', mode: 'continuous', method: 'auto', family: 4 };

export function output({
  tag = 'ipv4-only-1',
  urgent = false,
  title = 'IPv4 is down',
  body = 'Since 14:02 (12 s).',
  incident = tag,
  trace = null,
}: OutputParts): NoticeToShow {
  const notice = {
    id: `${tag}:begun`,
    kind: 'begun',
    incident,
    atMs: wallMs(1),
    title,
    body,
    delivery: 'shown',
  } as const;
  return { notice, tag, urgent, trace };
}
