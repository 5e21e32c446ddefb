import { batch, signal } from '@preact/signals';
import type { FieldProblem, SettingsChange } from '../../../main/contract/settings-view.ts';
import { type ConfigPath, pathKey, withValue } from '../form/config-path.ts';
import { change, problems } from '../store.ts';

/** What stands in a field and is not in force. */
export interface Draft {
  readonly path: ConfigPath;
  readonly text: string;
  /** As the config would hold it; a number that is none stays text, and main says what is wrong with it. */
  readonly value: unknown;
}

export type Drafts = ReadonlyMap<string, Draft>;

export const drafts = signal<Drafts>(new Map());

/** `['metrics', 'push']` for `['metrics', 'push', 'url']`: what is judged together. */
const groupOf = (path: ConfigPath): string => pathKey(path.slice(0, 2));

const isIn = (group: string, key: string): boolean => key === group || key.startsWith(`${group}.`);

/** The config with what stands in the fields of some groups. */
export function asTyped(config: unknown, typed: Drafts, groups: readonly string[]): unknown {
  return [...typed]
    .filter(([key]) => groups.some((group) => isIn(group, key)))
    .reduce((laid, [, { path, value }]) => withValue(laid, path, value), config);
}

/** The problems after a group was judged anew: what was said of it before is void. */
export function judged(
  before: ReadonlyMap<string, string>,
  group: string,
  found: readonly FieldProblem[],
  /** Bears what no field of the group is to blame for. */
  blamed: string,
): ReadonlyMap<string, string> {
  const next = new Map([...before].filter(([key]) => !isIn(group, key)));
  for (const { path, message } of found) {
    const key = isIn(group, pathKey(path)) ? pathKey(path) : blamed;
    if (!next.has(key)) next.set(key, message);
  }
  return next;
}

export function setDraft(draft: Draft): void {
  drafts.value = new Map(drafts.peek()).set(pathKey(draft.path), draft);
}

export function forgetDrafts(): void {
  drafts.value = new Map();
}

/** What was typed on meanwhile stays. */
function forget(taken: Iterable<Draft>): void {
  const gone = new Set(taken);
  drafts.value = new Map([...drafts.peek()].filter(([, draft]) => !gone.has(draft)));
}

const draftsIn = (group: string): readonly Draft[] =>
  [...drafts.peek()].flatMap(([key, draft]) => (isIn(group, key) ? [draft] : []));

/**
 * Puts a field in force together with what stands in the others of its group: some are only right together, as a
 * certificate and its key. Where the others are wrong, this one goes alone.
 */
export async function commit(path: ConfigPath, value: unknown): Promise<void> {
  const group = groupOf(path);
  const key = pathKey(path);
  const own = drafts.peek().get(key);
  let sent: readonly Draft[] = [];
  const together = await change((config) => {
    sent = draftsIn(group);
    return withValue(asTyped(config, drafts.peek(), [group]), path, value);
  });
  const others = sent.some((draft) => pathKey(draft.path) !== key);
  const alone: SettingsChange | null =
    together.ok || !others ? null : await change((config) => withValue(config, path, value));
  batch(() => {
    if (together.ok) forget(sent);
    else if (alone?.ok === true && own !== undefined) forget([own]);
    problems.value = judged(problems.peek(), group, together.ok ? [] : together.problems, key);
  });
}
