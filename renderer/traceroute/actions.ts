import type { TraceView } from '../../main/domain/model/trace.ts';
import type { TraceAsk, TraceWay } from '../../main/domain/trace/ask.ts';
import { api } from '../api.ts';
import { attempt, say } from '../components/feedback/toasts.ts';
import { formOf } from './ask/check-ask.ts';
import { stopQuietly } from './running.ts';
import {
  beside,
  declined,
  fillForm,
  isRunning,
  mask,
  openedId,
  problem,
  samples,
  showTrace,
  view,
} from './store.ts';

function wayOf({ direction, relay }: TraceView): TraceWay {
  if (direction !== 'between') return { direction };
  return { direction, from: relay?.address ?? '' };
}

/** How it was asked for, as far as it tells. */
function askOf(shown: TraceView): TraceAsk {
  const { host, method, family, mode, direction, port, size } = shown;
  const options = { ...(port === undefined ? {} : { port }), ...(size === undefined ? {} : { size }) };
  if (direction === 'forward') return { host, method, family, mode, ...options };
  return { host, method: 'auto', family, mode: 'continuous', way: wayOf(shown) };
}

/** The fields say how the shown trace was asked for: Enter starts it again. What ran before would go on unseen. */
async function showWhole(shown: TraceView): Promise<void> {
  const isShown = [view.peek()?.id, beside.peek()?.id].includes(shown.id);
  if (!isShown && isRunning.peek()) {
    await stopQuietly();
    say('done', 'What was running here has been stopped.');
  }
  problem.value = null;
  declined.value = false;
  samples.value = new Map();
  fillForm(formOf(askOf(shown)));
  openedId.value = shown.id;
  showTrace(shown, null);
}

/** One that runs, or was kept. */
export async function show(id: string): Promise<void> {
  await attempt(async () => await showWhole(await api.ask('trace', { id })));
}

export async function openSaved(): Promise<void> {
  await attempt(async () => {
    const opened = await api.ask('openTrace', null);
    if (opened !== null) await showWhole(opened);
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
