import type { Decapsulates, PathProbeView, ProbedHop } from '../../../main/domain/model/encapsulation.ts';
import { countOf } from '../../../main/domain/words/numbers.ts';
import type { Shown } from '../../../main/domain/words/shapes.ts';
import { durationText } from '../../../main/domain/words/times.ts';
import { SENTENCE_SHAPES } from '../../components/traces/summary-text.ts';

const PHASE_WORDS: Readonly<Record<PathProbeView['phase'], string>> = {
  tracing: 'tracing the path first',
  calibrating: 'finding out which hops unwrap packets',
  probing: 'probing',
  ended: '',
};

const STATUS_WORDS: Readonly<Record<PathProbeView['status'], (view: PathProbeView) => string>> = {
  running: ({ phase }) => PHASE_WORDS[phase],
  done: ({ durationMs }) => `done in ${durationText(durationMs)}`,
  stopped: ({ durationMs }) => `stopped after ${durationText(durationMs)}`,
  failed: () => 'failed',
};

/** What was asked for, and how far it has come; the numbers come after the sentence. */
export function probeFacts(view: PathProbeView): readonly string[] {
  const { host, from, hops, family, source, sent, rounds, count, status } = view;
  const what = host === null ? `a path of ${countOf(hops.length, 'hop')}` : `path to ${host}`;
  return [
    from === null ? what : `${what}, beginning at ${from}`,
    `IP-in-IP over IPv${family}`,
    source === null ? '' : `from ${source}`,
    STATUS_WORDS[status](view),
    rounds === 0 ? '' : `round ${rounds} of ${count}`,
    sent === 0 ? '' : `${countOf(sent, 'packet')} sent`,
  ].filter((part) => part !== '');
}

/** What stands on top, and below it what does not fit into one sentence. */
export function probeWords({ status, sentence, trouble, rounds }: PathProbeView): {
  readonly headline: string;
  readonly detail: string | null;
  readonly shape: Shown;
} {
  const shape = SENTENCE_SHAPES[sentence.state];
  if (status !== 'failed') return { headline: sentence.text, detail: trouble, shape };
  const headline = rounds === 0 ? 'The path could not be probed.' : 'The path probe could not go on.';
  return { headline, detail: trouble ?? sentence.text, shape: 'degraded' };
}

export const DECAPSULATES_WORDS: Readonly<Record<Decapsulates, string>> = {
  yes: 'yes',
  no: 'no',
  untestable: 'cannot be tested',
};

/** Hops at which no boomerang turned round, to be listed with their reasons. */
export const untested = (hops: readonly ProbedHop[]): readonly ProbedHop[] =>
  hops.filter(({ notTestable }) => notTestable !== null);
