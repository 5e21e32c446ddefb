// Faultline for a server or a NAS: one archive with all that it takes, its own Node included.
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../electron/run.mjs';
import { root, SetupError } from '../../setup.mjs';
import { HELPER_PACKAGES } from '../helper/addon.mjs';
import { buildHelperExecutable } from '../helper/build.mjs';
import { getNodeRelease } from '../helper/node-release.mjs';
import { licenceOf, licencesText, packagesIn } from '../licences.mjs';
import { copyModules } from '../modules.mjs';
import { productOf } from '../product.mjs';
import { SQLITE } from '../stage.mjs';
import { bundleHeadless } from './bundles.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const DEADLINE_MS = 5 * 60_000;

/** @param {string} command @param {string[]} args */
async function must(command, args) {
  const { code, stderr } = await run(command, args, { deadlineMs: DEADLINE_MS });
  if (code !== 0) throw new SetupError(`${command} failed: ${stderr.trim().slice(-2000)}`);
}

/** @param {string} lib @param {string} version @param {(line: string) => void} say */
async function putHelper(lib, version, say) {
  const made = mkdtempSync(join(tmpdir(), 'faultline-helper-'));
  try {
    const { executable, addon, manifest } = await buildHelperExecutable({ into: made, version, say });
    mkdirSync(join(lib, 'helper'));
    for (const file of [executable, addon]) cpSync(file, join(lib, 'helper', basename(file)));
    // Not beside what it vouches for, but with the program that compares.
    cpSync(manifest, join(lib, 'helper.json'));
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** @param {string} lib @param {(line: string) => void} say @returns {Promise<string>} text of its licence */
async function putNode(lib, say) {
  const release = await getNodeRelease(join(root, '.cache'), { say });
  const node = join(lib, 'node');
  copyFileSync(release.executable, node);
  await must('strip', [node]);
  return readFileSync(release.licence, 'utf8');
}

/** @param {string} file @param {string[]} folders of packages @param {string} nodeLicence */
function writeLicences(file, folders, nodeLicence) {
  const own = { title: 'Faultline (MIT)', text: readFileSync(join(root, 'LICENSE'), 'utf8') };
  const node = { title: 'Node.js, as lib/node and inside the helper', text: nodeLicence };
  const inHelper = HELPER_PACKAGES.map((name) => join(root, 'node_modules', name));
  const packages = [...new Set([...folders, ...inHelper])].map(licenceOf);
  writeFileSync(file, licencesText([own, ...packages, SQLITE, node]));
}

/** Owner and time aside, whatever the umask is. @param {string} folder */
function setModes(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const runs = entry.isDirectory() || ['faultline', 'node', 'faultline-helper'].includes(entry.name);
    chmodSync(path, runs ? 0o755 : 0o644);
  }
}

/**
 * Lays everything out in `folder`, which is new and empty.
 * @param {{ folder: string, version?: string | undefined, say?: (line: string) => void }} options `version`: another
 *   one than package.json's
 */
export async function layOutHeadless({ folder, version = productOf(root).version, say = () => {} }) {
  const lib = join(folder, 'lib');
  for (const name of ['bin', 'lib', 'systemd']) mkdirSync(join(folder, name));
  const metafile = await bundleHeadless(root, lib, version);
  const modules = copyModules(lib, { os: 'linux', arch: 'x64' });
  const about = { name: 'faultline', version, private: true, type: 'module' };
  writeFileSync(join(lib, 'package.json'), `${JSON.stringify(about, null, 2)}\n`);
  await putHelper(lib, version, say);
  const nodeLicence = await putNode(lib, say);
  writeLicences(join(folder, 'LICENSES.txt'), [...packagesIn([metafile]), ...modules], nodeLicence);
  copyFileSync(join(here, 'faultline.sh'), join(folder, 'bin/faultline'));
  copyFileSync(join(root, 'deploy/systemd/faultline.service'), join(folder, 'systemd/faultline.service'));
  const readme = readFileSync(join(here, 'README.md'), 'utf8').replace('@VERSION@', version);
  writeFileSync(join(folder, 'README.md'), readme);
  setModes(folder);
}

/** Seconds; what is packed twice from the same inputs with it set is the same. */
const stamp = () => process.env['SOURCE_DATE_EPOCH'] ?? String(Math.floor(Date.now() / 1000));

/**
 * Writes `faultline-headless-VERSION-linux-x64.tar.gz` into the folder `into`; throws a SetupError.
 * @param {{ into: string, version?: string | undefined, say?: (line: string) => void, level?: number }} options
 *   `version`: another one than package.json's; `level`: of gzip, 1 to 9
 * @returns {Promise<{ file: string, bytes: number }>}
 */
export async function buildHeadless({ into, version = productOf(root).version, say = () => {}, level = 9 }) {
  const name = `faultline-headless-${version}-linux-x64`;
  mkdirSync(into, { recursive: true });
  const aside = mkdtempSync(join(into, '.headless-'));
  try {
    const folder = join(aside, name);
    mkdirSync(folder);
    await layOutHeadless({ folder, version, say });
    say(`Packing ${name}.tar.gz ...`);
    const packed = join(aside, 'packed');
    const owner = ['--owner=0', '--group=0', '--numeric-owner'];
    const order = ['--sort=name', '--format=gnu', `--mtime=@${stamp()}`];
    const gzip = `--use-compress-program=gzip -n${level}`;
    await must('tar', ['-cf', packed, gzip, ...owner, ...order, '-C', dirname(folder), name]);
    const file = join(into, `${name}.tar.gz`);
    renameSync(packed, file);
    return { file, bytes: statSync(file).size };
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}
