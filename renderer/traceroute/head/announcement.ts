import type { PathProbeView } from '../../../main/domain/model/encapsulation.ts';
import type { TraceDirection, TraceView } from '../../../main/domain/model/trace.ts';

export interface Announcement {
  /** What it is about: the same matter is not told again. */
  readonly matter: string;
  readonly text: string;
}

const BEGUN: Readonly<Record<TraceDirection, (host: string) => string>> = {
  forward: (host) => `Tracing ${host}.`,
  reverse: (host) => `Tracing the way back from ${host}.`,
  between: (host) => `Tracing the way to ${host} from another host.`,
};

/**
 * What a screen reader is told: that it has begun, what came of it, and in a continuous trace another state or another
 * hop, never each new figure.
 */
export function announcementOf(view: TraceView | null): Announcement {
  if (view === null) return { matter: '', text: '' };
  const { id, status, mode, sentence, trouble } = view;
  if (status === 'failed') return { matter: `${id} failed`, text: trouble ?? sentence.text };
  const isOpen = status === 'running' && (mode !== 'continuous' || sentence.state === 'starting');
  if (isOpen) return { matter: `${id} begun`, text: BEGUN[view.direction](view.host) };
  // A share or a time that has changed by a little is no news.
  const gist = sentence.text.replace(/[\d.,]+ (?:%|ms|s|min)/g, '#');
  return { matter: `${id} ${status} ${sentence.state} ${gist}`, text: sentence.text };
}

/** The same of a path probe. */
export function probeAnnouncementOf(view: PathProbeView): Announcement {
  const { id, status, phase, host, sentence, trouble } = view;
  if (status === 'failed') return { matter: `${id} failed`, text: trouble ?? sentence.text };
  const what = host === null ? 'the path' : `the path to ${host}`;
  if (status === 'running') return { matter: `${id} ${phase}`, text: PHASE_WORDS[phase](what) };
  return { matter: `${id} ${status}`, text: sentence.text };
}

const PHASE_WORDS: Readonly<Record<PathProbeView['phase'], (what: string) => string>> = {
  tracing: (what) => `Tracing ${what}.`,
  calibrating: () => 'Finding out which of its hops unwrap packets.',
  probing: (what) => `Probing ${what}.`,
  ended: () => '',
};
