// What the tests need from the system, by command. On Debian as root it is installed; elsewhere the exact
// command is printed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupError } from './setup.mjs';

/** @type {Record<string, string>} command -> Debian package */
const NEEDED = {
  ip: 'iproute2',
  nft: 'nftables',
  ping: 'iputils-ping',
  python3: 'python3',
  dnsmasq: 'dnsmasq-base',
  setpriv: 'util-linux',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  mount: 'mount',
  make: 'make',
  'g++': 'g++',
};

/** @param {string} command */
function found(command) {
  const folders = `${process.env['PATH'] ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`.split(delimiter);
  return folders.some((folder) => folder !== '' && existsSync(join(folder, command)));
}

export function missingPackages() {
  return [...new Set(Object.entries(NEEDED).flatMap(([command, name]) => (found(command) ? [] : [name])))];
}

/** @param {string[]} args */
function apt(args) {
  const run = spawnSync('apt-get', args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (run.status !== 0) throw new SetupError(`apt-get ${args.join(' ')} failed (see above).`);
}

/** @param {(line: string) => void} say */
export function ensureSystemPackages(say) {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    throw new SetupError(`The tests need more of the system. On Debian run as root: ${command}`);
  }
  say(`Installing system packages: ${missing.join(' ')} ...`);
  apt(['-qq', 'update']);
  apt(['-qq', ...command.split(' ').slice(1)]);
}
