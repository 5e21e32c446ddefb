// A file of the npm registry that is exactly the one that was reviewed: fetched by npm, checked by its hash.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from './electron/run.mjs';
import { SetupError } from './setup.mjs';

/**
 * @typedef {{ spec: string, integrity: string }} Pinned `spec`: package and exact version; `integrity`: of its
 *   tarball, as npm writes it
 * @typedef {(spec: string, folder: string) => Promise<string>} Pack puts a package's tarball into a folder
 */

const DEADLINE_MS = 15 * 60_000;

/** @param {string} file */
async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/** @type {Pack} */
export async function npmPack(spec, folder) {
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

/**
 * Unpacks some paths of a tarball into `folder`, where they lie under `package/`; throws a SetupError, with nothing
 * unpacked, when it is not the pinned one.
 * @param {string} tarball
 * @param {string} folder
 * @param {Pinned} pinned
 * @param {string[]} paths inside the package
 */
export async function unpackPinned(tarball, folder, { spec, integrity }, paths) {
  const found = await integrityOf(tarball);
  if (found !== integrity) {
    throw new SetupError(`${spec} is not what it was: expected ${integrity}, got ${found}.`);
  }
  const inside = paths.map((path) => `package/${path}`);
  const args = ['-xzf', tarball, '--no-same-owner', '-C', folder, ...inside];
  const { code, stderr } = await run('tar', args, { deadlineMs: DEADLINE_MS });
  if (code !== 0) throw new SetupError(`${spec} can't be unpacked: ${stderr.trim()}`);
}
