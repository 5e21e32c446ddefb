import { batch, computed, signal } from '@preact/signals';
import type { FieldProblem, SettingsChange, SettingsView } from '../../main/contract/settings-view.ts';
import { api } from '../api.ts';
import { reasonOf } from '../components/feedback/toasts.ts';
import { type ConfigPath, pathKey, withValue } from './form/config-path.ts';

/** What is in force; null: not answered yet. */
export const view = signal<SettingsView | null>(null);
/** Why the settings could not be asked for; null: they could. */
export const loadTrouble = signal<string | null>(null);
/** Version of the app; empty: not known yet. */
export const version = signal('');

/** What was refused, by the name of its field; the form keeps what was typed there. */
export const problems = signal<ReadonlyMap<string, string>>(new Map());
/** Changes under way. */
export const saving = signal(0);
/** Something was changed and kept since the window was opened. */
export const saved = signal(false);
/** How often everything was reset: what was typed before is void. */
export const resets = signal(0);
export const refusals = computed(() => problems.value.size);

export function setProblem(field: string, message: string | null): void {
  const next = new Map(problems.peek());
  if (message === null) next.delete(field);
  else next.set(field, message);
  problems.value = next;
}

let queue: Promise<unknown> = Promise.resolve();

/** One change after the other: each starts from what the one before has put in force. */
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  saving.value += 1;
  const result = queue.then(work).finally(() => {
    saving.value -= 1;
  });
  queue = result.catch(() => undefined);
  return result;
}

/** A settings push during a change of ours says what its answer will say. */
export function take(next: SettingsView): void {
  if (saving.peek() === 0) view.value = next;
}

const notReached = (error: unknown): SettingsChange => ({
  ok: false,
  problems: [{ path: [], message: reasonOf(error) }],
});

/** What is in force with one edit, and nothing that another field holds but could not be taken. */
export function change(edit: (config: unknown) => unknown): Promise<SettingsChange> {
  return inTurn(async () => {
    try {
      const answer = await api.ask('changeSettings', { config: edit(view.peek()?.config) });
      if (answer.ok) {
        view.value = answer.view;
        saved.value = true;
      }
      return answer;
    } catch (error) {
      return notReached(error);
    }
  });
}

/** The reason for this field: its own one, or that of the whole. */
const reasonFor = (path: ConfigPath, refused: readonly FieldProblem[]): string =>
  (refused.find((problem) => pathKey(problem.path) === pathKey(path)) ?? refused[0])?.message ??
  'This could not be taken.';

/** Changes one field; true: it is in force. Else the reason stands beside it. */
export async function changeField(path: ConfigPath, value: unknown): Promise<boolean> {
  const answer = await change((config) => withValue(config, path, value));
  setProblem(pathKey(path), answer.ok ? null : reasonFor(path, answer.problems));
  return answer.ok;
}

/** Everything as it was on the first day; rejects with a sentence for people. */
export function resetAll(): Promise<void> {
  return inTurn(async () => {
    const next = await api.ask('resetSettings', null);
    batch(() => {
      view.value = next;
      problems.value = new Map();
      saved.value = true;
      resets.value += 1;
    });
  });
}

export async function load(): Promise<void> {
  try {
    view.value = await api.ask('settings', null);
    loadTrouble.value = null;
    version.value = (await api.ask('state', null)).version;
  } catch (error) {
    if (view.peek() === null) loadTrouble.value = reasonOf(error);
  }
}
