// Makes a fresh clone ready: packages, then bundles. Works before `npm install` was ever run, so it imports
// nothing but Node itself, and does nothing twice.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache');

/** A step that failed, in words for the user; nothing more than the message is shown. */
export class SetupError extends Error {}

/** @param {string} text */
const digest = (text) => createHash('sha256').update(text).digest('hex');

/** @param {string} name @param {string} value */
function stamped(name, value) {
  const file = join(cache, `${name}.stamp`);
  return existsSync(file) && readFileSync(file, 'utf8') === value;
}

/** @param {string} name @param {string} value */
function stamp(name, value) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, `${name}.stamp`), value);
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

/** @param {(line: string) => void} say */
function installPackages(say) {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  // A compiler that was installed since the last try may let raw-socket build now.
  const compiler = ['python3', 'make', 'g++'].filter(onPath);
  const wanted = digest([lock, process.versions.modules, ...compiler].join('\n'));
  if (stamped('packages', wanted) && existsSync(join(root, 'node_modules'))) return;
  say('Installing packages (npm ci) ...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
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
  stamp('packages', wanted);
}

/** @param {string} folder @returns {Generator<string>} */
function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(ts|mjs)$/.test(entry.name)) yield path;
  }
}

function sourceState() {
  const files = ['helper', 'main', 'scripts', 'test/lab', 'test/bench'].flatMap((folder) =>
    existsSync(join(root, folder)) ? [...sources(join(root, folder))] : [],
  );
  return digest(files.map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`).join('\n'));
}

/** @param {(line: string) => void} say */
async function buildBundles(say) {
  const state = sourceState();
  if (stamped('bundles', state) && existsSync(join(root, 'dist/faultline.mjs'))) return;
  say('Building ...');
  const { build } = await import('./build.mjs');
  try {
    await build();
  } catch (error) {
    throw new SetupError(`The build failed: ${error instanceof Error ? error.message : String(error)}`);
  }
  stamp('bundles', state);
}

/**
 * Installs and builds what is missing or out of date.
 * @param {{ say?: (line: string) => void }} [options] `say` gets progress, by default on stderr.
 */
export async function ensureReady({ say = (line) => process.stderr.write(`${line}\n`) } = {}) {
  checkNode();
  installPackages(say);
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
