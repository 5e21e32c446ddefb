export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** Who the process was when it started, and the only environment variables that this program looks at. */
export interface Start {
  readonly real: Identity;
  readonly effective: Identity;
  readonly sudoUid: string | undefined;
  readonly sudoGid: string | undefined;
  readonly pkexecUid: string | undefined;
}

/** `nobody` and `nogroup`: own no files and run no services of others. */
export const NOBODY: Identity = { uid: 65534, gid: 65534 };

/** The highest value means "leave unchanged" to the kernel. */
const HIGHEST_ID = 0xffff_fffe;

/** Decimal, not root, in range; anything else is as good as not given. */
export function unprivilegedId(text: string | undefined): number | null {
  if (text === undefined || !/^[1-9]\d{0,9}$/.test(text)) return null;
  const id = Number(text);
  return id <= HIGHEST_ID ? id : null;
}

/**
 * Whom to become; null: not root, so there is nothing to become.
 *
 * Behind a set-user-id bit the environment is the caller's and may lie, but the real ids cannot. Real root's
 * environment comes from sudo, pkexec or root itself, and can at worst name another unprivileged user.
 */
export function identityToBecome(start: Start): Identity | null {
  if (start.effective.uid !== 0) return null;
  if (start.real.uid !== 0) return start.real;
  const sudoUid = unprivilegedId(start.sudoUid);
  if (sudoUid !== null) return { uid: sudoUid, gid: unprivilegedId(start.sudoGid) ?? NOBODY.gid };
  const pkexecUid = unprivilegedId(start.pkexecUid);
  // pkexec tells no group, and looking one up would mean to read files as root.
  return pkexecUid === null ? NOBODY : { uid: pkexecUid, gid: NOBODY.gid };
}

/**
 * Whom to become for a channel of this user's. The group is nobody's, as with pkexec: a group of the caller's choice would
 * open to them what that group may use.
 */
export const channelIdentity = (uid: number): Identity => ({ uid, gid: NOBODY.gid });

/** Why the start does not fit a channel of the user `asked`; null: it does. */
export function channelFault(start: Start, asked: number): string | null {
  if (start.effective.uid !== 0) return 'a helper with a channel must be started as root';
  // The arguments are the caller's, who is not root and may become nobody but himself.
  if (start.real.uid !== 0) return 'a set-user-id helper has no channel';
  const known = [start.pkexecUid, start.sudoUid].map(unprivilegedId).filter((uid) => uid !== null);
  return known.every((uid) => uid === asked) ? null : 'the channel is not of the user who asked';
}
