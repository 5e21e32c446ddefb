import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answers, downloadBase, foundOfficial, getOfficial } from '../../../../scripts/electron/official.mjs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const PATHS = new Map([
  ['darwin', 'Electron.app/Contents/MacOS/Electron'],
  ['win32', 'electron.exe'],
]);
const PATH = PATHS.get(process.platform) ?? 'electron';

/** What the electron package's installer does, in the order in which it does it. */
const INSTALLS = `
  mkdirSync(dirname(join('dist', path)), { recursive: true });
  writeFileSync('dist/version', '45.0.0');
  writeFileSync(join('dist', path), '');
  writeFileSync('path.txt', path);`;

/** An `electron` package whose installer does `body`. */
function electronPackage(body: string): string {
  const folder = temporaryFolder();
  const install = `
    const { mkdirSync, writeFileSync } = require('fs');
    const { dirname, join } = require('path');
    const path = ${JSON.stringify(PATH)};
    process.chdir(__dirname);
    writeFileSync('asked', '');${body}`;
  writeFileSync(join(folder, 'package.json'), '{ "version": "45.0.0" }');
  writeFileSync(join(folder, 'install.js'), install);
  return folder;
}

/** A server on loopback that sends `answer` to whoever connects. */
async function mirror(answer: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (answer !== '') socket.end(answer);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not on a port');
  return `http://127.0.0.1:${address.port}/`;
}

const REFUSES = 'http://127.0.0.1:1/';
const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
const env = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], ...more });

describe('whether the download is worth a try', () => {
  test('any answer says so: a mirror need not have a page at its base', async () => {
    expect(await answers(await mirror(NOT_FOUND))).toBe(true);
  });

  test('nobody there, or nobody who says anything in time, says no', async () => {
    expect(await answers(REFUSES)).toBe(false);
    expect(await answers(await mirror(''), 100)).toBe(false);
  });

  test('the same mirrors count as for the installer', () => {
    expect(downloadBase({})).toMatch(/^https:\/\/github\.com\/electron\//);
    expect(downloadBase({ ELECTRON_MIRROR: 'http://a/' })).toBe('http://a/');
    expect(downloadBase({ ELECTRON_MIRROR: 'http://a/', npm_config_electron_mirror: 'http://b/' })).toBe(
      'http://b/',
    );
  });
});

describe('an official Electron', () => {
  test('is fetched by its own installer, and found from then on', async () => {
    const folder = electronPackage(INSTALLS);
    expect(foundOfficial(folder, {})).toBeUndefined();
    const said: string[] = [];
    const executable = await getOfficial(folder, {
      env: env({ ELECTRON_MIRROR: await mirror(NOT_FOUND) }),
      say: (line) => said.push(line),
    });
    expect(executable).toBe(join(folder, 'dist', PATH));
    expect(foundOfficial(folder, {})).toBe(executable);
    expect(said).toEqual(['Downloading Electron 45.0.0 (about 120 MB) ...']);
  });

  test('is not tried to be fetched from where nothing answers', async () => {
    const folder = electronPackage(INSTALLS);
    const fetched = getOfficial(folder, { env: env({ ELECTRON_MIRROR: REFUSES }) });
    await expect(fetched).rejects.toThrow('127.0.0.1:1 does not answer');
    expect(existsSync(join(folder, 'asked'))).toBe(false);
  });

  test('behind a proxy the installer finds its own way', async () => {
    const folder = electronPackage(INSTALLS);
    const proxied = env({ ELECTRON_MIRROR: REFUSES, ELECTRON_GET_USE_PROXY: 'true' });
    expect(await getOfficial(folder, { env: proxied })).toBe(join(folder, 'dist', PATH));
  });

  test('without the package there is nothing to fetch', async () => {
    await expect(getOfficial(temporaryFolder(), { env: {} })).rejects.toThrow(
      'the electron package is not installed',
    );
  });
});

describe('an installer that fails', () => {
  const half = `mkdirSync('dist'); writeFileSync('dist/version', '45.0.0');`;
  const whole = INSTALLS.trim();

  test.each([
    ['with a stack trace', `${half} throw new TypeError('no such release');`, 'TypeError: no such release'],
    ['without a word', `${half} process.exit(1);`, 'it said nothing'],
    ['half-way, yet ends well', half, 'it said nothing'],
    ['after it wrote everything', `${whole} process.exit(1);`, 'it said nothing'],
  ])('%s: says why, and what it left is not taken for a whole one', async (_, body, reason) => {
    const folder = electronPackage(body);
    const fetched = getOfficial(folder, { env: env({ ELECTRON_MIRROR: await mirror(NOT_FOUND) }) });
    await expect(fetched).rejects.toThrow(`its installer failed: ${reason}`);
    expect(existsSync(join(folder, 'dist'))).toBe(false);
    expect(foundOfficial(folder, {})).toBeUndefined();
  });

  test('that never ends is stopped', async () => {
    const folder = electronPackage(`${half} setInterval(() => {}, 1000);`);
    const fetched = getOfficial(folder, {
      env: env({ ELECTRON_MIRROR: await mirror(NOT_FOUND) }),
      deadlineMs: 1_000,
    });
    await expect(fetched).rejects.toThrow('its installer failed: stopped after 1 s');
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  });
});

describe('what is there', () => {
  async function installed(): Promise<string> {
    const folder = electronPackage(INSTALLS);
    await getOfficial(folder, { env: env({ ELECTRON_GET_USE_PROXY: 'true' }) });
    return folder;
  }

  test.each([['path.txt'], ['dist/version'], [`dist/${PATH}`]])(
    'is not whole without its %s',
    async (file) => {
      const folder = await installed();
      rmSync(join(folder, file));
      expect(foundOfficial(folder, {})).toBeUndefined();
    },
  );

  test('is not used when the package asks for another version', async () => {
    const folder = await installed();
    writeFileSync(join(folder, 'package.json'), '{ "version": "46.0.0" }');
    expect(foundOfficial(folder, {})).toBeUndefined();
  });

  test('ELECTRON_OVERRIDE_DIST_PATH goes first; when it is wrong, that is said', () => {
    const elsewhere = temporaryFolder();
    const named = { ELECTRON_OVERRIDE_DIST_PATH: elsewhere };
    expect(() => foundOfficial('/nowhere', named)).toThrow(
      /^ELECTRON_OVERRIDE_DIST_PATH names .* isn't there/,
    );
    mkdirSync(join(elsewhere, PATH, '..'), { recursive: true });
    writeFileSync(join(elsewhere, PATH), '');
    expect(foundOfficial('/nowhere', named)).toBe(join(elsewhere, PATH));
  });
});
