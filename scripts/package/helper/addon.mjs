// raw-socket's binary part, built for the Node of the executable: another Node's does not load there.
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { run } from '../../electron/run.mjs';
import { SetupError } from '../../setup.mjs';

/** @typedef {import('./node-release.mjs').NodeRelease} NodeRelease */

const DEADLINE_MS = 5 * 60_000;
const nodeGyp = createRequire(import.meta.url).resolve('node-gyp/bin/node-gyp.js');

/** Packages by what is taken of them: of raw-socket its sources only, not what npm built for another Node. */
const COPIED = {
  'raw-socket': ['package.json', 'binding.gyp', 'src'],
  nan: ['.'],
};

/** Packages that the helper's files have code of. */
export const HELPER_PACKAGES = Object.keys(COPIED);

/**
 * Nothing else of the environment counts: npm's `npm_config_*` would outweigh the arguments, and flags of a
 * machine's own would give other bytes.
 * @param {string} work whose path must not be seen in the result
 * @returns {NodeJS.ProcessEnv}
 */
function buildEnvironment(work) {
  const kept = ['HOME', 'TMPDIR', 'CC', 'CXX', 'PYTHON'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return {
    ...Object.fromEntries(kept),
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    LC_ALL: 'C',
    CXXFLAGS: `-ffile-prefix-map=${work}=.`,
    LDFLAGS: '-s -Wl,--build-id=none',
  };
}

/** @param {string} root @param {string} packages */
function copyPackages(root, packages) {
  for (const [name, parts] of Object.entries(COPIED)) {
    mkdirSync(join(packages, name), { recursive: true });
    for (const part of parts) {
      cpSync(join(root, 'node_modules', name, part), join(packages, name, part), { recursive: true });
    }
  }
}

/** @param {string} root @param {NodeRelease} release @param {string} work @param {string} into */
async function buildIn(root, release, work, into) {
  const packages = join(work, 'node_modules');
  copyPackages(root, packages);
  symlinkSync(release.folder, join(work, 'node'));
  const folder = join(packages, 'raw-socket');
  const { code, stderr } = await run(
    process.execPath,
    [nodeGyp, 'rebuild', `--directory=${folder}`, `--nodedir=${join(work, 'node')}`],
    { deadlineMs: DEADLINE_MS, env: buildEnvironment(work) },
  );
  if (code !== 0) {
    throw new SetupError(
      `raw-socket did not build for the helper's Node (Debian: apt-get install python3 make g++):\n${stderr.slice(-2000)}`,
    );
  }
  copyFileSync(join(folder, 'build/Release/raw.node'), into);
}

/**
 * Leaves node_modules as it is; throws a SetupError.
 * @param {{ root: string, release: NodeRelease, into: string }} options `root`: the checkout; `into`: the file to write
 */
export async function buildAddon({ root, release, into }) {
  // Not in the checkout, whose path may have blanks: the makefiles of node-gyp take them for ends of a path.
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-addon-')));
  try {
    await buildIn(root, release, work, into);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
