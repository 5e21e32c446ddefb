import type { TraceView } from '../../../main/domain/model/trace.ts';

export interface Announcement {
  /** What it is about: the same matter is not told again. */
  readonly matter: string;
  readonly text: string;
}

/**
 * What a screen reader is told: that it has begun, what came of it, and in a continuous trace another state or another
 * hop, never each new figure.
 */
export function announcementOf(view: TraceView | null): Announcement {
  if (view === null) return { matter: '', text: '' };
  const { id, status, mode, host, sentence, trouble } = view;
  if (status === 'failed') return { matter: `${id} failed`, text: trouble ?? sentence.text };
  const isOpen = status === 'running' && (mode !== 'continuous' || sentence.state === 'starting');
  if (isOpen) return { matter: `${id} begun`, text: `Tracing ${host}.` };
  // A share or a time that has changed by a little is no news.
  const gist = sentence.text.replace(/[\d.,]+ (?:%|ms|s|min)/g, '#');
  return { matter: `${id} ${status} ${sentence.state} ${gist}`, text: sentence.text };
}
