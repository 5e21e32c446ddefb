// Makes a fresh clone ready: packages, then bundles. Works before `npm install` was ever run, so it imports
// nothing but Node itself, and does nothing twice.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache');

/** A step that failed, in words for the user; nothing more than the message is shown. */
export class SetupError extends Error {}

/** @param {string} text */
const digest = (text) => createHash('sha256').update(text).digest('hex');

/** One line of it. @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error)).trim().split('\n')[0];

/** @param {() => void} change */
function changeCache(change) {
  try {
    change();
  } catch (error) {
    throw new SetupError(
      `${cache} can't be written (${messageOf(error)}). If another user made it, delete it as that user.`,
    );
  }
}

/**
 * Does a step's work, unless its stamp says that it is done for `wanted` and what it made is still there.
 * @param {{ name: string, wanted: string, present: () => boolean, work: () => void | Promise<void> }} step
 */
export async function once({ name, wanted, present, work }) {
  const file = join(cache, `${name}.stamp`);
  if (existsSync(file) && readFileSync(file, 'utf8') === wanted && present()) return;
  // A step that ends half-way is not done, not even for what it was done for before.
  changeCache(() => {
    mkdirSync(cache, { recursive: true });
    rmSync(file, { force: true });
  });
  await work();
  changeCache(() => writeFileSync(file, wanted));
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(`Faultline needs Node 20.19 or newer; this is ${process.versions.node}.`);
}

/**
 * Where this Node keeps its headers, if it came with them: raw-socket then builds without fetching any.
 * @returns {NodeJS.ProcessEnv}
 */
function buildEnvironment() {
  const prefix = dirname(dirname(process.execPath));
  const bundled = existsSync(join(prefix, 'include/node/node.h'));
  return bundled ? { ...process.env, npm_config_nodedir: prefix } : process.env;
}

/** @param {string} command */
function onPath(command) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}

/** Whether everything package.json names is there; an optional package may be missing. */
function packagesPresent() {
  /** @type {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} */
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  return names.every((name) => existsSync(join(root, 'node_modules', name, 'package.json')));
}

/** @param {(line: string) => void} say */
function npmCi(say) {
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new SetupError(
      'node_modules is a link, and npm ci would empty the folder that it leads to: remove the link, then run this again.',
    );
  }
  say('Installing packages (npm ci) ...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Building needs the development packages too, also where NODE_ENV=production leaves them out.
  const run = spawnSync(npm, ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env: buildEnvironment(),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (run.error) throw new SetupError(`npm could not be started: ${run.error.message}`);
  if (run.status !== 0) {
    throw new SetupError('npm ci failed (see above). Check the network and the disk, then run this again.');
  }
  if (!existsSync(join(root, 'node_modules/raw-socket/build/Release/raw.node'))) {
    say('raw-socket did not build: ICMP will come from the system ping. The way out:');
    say(
      '  install python3, make and g++ (Debian: apt-get install python3 make g++), then: npm rebuild raw-socket',
    );
  }
}

/** @param {(line: string) => void} say */
async function installPackages(say) {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  // A compiler that was installed since the last try may let raw-socket build now.
  const compiler = ['python3', 'make', 'g++'].filter(onPath);
  await once({
    name: 'packages',
    wanted: digest([lock, process.platform, process.arch, process.versions.modules, ...compiler].join('\n')),
    present: packagesPresent,
    work: () => npmCi(say),
  });
}

/** @param {string} folder @returns {Generator<string>} */
function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(tsx?|mjs|css|html|svg|png)$/.test(entry.name)) yield path;
  }
}

function sourceState() {
  const folders = ['assets', 'helper', 'main', 'renderer', 'scripts', 'test/lab', 'test/bench'];
  const there = folders.map((folder) => join(root, folder)).filter((folder) => existsSync(folder));
  const files = there.flatMap((folder) => [...sources(folder)]);
  return digest(files.map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`).join('\n'));
}

/** @param {(line: string) => void} say */
async function buildBundles(say) {
  const { build, bundlePaths } = await import('./build.mjs');
  await once({
    name: 'bundles',
    wanted: sourceState(),
    present: () => bundlePaths().every((path) => existsSync(path)),
    work: async () => {
      say('Building ...');
      try {
        await build();
      } catch (error) {
        // esbuild has shown what does not compile, each with its place.
        const told = error instanceof Error && 'errors' in error;
        throw new SetupError(
          told ? 'The build failed (see above).' : `The build failed: ${messageOf(error)}`,
        );
      }
    },
  });
}

/**
 * Installs and builds what is missing or out of date.
 * @param {{ say?: (line: string) => void }} [options] `say` gets progress, by default on stderr.
 */
export async function ensureReady({ say = (line) => process.stderr.write(`${line}\n`) } = {}) {
  checkNode();
  await installPackages(say);
  await buildBundles(say);
}

/**
 * Runs a script's main function; a SetupError ends it with one clear line and code 4.
 * @param {() => Promise<number | void>} main
 */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`faultline: ${error.message}\n`);
    process.exitCode = 4;
  }
}
