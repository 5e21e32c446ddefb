// The privileged helper as it is shipped: one executable that holds a Node and the helper's code, and raw-socket's
// binary part beside it. The same inputs give the same bytes, wherever they lie.
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fillFolder } from '../../electron/aside.mjs';
import { root as checkout, SetupError } from '../../setup.mjs';
import { productOf } from '../product.mjs';
import { buildAddon } from './addon.mjs';
import { bundleHelper } from './bundle.mjs';
import { helperManifest, sha256 } from './manifest.mjs';
import { getNodeRelease } from './node-release.mjs';
import { recipeOf } from './recipe.mjs';
import { makeSingleExecutable, SINGLE_EXECUTABLE } from './single-executable.mjs';

export const EXECUTABLE = 'faultline-helper';
export const ADDON = 'raw.node';
/** The hashes of both, for whoever is to start them: it belongs where the starting program is, not beside them. */
export const MANIFEST = 'helper.json';
/** What the bundle is made of, for whoever wants to know. */
export const CONTENTS = 'contents.json';
/** Of the Node inside, which asks to be accompanied by it. */
export const NODE_LICENCE = 'LICENSE.node.txt';

const MODES = {
  [EXECUTABLE]: 0o755,
  [ADDON]: 0o644,
  [MANIFEST]: 0o644,
  [CONTENTS]: 0o644,
  [NODE_LICENCE]: 0o644,
};
/** What was made of other inputs is kept for this long after its last use: somebody may be copying it. */
const KEPT_MS = 15 * 60_000;

/**
 * @typedef {object} Options
 * @property {(line: string) => void} [say]
 * @property {string} [root] the checkout
 * @property {string} [cache] where Node is kept, unpacked
 * @property {string} [version] another one than package.json's
 */

function checkMachine() {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  throw new SetupError(
    `the helper's executable is built on Linux x64 only; this is ${process.platform} ${process.arch}`,
  );
}

/**
 * Makes the files in `folder`, which is new and empty, from nothing but the checkout and Node; keeps nothing.
 * @param {string} folder
 * @param {Options} [options]
 */
export async function makeHelperFiles(
  folder,
  { say = () => {}, root = checkout, cache = join(root, '.cache'), version = productOf(root).version } = {},
) {
  checkMachine();
  const release = await getNodeRelease(cache, { say });
  say("Building the helper's executable ...");
  const work = join(folder, 'work');
  mkdirSync(work);
  const executable = join(folder, EXECUTABLE);
  const addon = join(folder, ADDON);
  await buildAddon({ root, release, into: addon });
  const addonHash = await sha256(addon);
  const outfile = join(work, SINGLE_EXECUTABLE.main);
  const contents = await bundleHelper({ root, outfile, addonHash, version });
  await makeSingleExecutable({ node: release.executable, work, into: executable });
  const manifest = await helperManifest(version, [executable, addon]);
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(folder, CONTENTS), `${JSON.stringify(contents, null, 2)}\n`);
  copyFileSync(release.licence, join(folder, NODE_LICENCE));
  rmSync(work, { recursive: true });
  // Whatever the umask is.
  for (const [name, mode] of Object.entries(MODES)) chmodSync(join(folder, name), mode);
}

/** @param {string} kept @param {string} current */
function sweep(kept, current) {
  for (const name of readdirSync(kept)) {
    const old = join(kept, name);
    const isOld = name !== current && !name.startsWith('.') && Date.now() - statSync(old).mtimeMs > KEPT_MS;
    if (isOld) rmSync(old, { recursive: true, force: true });
  }
}

/** @param {Required<Options>} options @returns {Promise<string>} the folder with the files, made where it was not */
async function kept(options) {
  const parent = join(options.cache, 'helper');
  const name = (await recipeOf(options.root, options.version)).slice(0, 16);
  const folder = join(parent, name);
  // A folder is put in its place when it is complete.
  if (existsSync(folder)) utimesSync(folder, new Date(), new Date());
  else {
    await fillFolder(
      folder,
      (aside) => makeHelperFiles(aside, options),
      () => existsSync(folder),
    );
    sweep(parent, name);
  }
  return folder;
}

/** @param {string} from @param {string} to @param {number} mode */
function put(from, to, mode) {
  const aside = `${to}.${process.pid}`;
  copyFileSync(from, aside, constants.COPYFILE_FICLONE);
  chmodSync(aside, mode);
  renameSync(aside, to);
}

/**
 * Puts the helper's executable, `raw.node`, `helper.json`, `contents.json` and Node's licence into the folder `into`,
 * each aside and renamed; builds only what was not built from the same inputs before. Throws a SetupError that says
 * what is missing.
 * @param {Options & { into: string }} options
 * @returns {Promise<{ executable: string, addon: string, manifest: string, contents: string, nodeLicence: string }>}
 *   their paths
 */
export async function buildHelperExecutable({
  into,
  say = () => {},
  root = checkout,
  cache = join(root, '.cache'),
  version = productOf(root).version,
}) {
  const from = await kept({ say, root, cache, version });
  mkdirSync(into, { recursive: true });
  for (const [name, mode] of Object.entries(MODES)) put(join(from, name), join(into, name), mode);
  return {
    executable: join(into, EXECUTABLE),
    addon: join(into, ADDON),
    manifest: join(into, MANIFEST),
    contents: join(into, CONTENTS),
    nodeLicence: join(into, NODE_LICENCE),
  };
}
