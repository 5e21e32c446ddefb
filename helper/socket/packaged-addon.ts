import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Owned {
  readonly uid: number;
  readonly mode: number;
}

const WRITABLE_BY_OTHERS = 0o022;

/**
 * Why code of `addon` must not run in a process that has the rights of `program`; empty: it may. Who owns the
 * program, and root, could have put anything into it anyway.
 */
export function refusal(addon: Owned, program: Pick<Owned, 'uid'>): string {
  if (addon.uid !== 0 && addon.uid !== program.uid) return 'it belongs to another user';
  if ((addon.mode & WRITABLE_BY_OTHERS) !== 0) return 'others may write to it';
  return '';
}

/** What a file descriptor of this process stands for, whatever has become of the path that it was opened by. */
const pathOf = (descriptor: number): string => `/proc/self/fd/${descriptor}`;

function load(file: string, descriptor: number, sha256: string): unknown {
  const refused = refusal(fstatSync(descriptor), statSync('/proc/self/exe'));
  if (refused !== '') throw new Error(`${file} is not trusted: ${refused}`);
  const found = createHash('sha256').update(readFileSync(descriptor)).digest('hex');
  if (found !== sha256) throw new Error(`${file} is not the one that this program was built with`);
  const addon = { exports: {} };
  process.dlopen(addon, pathOf(descriptor));
  return addon.exports;
}

/**
 * The addon beside the running single executable; throws when it is not exactly the one that belongs to it.
 *
 * An executable with file capabilities runs with them under every name that it has: who may make a hard link to it
 * in a folder of their own would otherwise choose the code that gets its rights. So the file is judged and loaded by
 * one descriptor: it is what it was built as, and nobody who could change it after that look is a stranger.
 */
export function loadPackagedAddon(name: string, sha256: string): unknown {
  const file = join(dirname(process.execPath), name);
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return load(file, descriptor, sha256);
  } finally {
    closeSync(descriptor);
  }
}
