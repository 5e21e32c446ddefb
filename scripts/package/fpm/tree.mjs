// The files of a package, laid out as they will lie on the disk.
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @typedef {{ path: string, stats: import('node:fs').Stats }} Entry `path` relative to the root, without a slash first */

/** @param {string} root @param {string} [below] @returns {Generator<Entry>} parents first, sorted */
export function* entriesOf(root, below = '') {
  for (const name of readdirSync(join(root, below)).sort()) {
    const path = below === '' ? name : `${below}/${name}`;
    const stats = lstatSync(join(root, path));
    yield { path, stats };
    if (stats.isDirectory()) yield* entriesOf(root, path);
  }
}

/** The owner may write, everybody may read and, what can be run, run; no bit beyond these. @param {Entry['stats']} stats */
const modeOf = (stats) => (stats.isDirectory() || (stats.mode & 0o111) !== 0 ? 0o755 : 0o644);

/** @param {string} root is there @param {{ from: string, to: string }[]} paths */
export function layOutTree(root, paths) {
  for (const { from, to } of paths) {
    const target = join(root, to);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(from, target, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
  chmodSync(root, 0o755);
  for (const { path, stats } of entriesOf(root)) {
    if (stats.isSymbolicLink()) continue;
    if (!stats.isDirectory() && !stats.isFile()) throw new Error(`${path} is neither a file nor a folder`);
    chmodSync(join(root, path), modeOf(stats));
  }
}
