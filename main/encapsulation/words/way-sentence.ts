import type { TraceSentence, TraceView } from '../../domain/model/trace.ts';
import { hopWords } from '../../domain/trace/reading/hop-words.ts';
import type { UntoldTrace } from '../../domain/trace/reading/untold-trace.ts';
import { countOf } from '../../domain/words/numbers.ts';

/** Of a trace through somebody else: what its packets do before they are sent on, and after, is not what is asked. */

const good = (text: string): TraceSentence => ({ state: 'good', text });
const degraded = (text: string): TraceSentence => ({ state: 'degraded', text });
const outage = (text: string): TraceSentence => ({ state: 'outage', text });
const unknown = (text: string): TraceSentence => ({ state: 'starting', text });

type Way = Pick<TraceView, 'direction' | 'relay' | 'host'>;

const relayWords = ({ relay, host, direction }: Way): string =>
  direction === 'reverse' ? host : (relay?.name ?? relay?.address ?? 'the other host');

/** `the way back from a.example`, `the way from b.example to a.example`. */
const wayWords = (view: Way): string =>
  view.direction === 'reverse'
    ? `the way back from ${relayWords(view)}`
    : `the way from ${relayWords(view)} to ${view.host}`;

const goalWords = ({ direction, host }: Way): string => (direction === 'reverse' ? 'this machine' : host);

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const askingSentence = (view: Way): TraceSentence =>
  unknown(`Asking whether ${relayWords(view)} takes packets in IP-in-IP and sends on what is in them.`);

function underWay(view: UntoldTrace): TraceSentence {
  const last = view.hops.findLast(({ nodes }) => nodes.length > 0);
  const where =
    last === undefined ? 'Waiting for the first answers' : `Seen as far as ${hopWords(view, last.ttl)}`;
  return view.status === 'running'
    ? unknown(`${where} of ${wayWords(view)}.`)
    : unknown(`Stopped early: ${where.toLowerCase()} of ${wayWords(view)}.`);
}

function unreached(view: UntoldTrace): TraceSentence {
  const loop = view.warnings.find(({ code }) => code === 'routing-loop');
  if (loop !== undefined)
    return outage(`Packets on ${wayWords(view)} never get to ${goalWords(view)}. ${loop.text}`);
  const refused = view.warnings.find(({ code }) => code === 'unreachable');
  if (refused !== undefined) return outage(`${capitalized(wayWords(view))} is broken. ${refused.text}`);
  const last = view.hops.findLast(({ nodes }) => nodes.length > 0);
  if (last === undefined) {
    return unknown(
      `${capitalized(relayWords(view))} sends packets on, but no router on ${wayWords(view)} answers: cannot tell more.`,
    );
  }
  const beyond =
    view.direction === 'reverse'
      ? 'how it goes on from there is not seen'
      : `beyond it nothing answers: it ends there, or ${view.host} ignores such packets`;
  const say = view.direction === 'reverse' ? unknown : degraded;
  return say(`${capitalized(wayWords(view))} is seen as far as ${hopWords(view, last.ttl)}; ${beyond}.`);
}

function reached(view: UntoldTrace): TraceSentence {
  const way = `${capitalized(wayWords(view))}${view.direction === 'reverse' ? ' to this machine' : ''} takes ${countOf(view.hops.length, 'hop')}`;
  if (view.hops.some(({ reading }) => reading === 'loss')) {
    return degraded(
      `${way}. Packets get lost, perhaps before they reach it: a path probe tells on which stretch.`,
    );
  }
  const silent = view.hops.filter(({ nodes }) => nodes.length === 0).length;
  return good(
    silent === 0
      ? `${way}.`
      : `${way}, ${silent === 1 ? 'one of which keeps' : `${silent} of which keep`} silent.`,
  );
}

/** Reads the result in one plain sentence. */
export function waySentence(view: UntoldTrace): TraceSentence {
  if (view.trouble !== null) return unknown(view.trouble);
  if (view.reached && view.status !== 'running') return reached(view);
  return view.status === 'done' ? unreached(view) : underWay(view);
}
