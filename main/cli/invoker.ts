import { homedir, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';
import type { Home } from '../settings/paths.ts';

/** The person behind `sudo`. */
export interface Invoker {
  readonly uid: number;
  readonly gid: number;
}

/** The largest id that is not the "no change" value of setuid(2). */
const MAX_ID = 0xffff_fffe;

function parseId(text: string | undefined): number | null {
  if (text === undefined || !/^[0-9]{1,10}$/.test(text)) return null;
  const id = Number(text);
  return id <= MAX_ID ? id : null;
}

/** Null unless this process is root on behalf of somebody else: only then do sudo's variables mean anything. */
export function invokerOf(
  env: Readonly<Record<string, string | undefined>>,
  effectiveUid: number | undefined,
): Invoker | null {
  if (effectiveUid !== 0) return null;
  const uid = parseId(env['SUDO_UID']);
  const gid = parseId(env['SUDO_GID']);
  return uid === null || gid === null || uid === 0 ? null : { uid, gid };
}

/** Runs `read` with the invoker's rights on files, then takes root's back; for what must be read before the drop. */
export function asInvoker<T>(invoker: Invoker | null, read: () => T): T {
  const { setegid, seteuid, setgroups, getgroups } = process;
  if (invoker === null || !setegid || !seteuid || !setgroups || !getgroups) return read();
  const groups = getgroups();
  setgroups([invoker.gid]);
  setegid(invoker.gid);
  seteuid(invoker.uid);
  try {
    return read();
  } finally {
    seteuid(0);
    setegid(0);
    setgroups(groups);
  }
}

const NO_HOME = '/nonexistent';

/**
 * The first that is an absolute path: HOME may be empty or relative, and would then mean a folder below the current
 * one; nobody need be in the password database. Without any, what is written there fails by name.
 */
export function absoluteHome(sources: readonly (() => string)[]): string {
  for (const source of sources) {
    try {
      const home = source();
      if (isAbsolute(home)) return home;
    } catch {
      // The next one may know.
    }
  }
  return NO_HOME;
}

/**
 * Root's HOME is not the invoker's: behind sudo the password database is asked, which follows the effective
 * user. An invoker who is not in it has no home, rather than root's.
 */
function homeDirectory(invoker: Invoker | null): string {
  if (invoker === null) return absoluteHome([homedir, () => userInfo().homedir]);
  return absoluteHome([() => asInvoker(invoker, () => userInfo().homedir)]);
}

export function homeOf(invoker: Invoker | null): Home {
  return { platform: process.platform, home: homeDirectory(invoker), env: process.env };
}
