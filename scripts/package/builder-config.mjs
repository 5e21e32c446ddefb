// What electron-builder is told. Linux's dir, tar.gz and deb are built and tried by the tests. NOT TESTED, since
// neither their tools nor their systems are where the tests run: rpm, AppImage, and nsis, which is made on Windows and
// has no helper. dmg can't be made yet, since there is no helper executable for macOS. Nothing is signed.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';
import { MAINTAINER, METAINFO, POLICY } from './stage.mjs';

/**
 * @typedef {import('electron-builder').Configuration} Configuration
 * @typedef {NonNullable<Configuration['electronFuses']>} Fuses
 * @typedef {object} Made
 * @property {import('./stage.mjs').Stage} stage
 * @property {import('./electron-for-package.mjs').ElectronForPackage} electron
 * @property {import('./options.mjs').Compression} compression
 * @property {string} output
 */

/**
 * An installed Faultline is no Node for whoever asks. Cookies are never kept, so there is nothing to encrypt with
 * a password store that would have to be unlocked.
 * @type {Fuses}
 */
export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  // Checked on macOS and Windows only; on Linux the package's files belong to root.
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

/** A file for each language of menus that nobody sees: the windows' own words are English. */
export const LANGUAGES = ['en-US'];

/** What a notification server, the system's loader and a panel read must be real files. */
export const UNPACKED = ['dist/node_modules/@photostructure/sqlite/prebuilds/**', 'dist/icons/**'];

/** Names for Debian 12 and before, and those since its 64-bit time. */
const DEB_DEPENDS = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libasound2 | libasound2t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libcups2 | libcups2t64',
  'libgbm1',
  'libnotify4',
  'libnss3',
  'xdg-utils',
  // Gives the helper its one right when the package is installed.
  'libcap2-bin',
];

const RPM_DEPENDS = [
  'gtk3',
  'alsa-lib',
  'at-spi2-core',
  'cups-libs',
  'libnotify',
  'nss',
  'xdg-utils',
  'libcap',
];

/** Without polkit the helper has its right from the package; without ping the reduced mode has no ICMP. */
const DEB_RECOMMENDS = ['pkexec | policykit-1', 'iputils-ping'];

/** @param {import('electron-builder').AfterPackContext} context */
async function afterPack({ appOutDir }) {
  // Of an unpacked Electron: its default app would run whatever it is given.
  for (const name of ['resources/default_app.asar', 'version', 'recipe']) {
    rmSync(join(appOutDir, name), { force: true });
  }
}

const DESCRIPTION =
  'Watches an internet connection once a second, says within seconds which part of it broke, and keeps the proof.';

/** @param {Made} made @returns {NonNullable<Configuration['linux']>} */
const linux = ({ stage, electron }) => ({
  executableName: 'faultline',
  icon: stage.icons,
  category: 'Network;Monitor',
  syncDesktopName: true,
  maintainer: `${MAINTAINER.name} <${MAINTAINER.email}>`,
  vendor: MAINTAINER.name,
  synopsis: 'tells which part of an internet connection broke',
  description:
    electron.mark === '' ? DESCRIPTION : `${DESCRIPTION} NOT FOR SHIPPING: Electron ${electron.version}.`,
  desktop: {
    entry: {
      GenericName: 'Connection monitor',
      Keywords: 'internet;network;outage;ping;traceroute;latency;loss;',
      StartupNotify: 'false',
    },
  },
});

/** What both package formats put outside of the program's own folder. @param {Made} made */
const elsewhere = ({ stage: { linux: from } }) => [
  '--before-remove',
  join(from, 'before-remove.sh'),
  `${join(from, 'command')}=/usr/bin/faultline`,
  `${join(from, METAINFO)}=/usr/share/metainfo/${METAINFO}`,
  `${join(from, POLICY)}=/usr/share/polkit-1/actions/${POLICY}`,
  `${join(from, 'copyright')}=/usr/share/doc/faultline/copyright`,
];

/** @param {string} name */
const script = (name) => join(root, 'assets/linux', name);

/** @param {Made} made @returns {Pick<Configuration, 'deb' | 'rpm' | 'appImage'>} */
const linuxTargets = (made) => ({
  deb: {
    packageCategory: 'net',
    depends: DEB_DEPENDS,
    recommends: DEB_RECOMMENDS,
    afterInstall: script('after-install.sh'),
    afterRemove: script('after-remove.sh'),
    appArmorProfile: script('apparmor-profile'),
    compression: made.compression === 'fast' ? 'zst' : 'xz',
    fpm: elsewhere(made),
    artifactName: `faultline_\${version}_\${arch}${made.electron.mark}.\${ext}`,
  },
  rpm: {
    depends: RPM_DEPENDS,
    afterInstall: script('after-install.sh'),
    afterRemove: script('after-remove.sh'),
    appArmorProfile: script('apparmor-profile'),
    fpm: elsewhere(made),
  },
});

/** @param {Made} made @returns {Configuration} */
export const builderConfig = (made) => ({
  appId: 'org.faultline.Faultline',
  productName: 'Faultline',
  copyright: 'The Faultline authors',
  directories: { app: made.stage.app, output: made.output },
  // Only a node_modules that is not at the top is left as it is.
  files: ['**/*', 'dist/node_modules/**/*'],
  asar: true,
  asarUnpack: UNPACKED,
  extraResources: [{ from: made.stage.resources, to: '.' }],
  electronDist: made.electron.folder,
  electronVersion: made.electron.version,
  electronLanguages: LANGUAGES,
  electronFuses: FUSES,
  // The packages were laid out by hand: false keeps electron-builder from collecting its own.
  beforeBuild: async () => false,
  afterPack,
  publish: null,
  compression: made.compression === 'fast' ? 'store' : 'normal',
  artifactName: `faultline-\${version}-\${os}-\${arch}${made.electron.mark}.\${ext}`,
  linux: linux(made),
  ...linuxTargets(made),
  win: { icon: join(made.stage.icons, '512x512.png') },
  nsis: { oneClick: false, perMachine: true },
  mac: { icon: join(made.stage.icons, '512x512.png'), category: 'public.app-category.utilities' },
});
