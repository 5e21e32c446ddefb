// Builds packages: everything that is shipped is laid out, electron-builder does the rest.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, SetupError } from '../setup.mjs';
import { builderConfig } from './builder-config.mjs';
import { electronForPackage } from './electron-for-package.mjs';
import { layOutStage } from './stage.mjs';
import { fileOf, HEADLESS, systemOf } from './targets.mjs';

/**
 * @typedef {{ target: string, file: string, bytes: number }} Artifact `file`: a folder for `dir`
 * @typedef {import('./options.mjs').PackageOptions & { say: (line: string) => void }} Options
 */

/** @type {Readonly<Record<import('./targets.mjs').System, import('./modules.mjs').Machine['os']>>} */
const PLATFORMS = { linux: 'linux', windows: 'win32', macos: 'darwin' };

/** @type {Readonly<Record<import('./targets.mjs').System, string>>} */
const SYSTEM_NAMES = { linux: 'Linux', windows: 'Windows', macos: 'macOS' };

/** @type {Readonly<Record<import('./modules.mjs').Machine['os'], 'LINUX' | 'WINDOWS' | 'MAC'>>} */
const BUILDER_NAMES = { linux: 'LINUX', win32: 'WINDOWS', darwin: 'MAC' };

/**
 * electron-builder tells its steps on standard output, which is for results: meanwhile they go to standard error.
 * @template Result
 * @param {() => Promise<Result>} work
 */
async function withoutStdout(work) {
  const write = process.stdout.write;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}

/** @param {string} command @returns {string | undefined} its file */
const onPath = (command) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((file) => existsSync(file));

/**
 * electron-builder would fetch its own from GitHub.
 * @param {import('./options.mjs').Compression} compression
 * @param {(line: string) => void} say
 */
function useToolsAtHand(compression, say) {
  // Of an archive; the highest one takes ten times as long for a hundredth less.
  process.env['ELECTRON_BUILDER_COMPRESSION_LEVEL'] ??= compression === 'fast' ? '1' : '6';
  const zip = onPath('7za');
  if (zip !== undefined) process.env['ELECTRON_BUILDER_7ZIP_PATH'] ??= zip;
  if (process.env['CUSTOM_FPM_PATH']) return;
  if (onPath('fpm')) process.env['USE_SYSTEM_FPM'] = 'true';
  else if (onPath('dpkg-deb')) {
    say('There is no fpm here: the Debian package is made by the stand-in for building offline.');
    process.env['CUSTOM_FPM_PATH'] = fileURLToPath(new URL('offline-fpm.mjs', import.meta.url));
  }
}

/** @param {string} path @returns {number} of a folder: of all the files in it */
export function bytesOf(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return entries.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/** @param {string[]} targets @param {string[]} files @param {string} output @returns {Artifact[]} */
function artifactsOf(targets, files, output) {
  return targets.map((target) => {
    const file = target === 'dir' ? join(output, 'linux-unpacked') : fileOf(target, files);
    if (file === undefined) throw new SetupError(`electron-builder made no ${target}`);
    return { target, file, bytes: bytesOf(file) };
  });
}

const RELEASE = join(root, 'release');

/** @param {Options} options @param {string[]} targets @param {string} work a folder @returns {Promise<Artifact[]>} */
async function packElectron({ output = RELEASE, version, compression, say }, targets, work) {
  const system = systemOf(targets) ?? 'linux';
  const platform = PLATFORMS[system];
  if (platform !== process.platform) {
    throw new SetupError(`${targets.join(', ')}: made on ${SYSTEM_NAMES[system]} only`);
  }
  const electron = await electronForPackage(say);
  const stage = await layOutStage(work, {
    electron: electron.folder,
    machine: { os: platform, arch: process.arch },
    version,
    say,
  });
  useToolsAtHand(compression, say);
  const { build, Platform } = await import('electron-builder');
  const files = await withoutStdout(() =>
    build({
      projectDir: stage.app,
      targets: Platform[BUILDER_NAMES[platform]].createTarget(targets),
      publish: 'never',
      config: builderConfig({ stage, electron, compression, output }),
    }),
  );
  // Its notes for whoever develops it.
  rmSync(join(output, 'builder-debug.yml'), { force: true });
  return artifactsOf(targets, files, output);
}

/** @param {Options} options @returns {Promise<Artifact>} */
async function packHeadless({ output = RELEASE, version, compression, say }) {
  const { buildHeadless } = await import('./headless/build-headless.mjs');
  mkdirSync(output, { recursive: true });
  return {
    target: HEADLESS,
    ...(await buildHeadless({ into: output, version, level: compression === 'fast' ? 1 : 9, say })),
  };
}

/** @param {Options} options @returns {Promise<Artifact[]>} in the order of the targets */
export async function packageFaultline(options) {
  const withElectron = options.targets.filter((target) => target !== HEADLESS);
  // A folder of its own: two may build at once.
  const work = join(root, '.cache/package', String(process.pid));
  /** @type {Artifact[]} */
  let packed = [];
  try {
    if (withElectron.length > 0) packed = await packElectron(options, withElectron, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const headless = options.targets.includes(HEADLESS) ? [await packHeadless(options)] : [];
  return [...packed, ...headless];
}
