import type { Accounts } from './accounts.ts';

/** One file, folder or link on the way to something that is run. */
export interface PathFact {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly uid: number;
  readonly gid: number;
  /** Permission bits with the sticky one, as stat(2) tells them. */
  readonly mode: number;
}

export interface Trusted {
  /** Who may write what is run here: root, the user, the one behind sudo. */
  readonly uids: ReadonlySet<number>;
  /** Groups whose members can become root anyway. */
  readonly gids: ReadonlySet<number>;
  readonly accounts: Accounts;
  /** Whether a group that nobody else is in may write everywhere; else in folders of the user's own alone. */
  readonly allowsPrivateGroups: boolean;
}

/** Who else can write it, and the command that ends that, to be run by its owner or root. */
export interface Weakness {
  readonly path: string;
  readonly who: string;
  readonly mend: readonly string[];
}

const STICKY = 0o1000;
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;

/**
 * Whether nobody but root and the user can change this or put something else in its place. The group bits of a file
 * with an access control list are the most that anybody named there may do (acl(5)): such a list shows here only where
 * these bits are refused whosever the group is. Where private groups are allowed, it can hide behind one: so they are not
 * for what is root's, nor for files, but for folders as a user with the umask 002 makes them.
 */
export function judge(fact: PathFact, trusted: Trusted): Weakness | null {
  const { uids, gids, accounts } = trusted;
  const { path, kind, uid, gid, mode } = fact;
  if (!uids.has(uid)) {
    return { path, who: `user ${accounts.userText(uid)}`, mend: ['chown', '-h', 'root:', path] };
  }
  // The bits of a link mean nothing; only its owner and who can write its folder can change it.
  if (kind === 'link') return null;
  // In a sticky folder everybody may add files, but only their owners may take them away or rename them.
  if (kind === 'folder' && uid === 0 && (mode & STICKY) !== 0) return null;
  if ((mode & OTHERS_WRITE) !== 0) return { path, who: 'everybody', mend: ['chmod', 'go-w', path] };
  if ((mode & GROUP_WRITES) === 0 || gids.has(gid)) return null;
  const isPrivate = accounts.isPrivateGroup(gid, uids);
  if (isPrivate && (trusted.allowsPrivateGroups || (kind === 'folder' && uid !== 0))) return null;
  const group = `group ${accounts.groupText(gid)}`;
  const who = isPrivate ? `${group}, or whom an access control list names,` : group;
  return { path, who, mend: ['chmod', 'g-w', path] };
}
