import type { Problem } from '../settings/problem.ts';
import type { Invoker } from './invoker.ts';

export type Drop = { readonly ok: true } | { readonly ok: false; readonly problem: Problem };

/** The calls of `process` that are used, so that tests can watch their order. */
export type Credentials = Pick<
  NodeJS.Process,
  'setgroups' | 'setgid' | 'setuid' | 'getuid' | 'geteuid' | 'getgid' | 'getegid' | 'getgroups'
>;

function failed(reason: string): Drop {
  return {
    ok: false,
    problem: {
      what: 'root rights could not be given up',
      where: reason,
      wayOut: 'run it without sudo, or report this',
    },
  };
}

/** A way back to root that still works means that nothing was given up. */
function canReturn(credentials: Credentials): boolean {
  try {
    credentials.setuid?.(0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Becomes the invoking user for good: real, effective and saved ids and all groups. The group calls come first
 * because only root may make them. Call it once the helper runs and before anything from the network is read.
 */
export function dropPrivilege(invoker: Invoker, credentials: Credentials = process): Drop {
  const { setgroups, setgid, setuid } = credentials;
  if (!setgroups || !setgid || !setuid) return failed('this system has no such call');
  try {
    setgroups.call(credentials, [invoker.gid]);
    setgid.call(credentials, invoker.gid);
    setuid.call(credentials, invoker.uid);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
  const uids = [credentials.getuid?.(), credentials.geteuid?.()];
  const gids = [credentials.getgid?.(), credentials.getegid?.(), ...(credentials.getgroups?.() ?? [])];
  if (uids.some((uid) => uid !== invoker.uid)) return failed('the user did not change');
  if (gids.some((gid) => gid !== invoker.gid)) return failed('a group remained');
  return canReturn(credentials) ? failed('the way back to root was still open') : { ok: true };
}
