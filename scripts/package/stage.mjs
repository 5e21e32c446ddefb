// Lays out everything of a package that is not Electron: what goes into app.asar, and what lies beside it.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { APP_SIZES } from '../icons/variants.mjs';
import { iconPaths } from '../icons.mjs';
import { root } from '../setup.mjs';
import { buildShippedBundles } from './bundles.mjs';
import { HELPER_PACKAGES } from './helper/addon.mjs';
import { buildHelperExecutable, MANIFEST } from './helper/build.mjs';
import { licenceOf, licencesText, packagesIn } from './licences.mjs';
import { copyModules } from './modules.mjs';
import { productOf } from './product.mjs';

/** Where the package for Debian puts itself; electron-builder's own choice. */
export const INSTALLED = '/opt/Faultline';

/**
 * @typedef {object} Stage
 * @property {string} app what becomes app.asar
 * @property {string} resources what lies beside it
 * @property {string} linux what a Linux package puts elsewhere
 * @property {string} icons
 * @property {string} version
 */

/** Who makes a package puts their own here: a package names somebody who answers for it. */
export const MAINTAINER = { name: 'The Faultline authors', email: 'authors@faultline.invalid' };
export const HOMEPAGE = 'https://faultline.invalid/';

export const POLICY = 'org.faultline.helper.policy';
export const METAINFO = 'org.faultline.Faultline.metainfo.xml';

/** @param {string} file @param {unknown} value */
const writeJson = (file, value) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

/** @param {string} from @param {string} to */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

/** @param {string} app @param {string} version */
function writePackageJson(app, version) {
  const { description, license } = productOf(root);
  writeJson(join(app, 'package.json'), {
    name: 'faultline',
    version,
    description,
    license,
    type: 'module',
    main: 'dist/installed.mjs',
    // Desktops find the menu entry of a window by it.
    desktopName: 'faultline.desktop',
    author: MAINTAINER,
    homepage: HOMEPAGE,
  });
}

/** @param {string} app @param {string} icons of the menu, by size */
function copyIcons(app, icons) {
  for (const path of iconPaths()) copy(path, join(app, 'dist/icons', basename(path)));
  for (const size of APP_SIZES) {
    copy(join(root, `dist/icons/app-${size}.png`), join(icons, `${size}x${size}.png`));
  }
}

/** Of the Electron that is packed, where it brings them. @param {string} electron */
function electronLicences(electron) {
  const file = ['LICENSE', 'LICENSE.electron.txt'].map((name) => join(electron, name)).find(existsSync);
  const text = file === undefined ? 'See LICENSE.electron.txt.' : readFileSync(file, 'utf8');
  return [
    { title: 'Electron (MIT)', text },
    { title: 'Chromium and all that is in it', text: 'See LICENSES.chromium.html beside the executable.' },
  ];
}

export const SQLITE = {
  title: 'SQLite (public domain)',
  text: 'The authors of SQLite have dedicated its code to the public domain: https://sqlite.org/copyright.html',
};

/**
 * @param {string} file
 * @param {string[]} folders of packages
 * @param {string} electron
 * @param {import('./licences.mjs').Licence[]} others
 */
function writeLicences(file, folders, electron, others) {
  const own = { title: 'Faultline (MIT)', text: readFileSync(join(root, 'LICENSE'), 'utf8') };
  const packages = [...new Set(folders)].map(licenceOf);
  writeFileSync(file, licencesText([own, ...packages, SQLITE, ...electronLicences(electron), ...others]));
}

/**
 * The helper's files beside the archive, and in it what they must be.
 * @param {string} work @param {string} app @param {string} resources
 * @param {{ version: string, say: (line: string) => void }} options
 * @returns {Promise<{ packages: string[], licences: import('./licences.mjs').Licence[] }>} what is inside
 */
async function layOutHelper(work, app, resources, { version, say }) {
  const built = await buildHelperExecutable({ into: work, version, say });
  copy(built.executable, join(resources, 'helper', basename(built.executable)));
  copy(built.addon, join(resources, 'helper', basename(built.addon)));
  copy(built.manifest, join(app, 'dist', MANIFEST));
  const node = { title: 'Node.js, inside the helper', text: readFileSync(built.nodeLicence, 'utf8') };
  return { packages: HELPER_PACKAGES.map((name) => join(root, 'node_modules', name)), licences: [node] };
}

/** @param {string} resources @param {string} linux */
function layOutLinux(resources, linux) {
  copy(join(root, 'assets/linux/faultline.sh'), join(resources, 'bin/faultline'));
  copy(join(root, 'assets/linux', METAINFO), join(linux, METAINFO));
  copy(join(root, 'LICENSE'), join(linux, 'copyright'));
  // The others are filled in by electron-builder, which does not know this one.
  const before = readFileSync(join(root, 'assets/linux/before-remove.sh'), 'utf8');
  writeFileSync(join(linux, 'before-remove.sh'), before.replaceAll('@APP@', INSTALLED));
  symlinkSync(`${INSTALLED}/resources/bin/faultline`, join(linux, 'command'));
  layOutPolicy(linux);
}

/**
 * polkit knows a program by its path. An unpacked archive gets no action: while its permission is kept for some
 * minutes, whoever may change a helper in their own files would become root by it.
 * @param {string} linux
 */
function layOutPolicy(linux) {
  const template = readFileSync(join(root, 'assets/linux', POLICY), 'utf8');
  const helper = `${INSTALLED}/resources/helper/faultline-helper`;
  writeFileSync(join(linux, POLICY), template.replaceAll('@HELPER@', helper));
}

/**
 * @param {string} folder is emptied first
 * @param {{ electron: string, machine: import('./modules.mjs').Machine, version?: string | undefined, say: (line: string) => void }} options
 * @returns {Promise<Stage>}
 */
export async function layOutStage(folder, { electron, machine, version = productOf(root).version, say }) {
  rmSync(folder, { recursive: true, force: true });
  const part = /** @param {string} name */ (name) => join(folder, name);
  const [app, resources, linux, icons] = [part('app'), part('resources'), part('linux'), part('icons')];
  for (const each of [app, resources, linux, icons]) mkdirSync(each, { recursive: true });
  const metafiles = await buildShippedBundles(join(app, 'dist'), version);
  const modules = copyModules(join(app, 'dist'), machine);
  // On Windows it could not give its rights up, so it never runs there.
  const helper =
    machine.os === 'win32'
      ? { packages: [], licences: [] }
      : await layOutHelper(part('helper'), app, resources, { version, say });
  writePackageJson(app, version);
  copyIcons(app, icons);
  const folders = [...packagesIn(metafiles), ...modules, ...helper.packages];
  writeLicences(join(resources, 'licenses.txt'), folders, electron, helper.licences);
  if (machine.os === 'linux') layOutLinux(resources, linux);
  return { app, resources, linux, icons, version };
}
