import type {
  PathMtu,
  TraceDirection,
  TraceMode,
  TraceStatus,
  TraceView,
} from '../../../main/domain/model/trace.ts';
import { lackedHelper } from '../../../main/domain/trace/helper-troubles.ts';
import { sumOf, tallyOf } from '../../../main/domain/trace/reading/tally.ts';
import { countOf, countText } from '../../../main/domain/words/numbers.ts';
import type { Shown } from '../../../main/domain/words/shapes.ts';
import { durationText } from '../../../main/domain/words/times.ts';
import { inNoRow } from '../../../main/domain/words/uncounted.ts';
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

const labelled = ({ address, name }: { readonly address: string; readonly name: string | null }): string =>
  name === null || name === address ? address : `${name} (${address})`;

/** Where it leads from and to, as far as that is known. */
function wayText(view: Pick<TraceView, 'direction' | 'host' | 'relay' | 'destination'>): string {
  const { direction, host } = view;
  // Without an address until its name is known; one that was refused never has one.
  const relay = view.relay === null || view.relay.address === '' ? null : view.relay;
  if (direction === 'forward') return destinationText(view);
  if (direction === 'reverse') return `way back from ${relay === null ? host : labelled(relay)}`;
  return `${relay === null ? 'from another host' : `from ${labelled(relay)}`} to ${destinationText(view)}`;
}

const methodText = ({
  direction,
  method,
  family,
  port,
}: Pick<TraceView, 'direction' | 'method' | 'family' | 'port'>): string => {
  if (direction !== 'forward') return `IP-in-IP over IPv${family}`;
  return `${METHOD_NAMES[method]} over IPv${family}${port === undefined ? '' : `, port ${port}`}`;
};

/** This machine, where it is not plain already. */
function sourceText({ direction, source }: Pick<TraceView, 'direction' | 'source'>): string {
  if (source === null) return '';
  return direction === 'reverse'
    ? `to ${source}`
    : direction === 'forward'
      ? `from ${source}`
      : `seen from ${source}`;
}

const HELPER_BACK = 'The helper did not run then; now it does: start the trace again.';

const NOT_BEGUN: Readonly<Record<TraceDirection, string>> = {
  forward: 'The trace could not begin.',
  reverse: 'The way back could not be seen.',
  between: 'The way between the two could not be seen.',
};

/**
 * What stands on top, and below it what does not fit into one sentence. A trouble is a sentence of its own; that the
 * helper was missing is over once it runs.
 */
export function wordsOf(
  view: Pick<TraceView, 'direction' | 'status' | 'sentence' | 'trouble' | 'hops'>,
  hasHelper = false,
): { readonly headline: string; readonly detail: string | null; readonly shape: Shown } {
  const { direction, status, sentence, trouble, hops } = view;
  const shape = SENTENCE_SHAPES[sentence.state];
  if (status !== 'failed') return { headline: sentence.text, detail: trouble, shape };
  const headline = hops.length === 0 ? NOT_BEGUN[direction] : 'The trace could not go on.';
  const detail = hasHelper && lackedHelper(view) ? HELPER_BACK : (trouble ?? sentence.text);
  // Only a machine without a way out says something of the line.
  return { headline, detail, shape: shape === 'down' ? shape : 'degraded' };
}

/** As the rows count them; one that is on its way is in neither number. */
function answeredText({ hops }: Pick<TraceView, 'hops'>): string {
  const { known, lost } = sumOf(hops.map(tallyOf));
  return known === 0 ? '' : `${countText(known - lost)} of ${countOf(known, 'probe')} answered`;
}

/** What was done, part by part; the numbers come after the sentence. */
export function factsOf(view: TraceView): readonly string[] {
  const { direction, status, durationMs, mode } = view;
  // Whichever way it takes is not known before the name is.
  if (view.destination.address === '') return [direction === 'forward' ? view.host : wayText(view)];
  if (status === 'failed') return [wayText(view), methodText(view)];
  return [
    wayText(view),
    methodText(view),
    sourceText(view),
    MODE_WORDS[mode](view),
    STATUS_WORDS[status](durationText(durationMs)),
    answeredText(view),
    inNoRow(view),
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
