// The Electron of the `electron` package: its own installer fetches it, from where that is configured to.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup.mjs';
import { run } from './run.mjs';

/** An answer of any kind within this time makes the download worth a try. */
const REACH_DEADLINE_MS = 5_000;
/** For some 120 MB over a slow line. */
const DOWNLOAD_DEADLINE_MS = 15 * 60_000;

/**
 * Where the installer downloads from; it reads the same variables.
 * @param {NodeJS.ProcessEnv} env
 */
export function downloadBase(env) {
  return (
    env['npm_config_electron_mirror'] ||
    env['NPM_CONFIG_ELECTRON_MIRROR'] ||
    env['ELECTRON_MIRROR'] ||
    'https://github.com/electron/electron/releases/download/'
  );
}

/**
 * Whether anything answers at `url`. Without this, a machine that can't get there would wait for the
 * installer's retries.
 * @param {string} url
 * @param {number} [deadlineMs]
 * @returns {Promise<boolean>}
 */
export async function answers(url, deadlineMs = REACH_DEADLINE_MS) {
  try {
    const response = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineMs),
    });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** @param {string} file @returns {string} empty when it isn't there */
const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');

/** @param {string} folder that of the `electron` package */
function versionOf(folder) {
  /** @type {{ version?: string }} */
  const about = JSON.parse(textOf(join(folder, 'package.json')) || '{}');
  return about.version;
}

/** @param {NodeJS.ProcessEnv} env @param {string} path its executable's, inside its folder */
function foundElsewhere(env, path) {
  const folder = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!folder) return undefined;
  const executable = join(folder, path);
  if (existsSync(executable)) return executable;
  throw new SetupError(`ELECTRON_OVERRIDE_DIST_PATH names ${folder}, but ${executable} isn't there.`);
}

const EXECUTABLES = new Map([
  ['darwin', 'Electron.app/Contents/MacOS/Electron'],
  ['win32', 'electron.exe'],
]);

/**
 * The installed one, judged as the installer itself does; also one that ELECTRON_OVERRIDE_DIST_PATH names.
 * @param {string} folder that of the `electron` package
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} the executable
 */
export function foundOfficial(folder, env = process.env) {
  const path = EXECUTABLES.get(process.platform) ?? 'electron';
  const elsewhere = foundElsewhere(env, path);
  if (elsewhere !== undefined) return elsewhere;
  const version = versionOf(folder);
  // path.txt is what the installer writes last.
  const installed = textOf(join(folder, 'path.txt')) === path;
  const executable = join(folder, 'dist', path);
  const current = textOf(join(folder, 'dist/version')).replace(/^v/, '') === version;
  return version !== undefined && installed && current && existsSync(executable) ? executable : undefined;
}

/** @param {string} folder @param {NodeJS.ProcessEnv} env */
async function checkWorthTrying(folder, env) {
  if (versionOf(folder) === undefined) throw new SetupError('the electron package is not installed');
  // A proxy is for the installer to find its way through.
  if (env['ELECTRON_GET_USE_PROXY']) return;
  const base = downloadBase(env);
  if (await answers(base)) return;
  throw new SetupError(`${new URL(base).host} does not answer`);
}

/**
 * @param {string} folder that of the `electron` package
 * @param {{ env?: NodeJS.ProcessEnv, deadlineMs?: number, say?: (line: string) => void }} [options]
 * @returns {Promise<string>} the executable; a SetupError says why there is none
 */
export async function getOfficial(
  folder,
  { env = process.env, deadlineMs = DOWNLOAD_DEADLINE_MS, say = () => {} } = {},
) {
  await checkWorthTrying(folder, env);
  say(`Downloading Electron ${versionOf(folder)} (about 120 MB) ...`);
  const { code, stderr } = await run(process.execPath, [join(folder, 'install.js')], { deadlineMs, env });
  const executable = code === 0 ? foundOfficial(folder, env) : undefined;
  if (executable !== undefined) return executable;
  // A download that was stopped while it was unpacked must not be taken for a whole one.
  for (const name of ['dist', 'path.txt']) rmSync(join(folder, name), { recursive: true, force: true });
  throw new SetupError(`its installer failed: ${reasonIn(stderr)}`);
}

/** An installer ends with a stack trace: the error's own line says the most. @param {string} stderr */
function reasonIn(stderr) {
  const lines = stderr.split('\n').map((line) => line.trim());
  const error = lines.findLast((line) => /^(\w*Error\b|stopped after)/.test(line));
  return error ?? lines.findLast((line) => line !== '') ?? 'it said nothing';
}
