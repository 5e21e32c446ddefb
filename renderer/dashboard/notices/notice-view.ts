import { INCIDENT_CLASSES } from '../../../main/domain/model/incident.ts';
import type { Delivery, Notice, NoticeKind } from '../../../main/domain/notices/types.ts';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import type { Shown } from '../../../main/domain/words/shapes.ts';

/** Whether the desktop showed it, and why not; the words of the list. */
export const DELIVERY_TEXTS: Readonly<Record<Delivery, string>> = {
  shown: 'Shown on the desktop',
  'quiet-hours': 'Only listed: quiet hours',
  muted: 'Only listed: this kind is muted',
  cooldown: 'Only listed: the last one of this kind was too recent',
  off: 'Only listed: notifications are off',
  failed: 'Only listed: the desktop did not show it',
  replaced: 'Only listed: a larger outage took its place',
};

export const KIND_TITLES: Readonly<Record<NoticeKind, string>> = {
  begun: 'Began',
  ended: 'Ended',
  digest: 'Digest',
  message: 'About Faultline',
  test: 'Test',
};

/** An incident's id begins with its class. */
const stateOf = (incident: string): Shown => {
  const found = INCIDENT_CLASSES.find((one) => incident.startsWith(`${one}-`));
  return found === undefined ? 'down' : CLASS_WORDS[found].state;
};

/** What a notice is about, as a shape: neither a digest nor a message says anything of the line as it is. */
export function noticeShape({ kind, incident }: Pick<Notice, 'kind' | 'incident'>): Shown {
  if (kind === 'begun') return incident === null ? 'down' : stateOf(incident);
  return kind === 'ended' ? 'good' : 'unavailable';
}
