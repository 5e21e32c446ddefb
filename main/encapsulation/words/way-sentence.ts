import type { TraceHop, TraceSentence, TraceView } from '../../domain/model/trace.ts';
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

/** What the loss that is seen leaves no doubt about: one of a hundred such runs would be wrong. */
const DOUBT = 0.01;

interface Loss {
  /** Of the packets that went all the way, or else to the hop that lost most: 0 to 1. */
  readonly share: number;
  /** Silent hops that may have answered with packets that got lost. */
  readonly doubtful: readonly TraceHop[];
}

/** Who is limited in its answers loses none of those that go on: the end tells, or what was read of the hops. */
function lossOf({ hops }: UntoldTrace): Loss {
  const losing = hops.filter((hop, at) => hop.reading === 'loss' || at === hops.length - 1);
  const share = Math.max(0, ...losing.map(({ lossPercent }) => (lossPercent ?? 0) / 100));
  const doubtful = hops.filter(({ nodes, sent }) => nodes.length === 0 && share ** sent > DOUBT);
  return { share, doubtful };
}

/** A hop in front of the end that was not seen at all: the end may be there. */
const isEndDoubtful = ({ hops, direction }: UntoldTrace, { doubtful }: Loss): boolean =>
  direction === 'between' && doubtful.some(({ ttl }) => ttl === (hops.at(-1)?.ttl ?? 0) - 1);

function reached(view: UntoldTrace): TraceSentence {
  const loss = lossOf(view);
  const most = isEndDoubtful(view, loss) ? ' at most' : '';
  const way = `${capitalized(wayWords(view))}${view.direction === 'reverse' ? ' to this machine' : ''} takes ${countOf(view.hops.length, 'hop')}${most}`;
  const silent = view.hops.filter(({ nodes }) => nodes.length === 0).length;
  if (loss.share > 0) {
    const one = silent === 1;
    const unseen =
      silent === 0
        ? ''
        : loss.doubtful.length === 0
          ? `, ${silentWords(silent)}`
          : `, ${one ? 'one' : silent} of which ${one ? 'was' : 'were'} not seen, perhaps because of the loss`;
    return degraded(
      `${way}${unseen}. Packets get lost, perhaps before they reach it: a path probe tells on which stretch.`,
    );
  }
  return good(silent === 0 ? `${way}.` : `${way}, ${silentWords(silent)}.`);
}

const silentWords = (silent: number): string =>
  silent === 1 ? 'one of which keeps silent' : `${silent} of which keep silent`;

/** Reads the result in one plain sentence. */
export function waySentence(view: UntoldTrace): TraceSentence {
  if (view.trouble !== null) return unknown(view.trouble);
  if (view.reached && view.status !== 'running') return reached(view);
  return view.status === 'done' ? unreached(view) : underWay(view);
}
