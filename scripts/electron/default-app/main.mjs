// What runs when this Electron is started with a folder: `electron [-r MODULE] FOLDER [arguments]`. It stands in
// for the default app of an official Electron, as far as a checkout and its tests need one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app as electronApp } from 'electron';

// Electron keeps these two for default apps: its typings leave them out.
const app =
  /** @type {Electron.App & { setVersion(version: string): void, setAppPath(path: string): void }} */ (
    electronApp
  );

/**
 * @param {string[]} args those after the executable; switches of Chromium's stand anywhere among them
 * @returns {{ modules: string[], folder: string | undefined }}
 */
function readArguments(args) {
  /** @type {string[]} */
  const modules = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '-r' || arg === '--require') {
      at += 1;
      modules.push(args[at] ?? '');
    } else if (!arg.startsWith('-')) {
      return { modules, folder: resolve(arg) };
    }
  }
  return { modules, folder: undefined };
}

/** @param {string} folder @returns {Promise<void>} settles when the app's own top-level await does */
async function load(folder) {
  const file = join(folder, 'package.json');
  /** @type {{ name?: string, productName?: string, version?: string, main?: string, desktopName?: string }} */
  const about = JSON.parse(readFileSync(file, 'utf8'));
  if (about.version) app.setVersion(about.version);
  const name = about.productName ?? about.name;
  if (name) app.setName(name);
  if (process.platform === 'linux' && about.desktopName) app.setDesktopName(about.desktopName);
  // The user data folder is named for the app: it follows the name until somebody asks for it.
  app.setPath('userData', join(app.getPath('appData'), name ?? 'electron'));
  app.setAppPath(folder);
  const main = createRequire(file).resolve(join(folder, about.main ?? 'index.js'));
  await import(pathToFileURL(main).href);
}

const { modules, folder } = readArguments(process.argv.slice(1));
try {
  if (folder === undefined) throw new Error('which app? electron [-r MODULE] FOLDER [arguments]');
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  const require = createRequire(join(process.cwd(), 'package.json'));
  for (const module of modules) require(module);
  await load(folder);
} catch (error) {
  process.stderr.write(`electron: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  app.exit(1);
}
