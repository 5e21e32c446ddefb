// What the tests need from the system. On Debian as root it is installed; elsewhere the exact command is printed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { debianPackages } from './electron/debian.mjs';
import { isInstalled } from './electron/obstacles.mjs';
import { SetupError } from './setup.mjs';

/**
 * @typedef {object} Needs
 * @property {string} who begins a sentence
 * @property {Record<string, string>} commands command -> Debian package
 * @property {string[]} libraries by their soname: no command tells whether they are there
 */

/** The network lab, with a desktop in it. @type {Needs} */
export const LAB_PACKAGES = {
  who: 'The tests',
  commands: {
    ip: 'iproute2',
    nft: 'nftables',
    ping: 'iputils-ping',
    traceroute: 'traceroute',
    mtr: 'mtr-tiny',
    scamper: 'scamper',
    tshark: 'tshark',
    python3: 'python3',
    dnsmasq: 'dnsmasq-base',
    setpriv: 'util-linux',
    unshare: 'util-linux',
    nsenter: 'util-linux',
    mount: 'mount',
    make: 'make',
    'g++': 'g++',
    Xvfb: 'xvfb',
    xauth: 'xauth',
    'dbus-run-session': 'dbus',
  },
  libraries: ['libgtk-3.so.0', 'libnss3.so', 'libasound.so.2', 'libgbm.so.1', 'libnotify.so.4'],
};

/** Beside the lab what it takes to build packages, to check them and to install one. @type {Needs} */
export const TEST_PACKAGES = {
  ...LAB_PACKAGES,
  commands: {
    ...LAB_PACKAGES.commands,
    '7za': 'p7zip-full',
    setcap: 'libcap2-bin',
    pkexec: 'pkexec',
    sudo: 'sudo',
    'desktop-file-validate': 'desktop-file-utils',
    appstreamcli: 'appstream',
    // What the Debian package depends on must be there: the root it is installed in has no network.
    'xdg-open': 'xdg-utils',
    'systemd-analyze': 'systemd',
  },
};

/**
 * For pictures of a real panel with the tray icon in it. `npm test` does without.
 * @type {Needs}
 */
export const PICTURE_PACKAGES = {
  who: 'Pictures',
  commands: { 'xfce4-panel': 'xfce4-panel', openbox: 'openbox', import: 'imagemagick', xdotool: 'xdotool' },
  libraries: [],
};

/** @param {string} command */
function found(command) {
  const folders = `${process.env['PATH'] ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`.split(delimiter);
  return folders.some((folder) => folder !== '' && existsSync(join(folder, command)));
}

/** @param {Needs} [needs] */
export function missingPackages({ commands, libraries } = LAB_PACKAGES) {
  const forCommands = Object.entries(commands).flatMap(([command, name]) => (found(command) ? [] : [name]));
  const absent = libraries.filter((library) => !isInstalled(library));
  // Elsewhere the command that is printed is still one for Debian.
  const forLibraries = debianPackages(absent) ?? debianPackages(absent, 'ID=debian') ?? [];
  return [...new Set([...forCommands, ...forLibraries])];
}

/** @param {string[]} args */
function apt(args) {
  const run = spawnSync('apt-get', args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (run.status !== 0) throw new SetupError(`apt-get ${args.join(' ')} failed (see above).`);
}

/** @param {(line: string) => void} say @param {Needs} [needs] */
export function ensureSystemPackages(say, needs = LAB_PACKAGES) {
  const missing = missingPackages(needs);
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    throw new SetupError(`${needs.who} need more of the system. On Debian run as root: ${command}`);
  }
  say(`Installing system packages: ${missing.join(' ')} ...`);
  apt(['-qq', 'update']);
  apt(['-qq', ...command.split(' ').slice(1)]);
}
