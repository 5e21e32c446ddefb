// The Electron that a package is made of, and whether such a package may be shipped.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureElectron } from '../electron.mjs';
import { SetupError } from '../setup.mjs';

/**
 * @typedef {object} ElectronForPackage
 * @property {string} folder
 * @property {string} version
 * @property {string} mark part of each file's name; empty for an official Electron
 */

/** In the names of packages that nobody may be given. */
export const NOT_FOR_SHIPPING = '-not-for-shipping';

/** On macOS the executable lies deep in an app of its own. @param {string} executable */
const folderOf = (executable) =>
  dirname(executable.replace(/\/Electron\.app\/Contents\/MacOS\/Electron$/, '/.'));

/** @param {string} folder */
function versionIn(folder) {
  const file = join(folder, 'version');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : '';
  if (!/^\d+\.\d+\.\d+/.test(version))
    throw new SetupError(`${folder} holds no Electron that says its version`);
  return version;
}

/**
 * @param {(line: string) => void} say
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<ElectronForPackage>} throws a SetupError when there is none
 */
export async function electronForPackage(say, env = process.env) {
  const { executable, origin } = await ensureElectron({ say, env });
  const folder = folderOf(executable);
  const version = versionIn(folder);
  if (origin === 'official') return { folder, version, mark: '' };
  say(
    `NOT FOR SHIPPING: this package gets Electron ${version}, which is not the official download. It is past its end of life or unknown; the files' names say so.`,
  );
  return { folder, version, mark: NOT_FOR_SHIPPING };
}
