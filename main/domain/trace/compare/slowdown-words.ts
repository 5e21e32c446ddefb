import type { TraceSentence, TraceView } from '../../model/trace.ts';
import { millisecondsText } from '../../words/numbers.ts';
import { hopWords, isOwnRouter } from '../reading/hop-words.ts';
import { degraded, destinationHop, starting } from '../reading/untold-trace.ts';
import type { Slowdown, Times } from './slowdown.ts';

const insteadOf = ({ nowMs, healthyMs }: Times): string =>
  `${millisecondsText(nowMs)} instead of ${millisecondsText(healthyMs)}`;

/** Where the delay is added. An answer may come home another way, so that way is in doubt as well. */
function placeWords(view: TraceView, { beforeTtl, ttl, goalTtl }: Slowdown): string {
  const isGoal = ttl === goalTtl;
  if (beforeTtl === null) {
    if (isGoal) return 'cannot tell yet where';
    const router = isOwnRouter(view, ttl);
    return `most of the delay is there at ${hopWords(view, ttl)} already${router ? ', often the Wi-Fi' : ''}`;
  }
  const before = hopWords(view, beforeTtl);
  if (isGoal) return `most of the delay is added behind ${before}, perhaps by ${view.host} itself`;
  return `most of the delay is added between ${before} and ${hopWords(view, ttl)}, on the way there or on the way home`;
}

/** In place of "all is well". */
export function slowdownSentence(view: TraceView, slowdown: Slowdown): TraceSentence {
  const { nowMs, healthyMs } = slowdown.goal;
  return degraded(
    `${view.host} takes about ${millisecondsText(nowMs)} to answer, ${millisecondsText(healthyMs)} when all was well: ${placeWords(view, slowdown)}.`,
  );
}

/** A sentence for the comparison, which has a path to name hops by. */
export function slowdownText(view: TraceView, { ttl, there, goalTtl, goal }: Slowdown): string {
  if (ttl === goalTtl) return `Hop ${ttl}, ${view.host}, answers more slowly: ${insteadOf(goal)}.`;
  return `From hop ${ttl} on answers come more slowly: ${insteadOf(there)} there, ${insteadOf(goal)} from ${view.host}.`;
}

/** Of a path that is watched because answers are slow, and of which no healthy trace is known: all may be well or not. */
export function withoutHealthy(view: TraceView): TraceView {
  const time = destinationHop(view)?.rttMs;
  if (view.sentence.state !== 'good' || time === undefined || time === null) return view;
  const text = `${view.host} answers in ${millisecondsText(time.mean)}: cannot tell yet whether and where that is slow, since no healthy trace of this path is known.`;
  return { ...view, sentence: starting(text) };
}
