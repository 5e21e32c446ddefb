import type { TraceSentence } from '../../../model/trace.ts';
import { percentText } from '../../../words/numbers.ts';
import { hopWords, isOwnRouter } from '../hop-words.ts';
import { type LossOnset, lossOnset } from '../loss-onset.ts';
import { degraded, destinationHop, type SentenceCase, type UntoldTrace } from '../untold-trace.ts';

function fromTheStart(view: UntoldTrace, { ttl }: LossOnset, loses: string): TraceSentence {
  if (destinationHop(view)?.ttl === ttl) return degraded(`The way to ${view.host} loses ${loses}.`);
  return degraded(
    isOwnRouter(view, ttl)
      ? `The way to your router loses ${loses} already: often the Wi-Fi or a cable.`
      : `${loses} of the packets get lost already before ${hopWords(view, ttl)}.`,
  );
}

function atTheEnd(view: UntoldTrace, cleanTtl: number, loses: string): TraceSentence {
  return degraded(
    `Packets reach ${hopWords(view, cleanTtl)} without loss, but ${view.host} leaves ${loses} unanswered: the last stretch, or it limits its own answers.`,
  );
}

/** Loss that everything after a point shares. */
export const loss: SentenceCase = (view) => {
  const onset = view.reached ? lossOnset(view.hops) : null;
  if (onset === null) return null;
  const loses = percentText(onset.share);
  const { cleanTtl, ttl } = onset;
  if (cleanTtl === null) return fromTheStart(view, onset, loses);
  if (destinationHop(view)?.ttl === ttl) return atTheEnd(view, cleanTtl, loses);
  const before = hopWords(view, cleanTtl);
  if (ttl - cleanTtl === 1) return degraded(`Packets reach ${before}; everything after it loses ${loses}.`);
  return degraded(
    `Packets reach ${before}; ${loses} get lost between it and ${hopWords(view, ttl)}, where routers keep silent.`,
  );
};
