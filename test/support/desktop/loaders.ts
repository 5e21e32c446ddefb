import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Modules that Electron loads before the app. The first, Playwright's own, holds the app back until the driver is
 * attached; Playwright adds it only to an Electron that it finds itself, and without it a window that opens while the
 * driver attaches now and then hangs it.
 */
export const LOADERS: readonly string[] = [
  join(
    dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
    'lib/server/electron/loader.js',
  ),
  fileURLToPath(new URL('ready-outside-debugger.cjs', import.meta.url)),
];
