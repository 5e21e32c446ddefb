// Packages that are shipped as they are, because a bundle can't hold their binary part: file by file, so that no
// other system's binary comes along.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, SetupError } from '../setup.mjs';

/** @typedef {{ os: 'linux' | 'win32' | 'darwin', arch: string }} Machine */

/** Chromium itself is built for glibc, so the one for musl could never be loaded. */
const SQLITE_FILES = /^(package\.json|LICENSE|dist\/(index|chunk-[A-Z0-9]+)\.mjs)$/;

/** @param {Machine} machine @returns {Readonly<Record<string, (file: string) => boolean>>} */
const shippedFiles = ({ os, arch }) => ({
  '@photostructure/sqlite': (file) =>
    SQLITE_FILES.test(file) || file === `prebuilds/${os}-${arch}/@photostructure+sqlite.glibc.node`,
  // Finds the binary.
  'node-gyp-build': (file) => /^(package\.json|LICENSE|index\.js|node-gyp-build\.js)$/.test(file),
});

/** @param {string} folder @returns {string[]} relative, with slashes */
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );

/**
 * @param {string} into gets them as node_modules/NAME/...
 * @param {Machine} machine for which they are
 * @returns {string[]} the folders of the packages in the checkout
 */
export function copyModules(into, machine) {
  return Object.entries(shippedFiles(machine)).map(([name, isShipped]) => {
    const folder = join(root, 'node_modules', name);
    const files = filesIn(folder).filter(isShipped);
    if (name === '@photostructure/sqlite' && !files.some((file) => file.endsWith('.node'))) {
      throw new SetupError(`${name} brings nothing for ${machine.os} ${machine.arch}`);
    }
    for (const file of files) {
      const to = join(into, 'node_modules', name, file);
      mkdirSync(dirname(to), { recursive: true });
      if (file === 'package.json') writeTrimmed(join(folder, file), to);
      else if (file.endsWith('.mjs')) writeWithoutMap(join(folder, file), to);
      else copyFileSync(join(folder, file), to);
    }
    return folder;
  });
}

/** Only what Node reads. @param {string} from @param {string} to */
function writeTrimmed(from, to) {
  /** @type {Record<string, unknown>} */
  const about = JSON.parse(readFileSync(from, 'utf8'));
  const kept = ['name', 'version', 'license', 'type', 'main', 'module', 'exports'];
  const trimmed = Object.fromEntries(Object.entries(about).filter(([key]) => kept.includes(key)));
  writeFileSync(to, `${JSON.stringify(trimmed, null, 2)}\n`);
}

/** Source maps are not shipped. @param {string} from @param {string} to */
function writeWithoutMap(from, to) {
  writeFileSync(to, readFileSync(from, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, ''));
}
