import type { FieldProblem } from '../../../main/contract/settings-view.ts';
import { type ConfigPath, pathKey, withValue } from '../form/config-path.ts';

/** What stands in a field and is not in force. */
export interface Draft {
  readonly path: ConfigPath;
  readonly text: string;
  /** As the config would hold it; a number that is none stays text, and main says what is wrong with it. */
  readonly value: unknown;
}

export type Drafts = ReadonlyMap<string, Draft>;

/** `['metrics', 'push']` for `['metrics', 'push', 'url']`: what is judged together. */
export const groupOf = (path: ConfigPath): string => pathKey(path.slice(0, 2));

/** Whether the field of that name is part of a group. */
export const isIn = (group: string, key: string): boolean => key === group || key.startsWith(`${group}.`);

export const draftsIn = (drafts: Drafts, groups: readonly string[]): readonly Draft[] =>
  [...drafts].flatMap(([key, draft]) => (groups.some((group) => isIn(group, key)) ? [draft] : []));

/** The config with what stands in some fields. */
export const asTyped = (config: unknown, typed: readonly Draft[]): unknown =>
  typed.reduce((laid, { path, value }) => withValue(laid, path, value), config);

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
