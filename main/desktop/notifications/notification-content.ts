import type { Destination } from '../../contract/contract.ts';
import type { Notice, NoticeOutput } from '../../domain/notices/types.ts';

/** How one notice looks on the desktop. */
export interface NotificationContent {
  readonly title: string;
  readonly body: string;
  readonly urgency: 'normal' | 'critical';
  /** An outage stays until somebody has seen it. */
  readonly timeoutType: 'default' | 'never';
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The body is markup by the Desktop Notifications specification, the title is not. */
const escapedBody = (text: string): string =>
  text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');

export function notificationContent(
  { notice, urgent }: NoticeOutput,
  platform: NodeJS.Platform,
): NotificationContent {
  return {
    title: notice.title,
    body: platform === 'linux' ? escapedBody(notice.body) : notice.body,
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
