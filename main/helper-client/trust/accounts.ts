/** Who is in which group, as far as this machine's own files tell: a directory service is not asked. */
export interface Accounts {
  /** `ada (1001)`; the number alone where nobody has it. */
  userText(uid: number): string;
  groupText(gid: number): string;
  /**
   * Whether it is known here and nobody but these users is in it: then its rights are theirs, or nobody's. What remains:
   * members whom only a directory service knows, programs that are set-group-ID to it, and a password of the group.
   */
  isPrivateGroup(gid: number, uids: ReadonlySet<number>): boolean;
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

const numberOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;

/** passwd(5): name, password, uid, gid, ... */
function readUsers(text: string): readonly User[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , uidText, gidText] = line.split(':');
    const uid = numberOf(uidText);
    const gid = numberOf(gidText);
    return name === '' || uid === null || gid === null ? [] : [{ name, uid, gid }];
  });
}

/** group(5): name, password, gid, members. */
function readGroups(text: string): readonly Group[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , gidText, list = ''] = line.split(':');
    const gid = numberOf(gidText);
    return name === '' || gid === null ? [] : [{ name, gid, members: list.split(',').filter(Boolean) }];
  });
}

/** `passwd`, `group`: the text of the files in /etc; empty where there is none. */
export function readAccounts(passwd: string, group: string): Accounts {
  const users = readUsers(passwd);
  const groups = readGroups(group);
  const text = (name: string | undefined, id: number): string =>
    name === undefined ? `${id}` : `${name} (${id})`;
  return {
    userText: (uid) => text(users.find((user) => user.uid === uid)?.name, uid),
    groupText: (gid) => text(groups.find((one) => one.gid === gid)?.name, gid),
    isPrivateGroup(gid, uids) {
      const itsUsers = users.filter((user) => user.gid === gid);
      const entries = groups.filter((one) => one.gid === gid);
      if (itsUsers.length === 0 && entries.length === 0) return false;
      const names = entries.flatMap(({ members }) => members);
      const members = names.map((name) => users.filter((user) => user.name === name));
      // A name that nobody has here may be known to a directory service.
      if (members.some((meant) => meant.length === 0)) return false;
      return [...itsUsers, ...members.flat()].every((user) => uids.has(user.uid));
    },
  };
}
