// Lays out an Electron as its own release would: out of an archive that holds it among another product's files.
import { chmodSync, createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { SetupError } from '../setup.mjs';

/**
 * @typedef {object} Archive
 * @property {string} folder where in the archive Electron's files are, with a slash at its end
 * @property {string} executable its name there
 * @property {string} electron the version of Electron
 * @property {number} files how many files are Electron's own: any other count is another archive
 */

/** Electron's own files, by their name in its folder; everything else belongs to the other product. */
export const OWN = [
  /^(LICENSE\.electron\.txt|LICENSES\.chromium\.html)$/,
  /^(chrome-sandbox|chrome_crashpad_handler|icudtl\.dat|vk_swiftshader_icd\.json)$/,
  /^(snapshot_blob|v8_context_snapshot)\.bin$/,
  /^[a-z0-9_]+\.pak$/,
  /^locales\/[A-Za-z0-9-]+\.pak$/,
  /^lib[A-Za-z0-9_]+\.so(\.\d+)?$/,
];
const EXECUTABLES = ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'];

export const defaultApp = fileURLToPath(new URL('default-app', import.meta.url));

/** @param {string} zip @param {string} into @param {Archive} archive */
async function takeOwnFiles(zip, into, archive) {
  const { Open } = await import('unzipper');
  const { files } = await Open.file(zip);
  let taken = 0;
  for (const file of files) {
    if (file.type !== 'File' || !file.path.startsWith(archive.folder)) continue;
    const inside = file.path.slice(archive.folder.length);
    const name = inside === archive.executable ? 'electron' : inside;
    if (name !== 'electron' && !OWN.some((own) => own.test(name))) continue;
    const to = join(into, name);
    mkdirSync(dirname(to), { recursive: true });
    await pipeline(file.stream(), createWriteStream(to));
    taken += 1;
  }
  if (taken !== archive.files) {
    throw new SetupError(`the archive holds ${taken} of Electron's files, expected were ${archive.files}.`);
  }
}

/** The same switches as in an official release; the other product was built with its own. @param {string} file */
async function setFuses(file) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(file, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    // Playwright drives Electron through its inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    // Its snapshot is the other product's.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: true,
  });
}

/**
 * @param {string} zip
 * @param {string} into an empty folder; afterwards `electron FOLDER` there runs the app in FOLDER
 * @param {Archive} archive
 */
export async function layOut(zip, into, archive) {
  await takeOwnFiles(zip, into, archive);
  await setFuses(join(into, 'electron'));
  for (const name of EXECUTABLES) chmodSync(join(into, name), 0o755);
  writeFileSync(join(into, 'version'), archive.electron);
  const { createPackage } = await import('@electron/asar');
  mkdirSync(join(into, 'resources'));
  // Not resources/app: that would win over the app.asar of a package made from this Electron.
  await createPackage(defaultApp, join(into, 'resources/default_app.asar'));
}
