// What keeps Electron from starting here, found out before it is tried: Electron's own words for it help nobody.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { debianPackages, readOsRelease } from './debian.mjs';

/** Loaded by name at run time, so the executable's own list does not tell. */
const FOR_NOTIFICATIONS = 'libnotify.so.4';

/**
 * @param {string} command @param {string[]} args
 * @returns {string | undefined} what it printed; undefined when it isn't there or failed
 */
function outputOf(command, args) {
  const run = spawnSync(command, args, { encoding: 'utf8', timeout: 10_000 });
  return run.status === 0 ? run.stdout : undefined;
}

/**
 * @param {{ platform?: NodeJS.Platform, env?: NodeJS.ProcessEnv, sockets?: string }} [options]
 * @returns {string | undefined} why no window can be shown
 */
export function displayObstacle({
  platform = process.platform,
  env = process.env,
  sockets = '/tmp/.X11-unix',
} = {}) {
  if (platform !== 'linux' || env['WAYLAND_DISPLAY']) return undefined;
  const display = env['DISPLAY'];
  if (!display) return 'No display here';
  const local = /^(?:unix)?:(\d+)/.exec(display)?.[1];
  if (local === undefined || existsSync(join(sockets, `X${local}`))) return undefined;
  return `DISPLAY is ${display}, but no X server is there`;
}

/** @param {string} ldd what `ldd` printed @returns {string[]} */
export function missingIn(ldd) {
  const lines = ldd.split('\n').map((line) => /^\s*(\S+) => not found/.exec(line)?.[1]);
  return [...new Set(lines.filter((library) => library !== undefined))];
}

/** @param {string} library @returns {boolean} false only when the system's own list is there and lacks it */
export function isInstalled(library) {
  const list = outputOf('ldconfig', ['-p']) ?? outputOf('/sbin/ldconfig', ['-p']);
  return list === undefined || list.includes(`\t${library} `);
}

/** @param {readonly string[]} libraries @param {string} osRelease @param {number | undefined} uid */
function wayToGet(libraries, osRelease, uid) {
  const packages = debianPackages(libraries, osRelease);
  if (packages === undefined) return "install what brings them with your system's package manager";
  return `${uid === 0 ? '' : 'sudo '}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/**
 * @typedef {object} LibraryFacts
 * @property {string | undefined} ldd what `ldd EXECUTABLE` printed; undefined where there is no ldd
 * @property {boolean} notify whether libnotify is there
 * @property {string} osRelease
 * @property {number | undefined} uid
 * @typedef {{ obstacle?: string, remark?: string }} Findings `remark`: it starts, but lacks something
 */

/** @param {string} executable @returns {LibraryFacts} */
export function libraryFacts(executable) {
  return {
    ldd: outputOf('ldd', [executable]),
    notify: isInstalled(FOR_NOTIFICATIONS),
    osRelease: readOsRelease(),
    uid: process.getuid?.(),
  };
}

/** @param {LibraryFacts} facts @returns {Findings} */
export function judgeLibraries({ ldd, notify, osRelease, uid }) {
  const missing = missingIn(ldd ?? '');
  const all = notify ? missing : [...missing, FOR_NOTIFICATIONS];
  if (missing.length > 0) {
    return { obstacle: `Electron lacks ${all.join(', ')}: ${wayToGet(all, osRelease, uid)}` };
  }
  if (notify) return {};
  return {
    remark: `No notifications will show, ${FOR_NOTIFICATIONS} is missing: ${wayToGet(all, osRelease, uid)}`,
  };
}

/**
 * @typedef {object} SandboxFacts
 * @property {number | undefined} uid
 * @property {boolean} namespaces whether an ordinary user may make namespaces here
 * @property {boolean} setuid whether the sandbox's own helper is root's and setuid
 * @property {string} helper its path
 */

/** @param {string} executable @returns {SandboxFacts} */
export function sandboxFacts(executable) {
  const helper = join(dirname(executable), 'chrome-sandbox');
  const stat = statSync(helper, { throwIfNoEntry: false });
  const restricted = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  const forbidden = existsSync(restricted) && readFileSync(restricted, 'utf8').trim() === '1';
  return {
    uid: process.getuid?.(),
    namespaces: !forbidden && outputOf('unshare', ['--user', 'true']) !== undefined,
    setuid: stat !== undefined && stat.uid === 0 && (stat.mode & 0o4111) === 0o4111,
    helper,
  };
}

/** @param {SandboxFacts} facts @returns {Findings} */
export function judgeSandbox({ uid, namespaces, setuid, helper }) {
  if (uid === 0) {
    return { remark: "As root Chromium's sandbox is off (--no-sandbox); better start as an ordinary user." };
  }
  if (namespaces || setuid) return {};
  const command = `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
  return { obstacle: `This system forbids Chromium's sandbox its namespaces; its setuid helper: ${command}` };
}
