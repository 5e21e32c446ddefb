import { batch, signal } from '@preact/signals';
import type { SettingsChange } from '../../../main/contract/settings-view.ts';
import { type ConfigPath, pathKey, withValue } from '../form/config-path.ts';
import { change, problems } from '../store.ts';
import { asTyped, type Draft, type Drafts, draftsIn, groupOf, judged } from './draft-rules.ts';

export const drafts = signal<Drafts>(new Map());

export function setDraft(draft: Draft): void {
  drafts.value = new Map(drafts.peek()).set(pathKey(draft.path), draft);
}

export function dropDraft(path: ConfigPath): void {
  const next = new Map(drafts.peek());
  next.delete(pathKey(path));
  drafts.value = next;
}

export function dropDrafts(): void {
  drafts.value = new Map();
}

/** What was typed on meanwhile stays. */
function forget(taken: readonly Draft[]): void {
  drafts.value = new Map([...drafts.peek()].filter(([, draft]) => !taken.includes(draft)));
}

interface Sent {
  readonly answer: SettingsChange;
  readonly drafts: readonly Draft[];
}

/** Sends what stands in some fields; `chosen` is of a control that keeps no text. */
async function send(groups: readonly string[], path: ConfigPath, chosen: unknown): Promise<Sent> {
  let sent: readonly Draft[] = [];
  const answer = await change((config) => {
    sent = draftsIn(drafts.peek(), groups);
    const typed = asTyped(config, sent);
    return chosen === undefined ? typed : withValue(typed, path, chosen);
  });
  return { answer, drafts: sent };
}

/**
 * Puts a field in force together with what stands in the others of its group: some are only right together, as a
 * certificate and its key. Where the others are wrong, this one goes alone. `chosen`: what a control that keeps no
 * text is to hold.
 */
export async function commit(path: ConfigPath, chosen?: boolean | string): Promise<void> {
  const group = groupOf(path);
  const key = pathKey(path);
  const together = await send([group], path, chosen);
  const hasOthers = together.drafts.some((draft) => pathKey(draft.path) !== key);
  const alone = together.answer.ok || !hasOthers ? null : await send([key], path, chosen);
  batch(() => {
    for (const { answer, drafts: sent } of [together, ...(alone === null ? [] : [alone])]) {
      if (answer.ok) forget(sent);
    }
    const found = together.answer.ok ? [] : together.answer.problems;
    problems.value = judged(problems.peek(), group, found, key);
  });
}
