import type { NoticeToShow } from '../../app/types.ts';
import type { Destination } from '../../contract/contract.ts';
import type { Notice } from '../../domain/notices/types.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';

/** How one notice looks on the desktop. */
export interface NotificationContent {
  readonly title: string;
  readonly body: string;
  readonly urgency: 'normal' | 'critical';
  /** An outage stays until somebody has seen it. */
  readonly timeoutType: 'default' | 'never';
}

/** The one button that a notification may have. */
export const TRACE_LABEL = 'Trace now';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The body may be markup by the Desktop Notifications specification, the title never is. */
const escapedBody = (text: string): string =>
  text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');

/** @param isMarkup who shows it takes the body for markup. */
export function notificationContent(
  { notice, urgent }: Pick<NoticeToShow, 'notice' | 'urgent'>,
  isMarkup: boolean,
): NotificationContent {
  return {
    title: notice.title,
    body: isMarkup ? escapedBody(notice.body) : notice.body,
    urgency: urgent ? 'critical' : 'normal',
    timeoutType: urgent ? 'never' : 'default',
  };
}

/** What a click opens. */
export const destinationOf = ({ incident }: Notice): Destination => ({
  incident,
  tab: incident === null ? 'notices' : 'incidents',
  trace: null,
});

/** What the button opens: the traceroute window with this trace running. */
export const traceDestination = (ask: TraceAsk): Destination => ({
  incident: null,
  tab: null,
  trace: { kind: 'run', ask },
});
