import type { TraceView } from '../../main/domain/model/trace.ts';
import type { TraceAsk } from '../../main/domain/trace/ask.ts';
import { api } from '../api.ts';
import { attempt, reasonOf, say } from '../components/feedback/toasts.ts';
import { checkAsk, formOf } from './ask/check-ask.ts';
import { form, mask, problem, samples, soughtField, starting, take, view } from './store.ts';

/** What main has told of a trace that it was just asked for: it may come before the answer. */
let early: TraceView | null = null;

/** How a trace goes on. Others may run: those of other windows, or at the onset of an incident. */
export function heard(told: TraceView): void {
  if (starting.peek()) early = told;
  if (told.id === view.peek()?.id) take(told);
}

const stopQuietly = async (): Promise<void> => {
  const shown = view.peek();
  if (shown?.status === 'running') await api.ask('stopTrace', { id: shown.id }).catch(() => null);
};

/** Starts it; a refusal stands beside the address, since that is what it is about. */
export async function run(ask: TraceAsk): Promise<void> {
  if (starting.peek()) return;
  starting.value = true;
  early = null;
  problem.value = null;
  await stopQuietly();
  try {
    const begun = await api.ask('startTrace', ask);
    take(latest(begun));
  } catch (error) {
    problem.value = { field: 'host', text: reasonOf(error) };
    soughtField.value += 1;
  }
  starting.value = false;
}

function latest(begun: TraceView): TraceView {
  const told = early;
  return told !== null && told.id === begun.id ? told : begun;
}

/** Starts what the fields hold. */
export function start(): void {
  const checked = checkAsk(form.peek());
  if (!checked.ok) {
    problem.value = { field: checked.field, text: checked.text };
    return;
  }
  form.value = { ...form.peek(), host: checked.ask.host };
  void run(checked.ask);
}

export function stop(): void {
  const shown = view.peek();
  if (shown?.status === 'running') void attempt(() => api.ask('stopTrace', { id: shown.id }));
}

/** The fields say how the shown trace was asked for: Enter starts it again. */
function showWhole(shown: TraceView): void {
  problem.value = null;
  samples.value = new Map();
  const { host, method, family, mode } = shown;
  form.value = formOf({ host, method, family, mode });
  take(shown);
}

/** One that runs, or was kept. */
export async function show(id: string): Promise<void> {
  await attempt(async () => showWhole(await api.ask('trace', { id })));
}

export async function openSaved(): Promise<void> {
  await attempt(async () => {
    const opened = await api.ask('openTrace', null);
    if (opened !== null) showWhole(opened);
  });
}

export async function copy(): Promise<void> {
  const shown = view.peek();
  if (shown === null) return;
  const done = await attempt(() => api.ask('copyTrace', { id: shown.id, mask: mask.peek() }));
  if (done)
    say('done', mask.peek() ? 'The masked text is in the clipboard.' : 'The text is in the clipboard.');
}

export async function save(format: 'json' | 'text'): Promise<void> {
  const shown = view.peek();
  if (shown === null) return;
  await attempt(async () => {
    const { file } = await api.ask('saveTrace', { id: shown.id, mask: mask.peek(), format });
    if (file !== null) say('done', `The trace was written to ${file}.`);
  });
}
