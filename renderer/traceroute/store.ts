import { batch, computed, signal } from '@preact/signals';
import type { TraceTargets } from '../../main/contract/contract.ts';
import type { PathProbeView } from '../../main/domain/model/encapsulation.ts';
import type { Mode } from '../../main/domain/model/mode.ts';
import type { TraceHop, TraceSummary, TraceView } from '../../main/domain/model/trace.ts';
import { type AskField, type AskForm, NEW_FORM, typedIn } from './ask/check-ask.ts';
import { type Filled, withoutFilled } from './ask/filled.ts';
import { scaleEnd } from './hops/scale.ts';
import { type KeptSamples, keepSamples } from './strip/sample-store.ts';

/** What the fields hold. */
export const form = signal<AskForm>(NEW_FORM);

const filled = signal<Filled | null>(null);

/** The fields as a link, a kept trace or a port behind an address has them. It holds for that host. */
export function fillForm(next: AskForm): void {
  const before = withoutFilled(form.peek(), filled.peek());
  form.value = next;
  filled.value = { with: next, before };
}

/** Another host: what the fields were filled with for the one before does not hold for it. */
export function typeHost(host: string): void {
  const asked = { ...form.peek(), host };
  const isOther = filled.peek() !== null && typedIn(host).host !== filled.peek()?.with.host;
  form.value = isOther ? withoutFilled(asked, filled.peek()) : asked;
  if (isOther) filled.value = null;
}

export interface FormProblem {
  readonly field: AskField;
  readonly text: string;
}
export const problem = signal<FormProblem | null>(null);

/** The trace that is shown; null: none yet. */
export const view = signal<TraceView | null>(null);
/** The way there, laid beside the way back that is shown; null: none. */
export const beside = signal<TraceView | null>(null);
/** What is shown in place of a trace; null: none. */
export const pathProbe = signal<PathProbeView | null>(null);
/** The person did not want the packets to be sent that were asked for last. */
export const declined = signal(false);
/** Something was asked for and main has not answered yet. */
export const starting = signal(false);
export const isRunning = computed(() =>
  [view.value, beside.value, pathProbe.value].some((shown) => shown?.status === 'running'),
);

/** More of each hop than the view carries; drawn, never read by screen readers. */
export const samples = signal<KeptSamples>(new Map());
/** End of the scale that all hops share, ms. */
export const scale = signal(1);

function rescale(hops: readonly TraceHop[], isSame: boolean): void {
  scale.value = scaleEnd(hops, isSame ? scale.peek() : null);
}

/** Shows a trace, or how it has gone on. */
export function take(next: TraceView): void {
  const before = view.peek();
  const isSame = before?.id === next.id;
  samples.value = keepSamples(samples.peek(), next, isSame);
  rescale([...next.hops, ...(beside.peek()?.hops ?? [])], isSame);
  view.value = next;
}

export function takeBeside(next: TraceView): void {
  rescale([...(view.peek()?.hops ?? []), ...next.hops], true);
  beside.value = next;
}

/** In place of all that was shown before. */
export function showTrace(next: TraceView, companion: TraceView | null): void {
  batch(() => {
    pathProbe.value = null;
    beside.value = companion;
    take(next);
  });
}

export function showPathProbe(next: PathProbeView): void {
  batch(() => {
    view.value = null;
    beside.value = null;
    pathProbe.value = next;
  });
}

export const targets = signal<TraceTargets>({ anchors: [], gateways: [], recent: [] });

/** Newest first; null: not answered yet. */
export const kept = signal<readonly TraceSummary[] | null>(null);
/** Why they could not be asked for; null: they could. */
export const keptTrouble = signal<string | null>(null);

/** Id of a trace that was opened, not run: it tells of the past once it has ended. Null: none was. */
export const openedId = signal<string | null>(null);

/** Null: not told yet. */
export const mode = signal<Mode | null>(null);

/** The helper is being started, so that a trace can begin. */
export const wantsHelper = signal(false);

/** Main's clock as it was last told, for words such as `12 min ago`. */
export const nowMs = signal<number>(Date.now());

/** Private and own addresses are kept back when a trace leaves the machine. */
export const mask = signal(false);

/** Counts up: the address field takes the focus. */
export const soughtField = signal(0);
