import type { TraceHop, TraceSentence } from '../../../model/trace.ts';
import { countOf, countText, percentText } from '../../../words/numbers.ts';
import { hopWords, isOwnRouter } from '../hop-words.ts';
import { type LossOnset, lossOnset, tellingHops } from '../loss-onset.ts';
import { tallyOf } from '../tally.ts';
import {
  degraded,
  destinationHop,
  type Period,
  type SentenceCase,
  SMALL_BYTES,
  type UntoldTrace,
} from '../untold-trace.ts';

/** `loses 20 %`, `lost 20 % in the last minute`. */
function loses(share: number, { words }: Period): string {
  return words === '' ? `loses ${percentText(share)}` : `lost ${percentText(share)}${words}`;
}

/** The end of the path as far as it answers. */
const endWords = (view: UntoldTrace, last: TraceHop): string =>
  destinationHop(view) === undefined ? hopWords(view, last.ttl) : view.host;

function somewhere(view: UntoldTrace, last: TraceHop, { words }: Period): TraceSentence {
  const { known, lost } = tallyOf(last);
  const goal = destinationHop(view) === undefined ? ` to ${hopWords(view, last.ttl)}` : '';
  const were = lost === 1 ? 'was' : 'were';
  const hint = view.mode === 'continuous' ? '' : '; a continuous trace will tell';
  return degraded(
    `${view.host} answers, but ${countText(lost)} of ${countOf(known, 'probe')}${goal} ${were} lost on the way${words}: too few to say where${hint}.`,
  );
}

function fromTheStart(view: UntoldTrace, onset: LossOnset, last: TraceHop, period: Period): TraceSentence {
  const { ttl, even } = onset;
  if (destinationHop(view)?.ttl === ttl) {
    return degraded(`The way to ${view.host} ${loses(onset.last, period)}.`);
  }
  const way = `Even the way to ${hopWords(view, ttl)} ${loses(even ? onset.last : onset.first, period)}`;
  const rest = even ? '' : `, and ${endWords(view, last)} ${loses(onset.last, period)}`;
  return degraded(isOwnRouter(view, ttl) ? `${way}${rest}: often the Wi-Fi or a cable.` : `${way}${rest}.`);
}

function atTheEnd(view: UntoldTrace, onset: LossOnset, before: string, { words }: Period): TraceSentence {
  const leaves = words === '' ? 'leaves' : 'left';
  return degraded(
    `Packets reach ${before}${onset.spotless ? ' without loss' : ''}, but ${view.host} ${leaves} ${percentText(onset.last)} unanswered${words}: the last stretch, or it limits its own answers.`,
  );
}

/** Loss that everything after a point shares, and the point as far as the figures tell it. */
const anyLoss: SentenceCase = (view, period) => {
  const last = tellingHops(view.hops).at(-1);
  if (!view.reached || last === undefined || !view.hops.some(({ reading }) => reading === 'loss'))
    return null;
  const onset = lossOnset(view.hops);
  if (onset === null) return somewhere(view, last, period);
  const { cleanTtl, ttl, even } = onset;
  if (cleanTtl === null) return fromTheStart(view, onset, last, period);
  const before = hopWords(view, cleanTtl);
  if (destinationHop(view)?.ttl === ttl) return atTheEnd(view, onset, before, period);
  if (ttl - cleanTtl > 1) {
    const silent = view.hops.slice(cleanTtl, ttl - 1).every(({ reading }) => reading === 'silent');
    const stretch = `the stretch from there to ${hopWords(view, ttl)}${silent ? ', where routers keep silent,' : ''}`;
    return degraded(`Packets reach ${before}; ${stretch} ${loses(even ? onset.last : onset.first, period)}.`);
  }
  if (even) return degraded(`Packets reach ${before}; everything after it ${loses(onset.last, period)}.`);
  return degraded(
    `Packets reach ${before} but get lost behind it: ${endWords(view, last)} ${loses(onset.last, period)}.`,
  );
};

/** Large packets get lost where small ones pass, so their size is told with it. */
export const loss: SentenceCase = (view, period) => {
  const told = anyLoss(view, period);
  if (told === null || view.size === undefined || view.size <= SMALL_BYTES) return told;
  return degraded(`${told.text} The packets had ${countText(view.size)} bytes: small ones may fare better.`);
};
