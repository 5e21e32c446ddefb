import { lstat, readlink } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { PathFact } from './judge.ts';

/** As the kernel: path_resolution(7). */
const MAX_LINKS = 40;

export type Look =
  | { readonly ok: true; readonly facts: readonly PathFact[] }
  /** `reason`: the rest of a sentence that begins with the path. */
  | { readonly ok: false; readonly path: string; readonly reason: string };

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
    ? 'is missing'
    : `can't be examined (${error instanceof Error ? error.message : String(error)})`;

const names = (path: string): string[] => path.split('/').filter((name) => name !== '' && name !== '.');

async function factOf(path: string): Promise<PathFact> {
  const { uid, gid, mode, ...stats } = await lstat(path).then((found) => ({
    uid: found.uid,
    gid: found.gid,
    mode: found.mode & 0o7777,
    isLink: found.isSymbolicLink(),
    isFolder: found.isDirectory(),
  }));
  return { path, uid, gid, mode, kind: stats.isLink ? 'link' : stats.isFolder ? 'folder' : 'file' };
}

/** Everything that the kernel passes on its way to the file `path`, links and what they lead to included. POSIX paths only. */
export async function lookAtPath(path: string): Promise<Look> {
  if (!isAbsolute(path)) return { ok: false, path, reason: 'is not an absolute path' };
  let current = '/';
  let links = 0;
  const ahead = names(path);
  try {
    const facts = [await factOf(current)];
    for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
      if (name === '..') {
        current = dirname(current);
        continue;
      }
      const fact = await factOf(join(current, name));
      facts.push(fact);
      if (fact.kind !== 'link') {
        current = fact.path;
        continue;
      }
      links += 1;
      if (links > MAX_LINKS) return { ok: false, path, reason: 'leads through too many links' };
      const target = await readlink(fact.path);
      if (isAbsolute(target)) current = '/';
      ahead.unshift(...names(target));
    }
    // A pipe or a device could be read for ever, and can not be run.
    if (!(await lstat(current)).isFile()) return { ok: false, path: current, reason: 'is not a file' };
    return { ok: true, facts };
  } catch (error) {
    return { ok: false, path, reason: reasonOf(error) };
  }
}
