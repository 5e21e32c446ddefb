// Says of what, and how, the helper's executable is made: as long as that is the same, so is the result.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../electron/run.mjs';
import { HELPER_PACKAGES } from './addon.mjs';
import { NODE_RELEASE } from './node-release.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const PACKAGES = [...HELPER_PACKAGES, 'esbuild', 'postject', 'node-gyp'];
const TOOLS = ['g++', 'strip'];
const DEADLINE_MS = 20_000;

/** @param {string} folder @returns {[string, string][]} each file's path inside it and text, in one order */
function texts(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  return paths.map((path) => [path.slice(folder.length), readFileSync(path, 'utf8')]);
}

/** @param {string} root @param {string} name */
function packageVersion(root, name) {
  /** @type {{ version?: string }} */
  const about = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  return `${name}@${about.version}`;
}

/** @param {string} name */
async function toolVersion(name) {
  const { code, stdout } = await run(name, ['--version'], { deadlineMs: DEADLINE_MS });
  return code === 0 ? stdout.split('\n')[0] : `no ${name}`;
}

/** @param {string} root the checkout @param {string} version of the product @returns {Promise<string>} in hex */
export async function recipeOf(root, version) {
  const recipe = [
    version,
    NODE_RELEASE,
    PACKAGES.map((name) => packageVersion(root, name)),
    await Promise.all(TOOLS.map(toolVersion)),
    texts(here),
    texts(join(root, 'helper')),
    // Says how TypeScript is to be understood.
    readFileSync(join(root, 'tsconfig.base.json'), 'utf8'),
  ];
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex');
}
