import type { ThrowAwayRoot } from './throw-away-root.ts';

/** Where a package may put something; what a running machine keeps in memory is not asked. */
const PLACES = ['/boot', '/etc', '/home', '/lib', '/media', '/mnt', '/opt', '/srv', '/usr', '/var'] as const;

/** What the package manager and its triggers write about everything that they do; nobody's files. */
const BOOKS = [
  /^\/var\/(log|cache)(\/|$)/,
  /^\/var\/lib\/apt(\/|$)/,
  /^\/var\/lib\/dpkg\/(status|status-old|available|lock|lock-frontend|triggers(\/.*)?|info)$/,
  /^\/var\/lib\/dpkg\/updates$/,
];

/** Every file by its path: kind, mode, owner, size or where it leads to. */
export type FileList = ReadonlyMap<string, string>;

/** A folder's size says nothing. Links and modes are looked at, capabilities are asked by `getcap`. */
export async function filesIn(root: ThrowAwayRoot): Promise<FileList> {
  const print = [
    '(',
    '-type',
    'd',
    '-printf',
    '%p\\t%y %m %U:%G\\n',
    ')',
    '-o',
    '-printf',
    '%p\\t%y %m %U:%G %s %l\\n',
  ];
  const listed = await root.must(['find', ...PLACES, '-xdev', ...print]);
  const entries = listed
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([path = '']) => path !== '' && !BOOKS.some((book) => book.test(path)))
    .map(([path = '', what = '']): readonly [string, string] => [path, what]);
  return new Map(entries);
}

/** Each path with what it was and is; null: not there. */
export function changesBetween(
  before: FileList,
  after: FileList,
): Readonly<Record<string, readonly [string | null, string | null]>> {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = paths.filter((path) => before.get(path) !== after.get(path));
  return Object.fromEntries(
    changed.map((path) => [path, [before.get(path) ?? null, after.get(path) ?? null] as const]),
  );
}

/** File capabilities by path. */
export async function capabilitiesIn(root: ThrowAwayRoot): Promise<Readonly<Record<string, string>>> {
  // Its own code says also that some files (of /proc and the like) have none to be asked for.
  const { stdout } = await root.exec(['getcap', '-r', ...PLACES]);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => line.split(' ')).map(([path = '', what = '']) => [path, what]),
  );
}
