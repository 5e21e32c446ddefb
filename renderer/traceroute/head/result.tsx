import type { JSX } from 'preact';
import type { TraceDirection, TraceView } from '../../../main/domain/model/trace.ts';
import { lackedHelper } from '../../../main/domain/trace/helper-troubles.ts';
import { isSaidIn } from '../../../main/domain/trace/reading/said.ts';
import type { Shown } from '../../../main/domain/words/shapes.ts';
import { Button } from '../../components/button.tsx';
import { localExact } from '../../components/local-time.ts';
import { StateShape } from '../../components/state-shape.tsx';
import { start, startFrom } from '../running.ts';
import { mode, wantsHelper } from '../store.ts';
import { factsOf, pathMtuText, wordsOf } from './facts.ts';
import { shownTaken } from './shown-taken.ts';
import { startHelper } from './start-helper.ts';
import './result.css';

const lacksHelper = (): boolean => mode.value !== null && mode.value.icmp !== 'helper';
const hasHelper = (): boolean => mode.value?.icmp === 'helper';

const OFFER_WORDS: Readonly<Record<TraceDirection, (address: string) => string>> = {
  forward: (address) => `Trace ${address}`,
  reverse: (address) => `Show the way back from ${address}`,
  between: (address) => `Trace from ${address}`,
};

interface OfferProps {
  readonly direction: TraceDirection;
  readonly address: string;
}

/** The same of another host, which can be asked it. */
function Offer({ direction, address }: OfferProps): JSX.Element {
  return (
    <Button look="primary" onClick={() => startFrom(direction, address)}>
      {OFFER_WORDS[direction](address)}
    </Button>
  );
}

/** What can be done about it from here. */
function FailedActions({ view }: { readonly view: TraceView }): JSX.Element {
  const isHelperBack = hasHelper() && lackedHelper(view);
  const offer = view.warnings.find((one) => one.offer !== undefined)?.offer;
  return (
    <div class="result-actions">
      {offer === undefined ? null : <Offer direction={view.direction} address={offer} />}
      {lacksHelper() ? (
        <Button look="primary" busy={wantsHelper.value} onClick={() => void startHelper()}>
          Start the helper
        </Button>
      ) : null}
      <Button look={isHelperBack ? 'primary' : 'plain'} onClick={start}>
        {isHelperBack ? 'Start again' : 'Try again'}
      </Button>
    </div>
  );
}

function Sentence({ view }: { readonly view: TraceView }): JSX.Element {
  const { headline, detail, shape } = wordsOf(view, hasHelper());
  const taken = shownTaken(view);
  return (
    <div class={`result-sentence result-${shape}`} data-state={shape}>
      <StateShape state={shape} size={32} />
      <div class="result-words">
        {taken === null ? null : (
          <p class="muted small" data-testid="taken">
            {taken}
          </p>
        )}
        <h1>{headline}</h1>
        {detail === null ? null : <p>{detail}</p>}
        {view.status === 'failed' && lacksHelper() ? <p>{mode.value?.reason}</p> : null}
        <p class="result-facts muted small" data-testid="facts">
          {factsOf(view).map((fact) => (
            <span key={fact.replace(/\d+/g, '')}>{fact}</span>
          ))}
        </p>
        {view.status === 'failed' ? <FailedActions view={view} /> : null}
      </div>
    </div>
  );
}

interface Remark {
  readonly id: string;
  readonly text: string;
  readonly shape: Shown;
}

/** Good to know, and nothing wrong with the path. */
const MERE_FACTS: ReadonlySet<string> = new Set([
  'method-fallback',
  'several-addresses',
  'silent-stretch',
  'per-packet-balancing',
  'rare-answers',
  'probe-limit',
]);

/** What else there is to say, in words. */
function remarksOf({ comparison, pathMtu, warnings, trouble, sentence }: TraceView): readonly Remark[] {
  const isMtuTold = warnings.some(({ code }) => code === 'path-mtu');
  const mtu = isMtuTold ? null : pathMtuText(pathMtu);
  const differs = comparison !== null && comparison.firstDifferentTtl !== null;
  // What kept it from going on stands above already.
  const untold = warnings.filter(({ text }) => text !== trouble && !isSaidIn(sentence.text, text));
  return [
    ...(comparison === null
      ? []
      : [{ id: 'comparison', text: comparison.text, shape: differs ? 'degraded' : 'good' } as const]),
    ...untold.map(
      ({ code, text }) =>
        ({ id: code, text, shape: MERE_FACTS.has(code) ? 'unavailable' : 'degraded' }) as const,
    ),
    ...(mtu === null ? [] : [{ id: 'mtu', text: mtu, shape: 'unavailable' } as const]),
  ];
}

function Baseline({ atMs }: { readonly atMs: number }): JSX.Element {
  return <span class="muted"> Compared with the trace of {localExact(atMs)}.</span>;
}

function Remarks({ view }: { readonly view: TraceView }): JSX.Element | null {
  const remarks = remarksOf(view);
  if (remarks.length === 0) return null;
  return (
    <ul class="remarks" aria-label="More about this trace">
      {remarks.map(({ id, text, shape }) => (
        <li class="remark" key={id} data-remark={id}>
          <StateShape state={shape} size={12} />
          <p>
            {text}
            {id === 'comparison' && view.comparison !== null ? (
              <Baseline atMs={view.comparison.baseline.atMs} />
            ) : null}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** One sentence that reads the result, then the facts, then what else is worth a word. */
export function Result({ view }: { readonly view: TraceView }): JSX.Element {
  return (
    <section class="result" aria-label="Result">
      <Sentence view={view} />
      <Remarks view={view} />
    </section>
  );
}
