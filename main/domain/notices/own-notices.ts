import type { WallMs } from '../model/units.ts';
import type { Delivery, Notice } from './types.ts';

/** About Faultline itself; `key` names the matter for ever. */
export function messageNotice(
  message: { readonly key: string; readonly title: string; readonly body: string },
  atMs: WallMs,
  delivery: Delivery,
): Notice {
  const { key, title, body } = message;
  return { id: `message-${key}`, kind: 'message', incident: null, atMs, title, body, delivery };
}

/** @param count of this run, so that two within a millisecond are two. */
export function testNotice(atMs: WallMs, count: number): Notice {
  return {
    id: `test-${atMs}-${count}`,
    kind: 'test',
    incident: null,
    atMs,
    title: 'Faultline can reach you',
    body: 'Notices of outages will look like this one.',
    delivery: 'shown',
  };
}
