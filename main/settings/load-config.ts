import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import type { Config } from '../domain/model/config.ts';
import { DEFAULT_CONFIG } from './defaults.ts';
import { issueWords } from './issue-words.ts';
import { type JsonText, parseJsonText, type TextPosition } from './json-text.ts';
import type { Problem } from './problem.ts';
import { CONFIG_SCHEMA } from './schema.ts';

export type ConfigLoad =
  /** `file`: null when the defaults are used because there is no file. */
  | { readonly ok: true; readonly config: Config; readonly file: string | null }
  | { readonly ok: false; readonly problem: Problem };

/** No settings file is longer; keeps a wrong path (a disk image) from being read whole. */
const MAX_BYTES = 1_000_000;

const at = (name: string, place: TextPosition): string => `${name} line ${place.line} column ${place.column}`;

function firstProblem(name: string, text: Extract<JsonText, { ok: true }>): ConfigLoad {
  const parsed = CONFIG_SCHEMA.safeParse(text.value, { reportInput: true });
  if (parsed.success) return { ok: true, config: parsed.data, file: name };
  const found = parsed.error.issues.flatMap(issueWords).map((words) => ({
    words,
    place: words.pointAt === 'key' ? text.keyAt(words.path) : text.valueAt(words.path),
  }));
  found.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const first = found[0];
  if (first === undefined) throw new Error('the schema refused a configuration without saying why');
  const others = found.length - 1;
  const more = others === 0 ? '' : ` (and ${others} more ${others === 1 ? 'problem' : 'problems'})`;
  return {
    ok: false,
    problem: {
      what: first.words.what,
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

const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file',
};

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

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** Why a file that is there is not read; null: it is. Devices and pipes may wait, or never end. */
function kindFault(stats: Stats): string | null {
  if (stats.isDirectory()) return 'it is a folder';
  if (!stats.isFile()) return 'it is not a regular file';
  return stats.size > MAX_BYTES ? `it has ${stats.size} bytes, more than any configuration` : null;
}

type Bytes = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** Never more than the limit, whatever size the file claims to have. */
function readBounded(descriptor: number): Bytes {
  const fault = kindFault(fstatSync(descriptor));
  if (fault !== null) return { ok: false, reason: fault };
  const buffer = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read) {
    read = readSync(descriptor, buffer, length, buffer.length - length, null);
  }
  return length > MAX_BYTES
    ? { ok: false, reason: `it has more than ${MAX_BYTES} bytes, more than any configuration` }
    : { ok: true, text: buffer.toString('utf8', 0, length) };
}

/** @throws the system's own error. */
function readRegular(file: string): Bytes {
  // Asked before it is opened, too: opening some devices alone has an effect.
  const fault = kindFault(statSync(file));
  if (fault !== null) return { ok: false, reason: fault };
  // Should a pipe have taken its place, opening it does not wait; Windows has no such flag, and no such pipes.
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return readBounded(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads and checks a configuration file.
 *
 * `explicit`: the user named the file, so it must exist; the default file may be missing, and then the default
 * configuration holds. Every failure is returned, with line and column where the text is to blame.
 */
export function loadConfig(file: string, explicit: boolean): ConfigLoad {
  try {
    const bytes = readRegular(file);
    return bytes.ok ? parseConfig(bytes.text, file) : unreadable(file, bytes.reason);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' && !explicit) return { ok: true, config: DEFAULT_CONFIG, file: null };
    return unreadable(file, READ_FAULTS[code] ?? code);
  }
}
