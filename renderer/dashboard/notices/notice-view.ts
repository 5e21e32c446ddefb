import type { Delivery, NoticeKind } from '../../../main/domain/notices/types.ts';
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

export const KIND_SHAPES: Readonly<Record<NoticeKind, Shown>> = {
  begun: 'down',
  ended: 'good',
  digest: 'unavailable',
  message: 'unavailable',
  test: 'unavailable',
};
