import type { Config } from '../../domain/model/config.ts';
import { parseJsonText } from '../../settings/json-text.ts';
import { parseConfig } from '../../settings/load-config.ts';
import { problemLine } from '../../settings/problem.ts';
import { readSettingsText } from '../../settings/read-text.ts';
import { compareVersions, storedVersion } from '../../settings/store-key.ts';

/** What a settings file is. `why`: one line with the place and what to do. */
export type Reading =
  | { readonly type: 'missing' }
  /** It may be fine: its owner took the right to read it away, or the disk fails. */
  | { readonly type: 'unreadable'; readonly why: string }
  | { readonly type: 'damaged'; readonly why: string }
  /** Of a shape that this program does not know; `config`: null when it has what is not known here. */
  | {
      readonly type: 'newer';
      readonly version: string;
      readonly config: Config | null;
      readonly why: string;
    }
  /** Of an earlier shape; it has to be migrated before it can be judged. */
  | { readonly type: 'old' }
  /** `version`: null for one that no store has written yet. */
  | { readonly type: 'good'; readonly version: string | null; readonly config: Config };

/** Which versions this program can read, and from which on it need not migrate. */
export interface KnownVersions {
  readonly newest: string;
  /** Versions that have a migration leading to them. */
  readonly migrated: readonly string[];
}

function isOld(version: string | null, { newest, migrated }: KnownVersions): boolean {
  return migrated.some(
    (step) => compareVersions(step, version ?? '0.0.0') > 0 && compareVersions(step, newest) <= 0,
  );
}

/** Reads and judges; changes nothing. */
export function readSettings(file: string, known: KnownVersions): Reading {
  const read = readSettingsText(file);
  if (!read.ok) {
    if (read.code === 'ENOENT') return { type: 'missing' };
    const isDamaged = read.code === 'unfit';
    return { type: isDamaged ? 'damaged' : 'unreadable', why: `${file}: ${read.reason}` };
  }
  const json = parseJsonText(read.text);
  const version = json.ok ? storedVersion(json.value) : null;
  if (json.ok && isOld(version, known)) return { type: 'old' };
  const load = parseConfig(read.text, file);
  if (version !== null && compareVersions(version, known.newest) > 0) {
    const config = load.ok ? load.config : null;
    return { type: 'newer', version, config, why: load.ok ? '' : problemLine(load.problem) };
  }
  if (!load.ok) return { type: 'damaged', why: problemLine(load.problem) };
  return { type: 'good', version, config: load.config };
}
