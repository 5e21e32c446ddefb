// Makes a Debian package of a request.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { controlFile } from './control.mjs';
import { entriesOf, layOutTree } from './tree.mjs';

/** By fpm's names: small ones take their time, zst is for trying things out. */
const COMPRESSIONS = {
  xz: ['-Zxz', '-z6'],
  gz: ['-Zgzip', '-z6'],
  zst: ['-Zzstd', '-z1'],
  none: ['-Znone'],
};

/** @param {string} name */
function compressionArguments(name) {
  const known = Object.entries(COMPRESSIONS).find(([one]) => one === name)?.[1];
  if (known !== undefined) return known;
  throw new Error(`--deb-compression ${name} is not one of ${Object.keys(COMPRESSIONS).join(', ')}`);
}

/** @param {string} root @param {import('./tree.mjs').Entry[]} entries */
function checksums(root, entries) {
  const files = entries.filter(({ stats }) => stats.isFile());
  return files
    .map(
      ({ path }) =>
        `${createHash('md5')
          .update(readFileSync(join(root, path)))
          .digest('hex')}  ${path}\n`,
    )
    .join('');
}

/** Debian Policy 5.6.20: each file in whole KiB, each other thing as one. @param {import('./tree.mjs').Entry[]} entries */
const installedKiB = (entries) =>
  entries.reduce((sum, { stats }) => sum + (stats.isFile() ? Math.ceil(stats.size / 1024) : 1), 0);

/** @param {string} control @param {string} name @param {string | undefined} from */
function addScript(control, name, from) {
  if (from === undefined) return;
  copyFileSync(from, join(control, name));
  chmodSync(join(control, name), 0o755);
}

/** @param {string} control @param {string} name @param {string} text */
function addText(control, name, text) {
  if (text === '') return;
  writeFileSync(join(control, name), text);
  chmodSync(join(control, name), 0o644);
}

/** @param {import('./arguments.mjs').DebRequest} request @param {string} root an empty folder */
function build(request, root) {
  layOutTree(root, request.paths);
  const entries = [...entriesOf(root)];
  const control = join(root, 'DEBIAN');
  mkdirSync(control);
  chmodSync(control, 0o755);
  // What lies in /etc is the administrator's to change (Debian Policy 10.7).
  const settings = entries.filter(({ path, stats }) => stats.isFile() && path.startsWith('etc/'));
  addText(control, 'control', controlFile(request, installedKiB(entries)));
  addText(control, 'md5sums', checksums(root, entries));
  addText(control, 'conffiles', settings.map(({ path }) => `/${path}\n`).join(''));
  addScript(control, 'postinst', request.afterInstall);
  addScript(control, 'prerm', request.beforeRemove);
  addScript(control, 'postrm', request.afterRemove);
  mkdirSync(dirname(request.file), { recursive: true });
  const args = [
    '--root-owner-group',
    ...compressionArguments(request.compression),
    '--build',
    root,
    request.file,
  ];
  const { status, error, stderr } = spawnSync('dpkg-deb', args, { encoding: 'utf8' });
  if (error) throw new Error(`dpkg-deb could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`dpkg-deb failed: ${stderr.trim()}`);
}

/** @param {import('./arguments.mjs').DebRequest} request */
export function writeDeb(request) {
  const root = mkdtempSync(join(tmpdir(), 'faultline-deb-'));
  try {
    build(request, root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
