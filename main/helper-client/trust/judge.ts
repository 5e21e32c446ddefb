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
 * with an access control list are the most that anybody named there may do (acl(5)), so such a list shows here as well.
 */
export function judge(fact: PathFact, { uids, gids, accounts }: Trusted): Weakness | null {
  const { path, kind, uid, gid, mode } = fact;
  if (!uids.has(uid)) {
    return { path, who: `user ${accounts.userText(uid)}`, mend: ['chown', '-h', 'root:', path] };
  }
  // The bits of a link mean nothing; only its owner and who can write its folder can change it.
  if (kind === 'link') return null;
  // In a sticky folder everybody may add files, but only their owners may take them away or rename them.
  if (kind === 'folder' && uid === 0 && (mode & STICKY) !== 0) return null;
  if ((mode & OTHERS_WRITE) !== 0) return { path, who: 'everybody', mend: ['chmod', 'go-w', path] };
  if ((mode & GROUP_WRITES) === 0 || gids.has(gid) || accounts.isPrivateGroup(gid, uids)) return null;
  return { path, who: `group ${accounts.groupText(gid)}`, mend: ['chmod', 'g-w', path] };
}
