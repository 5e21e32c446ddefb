import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';

/** `code`: the system's (`ENOENT`, `EACCES`), or `unfit` for what is no settings file whatever it holds. */
export type TextRead =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: string; readonly reason: string };

/** No settings file is longer; keeps a wrong path (a disk image) from being read whole. */
const MAX_BYTES = 1_000_000;

const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file',
};

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** Why a file that is there is not read; null: it is. Devices and pipes may wait, or never end. */
function kindFault(stats: Stats): string | null {
  if (stats.isDirectory()) return 'it is a folder';
  if (!stats.isFile()) return 'it is not a regular file';
  return stats.size > MAX_BYTES ? `it has ${stats.size} bytes, more than any configuration` : null;
}

const unfit = (reason: string): TextRead => ({ ok: false, code: 'unfit', reason });

/** Never more than the limit, whatever size the file claims to have. */
function readBounded(descriptor: number): TextRead {
  const fault = kindFault(fstatSync(descriptor));
  if (fault !== null) return unfit(fault);
  const buffer = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read) {
    read = readSync(descriptor, buffer, length, buffer.length - length, null);
  }
  return length > MAX_BYTES
    ? unfit(`it has more than ${MAX_BYTES} bytes, more than any configuration`)
    : { ok: true, text: buffer.toString('utf8', 0, length) };
}

/** @throws the system's own error. */
function readRegular(file: string): TextRead {
  // Asked before it is opened, too: opening some devices alone has an effect.
  const fault = kindFault(statSync(file));
  if (fault !== null) return unfit(fault);
  // Should a pipe have taken its place, opening it does not wait; Windows has no such flag, and no such pipes.
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return readBounded(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The text of a settings file. Never throws, never waits, reads no more than a settings file can have. */
export function readSettingsText(file: string): TextRead {
  try {
    return readRegular(file);
  } catch (error) {
    const code = errorCode(error);
    return { ok: false, code, reason: READ_FAULTS[code] ?? code };
  }
}
