// Which Debian package brings a shared library that Electron asks for.
import { existsSync, readFileSync } from 'node:fs';

/** Libraries that bear the package's name in another form, in the order in which Electron lists them. */
const PACKAGES = new Map([
  ['libglib-2.0.so.0', 'libglib2.0-0'],
  ['libgobject-2.0.so.0', 'libglib2.0-0'],
  ['libgio-2.0.so.0', 'libglib2.0-0'],
  ['libnss3.so', 'libnss3'],
  ['libnssutil3.so', 'libnss3'],
  ['libsmime3.so', 'libnss3'],
  ['libnspr4.so', 'libnspr4'],
  ['libdbus-1.so.3', 'libdbus-1-3'],
  ['libatk-1.0.so.0', 'libatk1.0-0'],
  ['libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0'],
  ['libatspi.so.0', 'libatspi2.0-0'],
  ['libcups.so.2', 'libcups2'],
  ['libdrm.so.2', 'libdrm2'],
  ['libgtk-3.so.0', 'libgtk-3-0'],
  ['libpango-1.0.so.0', 'libpango-1.0-0'],
  ['libcairo.so.2', 'libcairo2'],
  ['libX11.so.6', 'libx11-6'],
  ['libXcomposite.so.1', 'libxcomposite1'],
  ['libXdamage.so.1', 'libxdamage1'],
  ['libXext.so.6', 'libxext6'],
  ['libXfixes.so.3', 'libxfixes3'],
  ['libXrandr.so.2', 'libxrandr2'],
  ['libgbm.so.1', 'libgbm1'],
  ['libexpat.so.1', 'libexpat1'],
  ['libxcb.so.1', 'libxcb1'],
  ['libxkbcommon.so.0', 'libxkbcommon0'],
  ['libudev.so.1', 'libudev1'],
  ['libasound.so.2', 'libasound2'],
  ['libnotify.so.4', 'libnotify4'],
]);

/** Renamed in Debian 13 and Ubuntu 24.04, when time stamps grew to 64 bits. */
const RENAMED = new Set([
  'libglib2.0-0',
  'libatk1.0-0',
  'libatk-bridge2.0-0',
  'libatspi2.0-0',
  'libcups2',
  'libgtk-3-0',
  'libasound2',
]);
const RENAMED_SINCE = new Map([
  ['debian', 13],
  ['ubuntu', 24.04],
]);

/** @param {string} [file] */
export function readOsRelease(file = '/etc/os-release') {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** @param {string} osRelease @param {string} key */
function field(osRelease, key) {
  return new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? '';
}

/**
 * @param {readonly string[]} libraries by their soname
 * @param {string} [osRelease] the text of /etc/os-release
 * @returns {string[] | undefined} each package once; undefined when this is no Debian, or one is not known
 */
export function debianPackages(libraries, osRelease = readOsRelease()) {
  const families = `${field(osRelease, 'ID')} ${field(osRelease, 'ID_LIKE')}`.split(' ');
  if (!families.includes('debian')) return undefined;
  const since = RENAMED_SINCE.get(field(osRelease, 'ID')) ?? Number.POSITIVE_INFINITY;
  const renamed = Number(field(osRelease, 'VERSION_ID')) >= since;
  const names = libraries.map((library) => PACKAGES.get(library));
  const known = names.filter((name) => name !== undefined);
  if (known.length < names.length) return undefined;
  return [...new Set(known.map((name) => (renamed && RENAMED.has(name) ? `${name}t64` : name)))];
}
