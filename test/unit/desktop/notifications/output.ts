import { wallMs } from '../../../../main/domain/model/units.ts';
import type { NoticeOutput } from '../../../../main/domain/notices/types.ts';

export interface OutputParts {
  readonly tag?: string;
  readonly urgent?: boolean;
  readonly title?: string;
  readonly body?: string;
  readonly incident?: string | null;
}

export function output({
  tag = 'ipv4-only-1',
  urgent = false,
  title = 'IPv4 is down',
  body = 'Since 14:02 (12 s).',
  incident = tag,
}: OutputParts): NoticeOutput {
  const notice = {
    id: `${tag}:begun`,
    kind: 'begun',
    incident,
    atMs: wallMs(1),
    title,
    body,
    delivery: 'shown',
  } as const;
  return { notice, tag, urgent };
}
