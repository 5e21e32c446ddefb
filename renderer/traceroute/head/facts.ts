import type { PathMtu, TraceMode, TraceStatus, TraceView } from '../../../main/domain/model/trace.ts';
import { lackedHelper } from '../../../main/domain/trace/helper-troubles.ts';
import { countOf, countText } from '../../../main/domain/words/numbers.ts';
import type { Shown } from '../../../main/domain/words/shapes.ts';
import { durationText } from '../../../main/domain/words/times.ts';
import { METHOD_NAMES, SENTENCE_SHAPES } from '../../components/traces/summary-text.ts';

const STATUS_WORDS: Readonly<Record<TraceStatus, (duration: string) => string>> = {
  running: (duration) => `running for ${duration}`,
  done: (duration) => `done in ${duration}`,
  stopped: (duration) => `stopped after ${duration}`,
  failed: () => 'failed',
};

const MODE_WORDS: Readonly<Record<TraceMode, (view: TraceView) => string>> = {
  once: () => '',
  continuous: ({ rounds }) => countOf(rounds, 'round'),
  multipath: () => 'all paths',
};

/** `www.example.net (198.51.100.7)`, or the address alone. */
export function destinationText({
  host,
  destination: { address, name },
}: Pick<TraceView, 'host' | 'destination'>) {
  if (address === '') return host;
  if (host !== address) return `${host} (${address})`;
  return name === null ? address : `${address} (${name})`;
}

const HELPER_BACK = 'The helper did not run then; now it does: start the trace again.';

/**
 * What stands on top, and below it what does not fit into one sentence. A trouble is a sentence of its own; that the
 * helper was missing is over once it runs.
 */
export function wordsOf(
  view: Pick<TraceView, 'status' | 'sentence' | 'trouble' | 'hops'>,
  hasHelper = false,
): { readonly headline: string; readonly detail: string | null; readonly shape: Shown } {
  const { status, sentence, trouble, hops } = view;
  const shape = SENTENCE_SHAPES[sentence.state];
  if (status !== 'failed') return { headline: sentence.text, detail: trouble, shape };
  const headline = hops.length === 0 ? 'The trace could not begin.' : 'The trace could not go on.';
  const detail = hasHelper && lackedHelper(view) ? HELPER_BACK : (trouble ?? sentence.text);
  // Only a machine without a way out says something of the line.
  return { headline, detail, shape: shape === 'down' ? shape : 'degraded' };
}

/** What was done, part by part; the numbers come after the sentence. */
export function factsOf(view: TraceView): readonly string[] {
  const { family, method, source, status, durationMs, sent, received, mode } = view;
  // Whichever way it takes is not known before the name is.
  if (view.destination.address === '') return [view.host];
  if (status === 'failed') return [destinationText(view), `${METHOD_NAMES[method]} over IPv${family}`];
  return [
    destinationText(view),
    `${METHOD_NAMES[method]} over IPv${family}`,
    source === null ? '' : `from ${source}`,
    MODE_WORDS[mode](view),
    STATUS_WORDS[status](durationText(durationMs)),
    sent === 0 ? '' : `${countText(received)} of ${countOf(sent, 'probe')} answered`,
  ].filter((part) => part !== '');
}

/** Null: not looked for. */
export function pathMtuText(pathMtu: PathMtu | null): string | null {
  if (pathMtu === null) return null;
  const { bytes, toldBy, ttl } = pathMtu;
  const fits = `Packets of up to ${countText(bytes)} bytes pass the whole path.`;
  if (toldBy !== null) return `${fits} ${toldBy}${ttl === null ? '' : ` (hop ${ttl})`} says so.`;
  return ttl === null ? fits : `${fits} Larger ones do not go on after hop ${ttl}, and nobody says so.`;
}
