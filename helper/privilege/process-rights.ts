import { readFileSync } from 'node:fs';
import type { Rights } from './drop.ts';

/** This process's rights; null where there are no user ids to drop to (Windows). */
export function processRights(): Rights | null {
  const { getuid, geteuid, getgid, getegid, getgroups, setuid, setgid, setgroups } = process;
  if (!getuid || !geteuid || !getgid || !getegid || !getgroups) return null;
  if (!setuid || !setgid || !setgroups) return null;
  return {
    start: () => ({
      real: { uid: getuid(), gid: getgid() },
      effective: { uid: geteuid(), gid: getegid() },
      sudoUid: process.env['SUDO_UID'],
      sudoGid: process.env['SUDO_GID'],
      pkexecUid: process.env['PKEXEC_UID'],
    }),
    setgroups: (groups) => setgroups([...groups]),
    setgid: (gid) => setgid(gid),
    setuid: (uid) => setuid(uid),
    getgroups: () => getgroups(),
    readStatus: () => (process.platform === 'linux' ? readFileSync('/proc/self/status', 'latin1') : null),
  };
}
