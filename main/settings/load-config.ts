import type { Config } from '../domain/model/config.ts';
import { DEFAULT_CONFIG } from './defaults.ts';
import { type IssueWords, issueWords, whatOf } from './issue-words.ts';
import { type JsonText, parseJsonText, type TextPosition } from './json-text.ts';
import type { Problem } from './problem.ts';
import { readSettingsText } from './read-text.ts';
import { CONFIG_SCHEMA } from './schema.ts';
import { withoutStoreKey } from './store-key.ts';

export type ConfigLoad =
  /** `file`: null when the defaults are used because there is no file. */
  | { readonly ok: true; readonly config: Config; readonly file: string | null }
  | { readonly ok: false; readonly problem: Problem };

const at = (name: string, place: TextPosition): string => `${name} line ${place.line} column ${place.column}`;

type Parsed = Extract<JsonText, { ok: true }>;

function placeOf(text: Parsed, { path, pointAt }: IssueWords): TextPosition {
  if (pointAt === 'key') return text.keyAt(path);
  return text.valueAt(pointAt === 'parent' ? path.slice(0, -1) : path);
}

function firstProblem(name: string, text: Parsed): ConfigLoad {
  const parsed = CONFIG_SCHEMA.safeParse(withoutStoreKey(text.value), { reportInput: true });
  if (parsed.success) return { ok: true, config: parsed.data, file: name };
  const found = parsed.error.issues.flatMap(issueWords).map((words) => ({
    words,
    place: placeOf(text, words),
  }));
  found.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const first = found[0];
  if (first === undefined) throw new Error('the schema refused a configuration without saying why');
  const others = found.length - 1;
  const more = others === 0 ? '' : ` (and ${others} more ${others === 1 ? 'problem' : 'problems'})`;
  return {
    ok: false,
    problem: {
      what: whatOf(first.words),
      where: at(name, first.place),
      wayOut: `${first.words.wayOut}${more}`,
    },
  };
}

/** Checks a configuration given as text; `name` is how errors call it. Never throws. */
export function parseConfig(text: string, name: string): ConfigLoad {
  const json = parseJsonText(text);
  if (json.ok) return firstProblem(name, json);
  return {
    ok: false,
    problem: { what: `not valid JSON: ${json.message}`, where: at(name, json.at), wayOut: 'correct it' },
  };
}

function unreadable(file: string, reason: string): ConfigLoad {
  return {
    ok: false,
    problem: {
      what: 'the configuration cannot be read',
      where: file,
      wayOut: `${reason}: name a readable file`,
    },
  };
}

/**
 * Reads and checks a configuration file.
 *
 * `explicit`: the user named the file, so it must exist; the default file may be missing, and then the default
 * configuration holds. Every failure is returned, with line and column where the text is to blame.
 */
export function loadConfig(file: string, explicit: boolean): ConfigLoad {
  const read = readSettingsText(file);
  if (read.ok) return parseConfig(read.text, file);
  if (read.code === 'ENOENT' && !explicit) return { ok: true, config: DEFAULT_CONFIG, file: null };
  return unreadable(file, read.reason);
}
