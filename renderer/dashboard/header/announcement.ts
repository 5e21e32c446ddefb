import type { AppState } from '../../../main/contract/app-state.ts';

/**
 * What a screen reader is told, and the matter it is about: the running time of an outage is no news, another
 * verdict is.
 */
export interface Announcement {
  readonly matter: string;
  readonly text: string;
}

/** `(3 min 12 s)`, `(3 min 12 s, 12 % lost)`: it would be old before it has been read out. */
const RUNNING_TIME = / \([^()]*\)(?=\.)/g;

export function announcementOf({ phase, verdict, open, pause }: AppState): Announcement {
  const matter = [
    phase,
    verdict.state,
    pause?.untilMs ?? (pause === null ? '' : 'open end'),
    ...(open.length > 0 ? open.map(({ id }) => id) : [verdict.headline]),
  ].join(' ');
  const text = [verdict.headline, verdict.detail].filter((part) => part !== '').join(' ');
  return { matter, text: text.replace(RUNNING_TIME, '') };
}
