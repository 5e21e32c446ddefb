/** Who is in which group, as far as this machine's own files tell: a directory service is not asked. */
export interface Accounts {
  /** `ada (1001)`; the number alone where nobody has it. */
  userText(uid: number): string;
  groupText(gid: number): string;
  /** Whether the user is alone in that group, and it is the user's primary one: then its rights are the user's own. */
  isPrivateGroup(gid: number, uid: number): boolean;
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
    isPrivateGroup(gid, uid) {
      const itsUsers = users.filter((user) => user.gid === gid);
      if (itsUsers.length === 0 || itsUsers.some((user) => user.uid !== uid)) return false;
      const own = new Set(users.filter((user) => user.uid === uid).map(({ name }) => name));
      const members = groups.filter((one) => one.gid === gid).flatMap((one) => one.members);
      // A name that stands for two users may mean the other one.
      return members.every(
        (name) => own.has(name) && users.every((user) => user.name !== name || user.uid === uid),
      );
    },
  };
}
