/** What the file system says of one entry. `mode` holds permission bits only. */
export interface EntryFacts {
  readonly type: 'folder' | 'file' | 'socket' | 'symlink' | 'other';
  readonly uid: number;
  readonly mode: number;
  readonly links: number;
}

export interface EntryStat {
  readonly uid: number;
  readonly mode: number;
  readonly nlink: number;
  isDirectory(): boolean;
  isFile(): boolean;
  isSocket(): boolean;
  isSymbolicLink(): boolean;
}

function typeOf(stat: EntryStat): EntryFacts['type'] {
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isDirectory()) return 'folder';
  if (stat.isFile()) return 'file';
  return stat.isSocket() ? 'socket' : 'other';
}

export const factsOf = (stat: EntryStat): EntryFacts => ({
  type: typeOf(stat),
  uid: stat.uid,
  mode: stat.mode & 0o7777,
  links: stat.nlink,
});

/** The bits that let anybody but the owner do anything. */
const OTHERS = 0o077;

/** Why an entry is not the one that its owner made for this channel; null: it is. `name` is for the message. */
export function entryFault(
  name: string,
  facts: EntryFacts,
  wanted: { readonly type: EntryFacts['type']; readonly uid: number },
): string | null {
  if (facts.type !== wanted.type) return `${name} is no ${wanted.type}`;
  if (facts.uid !== wanted.uid) return `${name} is of another user`;
  if ((facts.mode & OTHERS) !== 0) return `${name} is open to other users`;
  // A second name could be somewhere else: whoever holds it would read, or answer, what is meant for this one.
  if (wanted.type !== 'folder' && facts.links !== 1) return `${name} has another name besides`;
  return null;
}
