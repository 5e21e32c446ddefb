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
 * @property {Record<string, string>} [files] whole path -> Debian package, for what brings neither
 * @property {Record<string, string>} [servers] command -> Debian package that would also start it as a service, now
 *   and at every boot: it is kept from doing so
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
  files: {
    '/usr/lib/python3/dist-packages/yaml': 'python3-yaml',
    // It has a program of its own for everything but serving.
    '/usr/lib/python3/dist-packages/graphite': 'graphite-web',
  },
  servers: {
    prometheus: 'prometheus',
    promtool: 'prometheus',
    'victoria-metrics': 'victoria-metrics',
    'carbon-cache': 'graphite-carbon',
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

/** @param {Record<string, string>} [commands] */
const packagesOf = (commands = {}) =>
  Object.entries(commands).flatMap(([command, name]) => (found(command) ? [] : [name]));

/** @param {Needs} [needs] */
export function missingPackages({ commands, libraries, files = {} } = LAB_PACKAGES) {
  const forFiles = Object.entries(files).flatMap(([path, name]) => (existsSync(path) ? [] : [name]));
  const absent = libraries.filter((library) => !isInstalled(library));
  // Elsewhere the command that is printed is still one for Debian.
  const forLibraries = debianPackages(absent) ?? debianPackages(absent, 'ID=debian') ?? [];
  return [...new Set([...packagesOf(commands), ...forLibraries, ...forFiles])];
}

/** @param {Needs} [needs] */
export const missingServers = ({ servers } = LAB_PACKAGES) => [...new Set(packagesOf(servers))];

const INSTALL = ['install', '-y', '--no-install-recommends'];

/**
 * What a package's scripts would start and enable its service with does nothing, seen from inside a mount namespace
 * of their own: there is nothing to take back, however this ends.
 */
const WITHOUT_SERVICES = `
for tool in /usr/sbin/invoke-rc.d /usr/sbin/update-rc.d /usr/bin/deb-systemd-invoke /usr/bin/deb-systemd-helper; do
  [ ! -e "$tool" ] || mount --bind /bin/true "$tool" || exit
done
exec "$@"
`;

/** @param {string[]} command @returns {string[]} the command that installs without starting or enabling anything */
export const withoutServices = (command) => [
  'unshare',
  '--mount',
  '--',
  'sh',
  '-c',
  WITHOUT_SERVICES,
  'sh',
  ...command,
];

/** @param {string[]} args @param {(command: string[]) => string[]} [shield] */
function apt(args, shield = (command) => command) {
  const [program = '', ...rest] = shield(['apt-get', '-qq', ...args]);
  const run = spawnSync(program, rest, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (run.status !== 0) throw new SetupError(`apt-get -qq ${args.join(' ')} failed (see above).`);
}

/** @param {(line: string) => void} say @param {Needs} [needs] */
export function ensureSystemPackages(say, needs = LAB_PACKAGES) {
  const missing = missingPackages(needs);
  const servers = missingServers(needs);
  const all = [...missing, ...servers];
  if (all.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    const command = ['apt-get', ...INSTALL, ...all].join(' ');
    throw new SetupError(`${needs.who} need more of the system. On Debian run as root: ${command}`);
  }
  say(`Installing system packages: ${all.join(' ')} ...`);
  apt(['update']);
  // `unshare` and `mount` may be among them.
  if (missing.length > 0) apt([...INSTALL, ...missing]);
  if (servers.length > 0) apt([...INSTALL, ...servers], withoutServices);
}
