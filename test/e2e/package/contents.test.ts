import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../scripts/package/builder-config.mjs';
import { type BuiltPackages, builtPackages } from '../../support/package/built-packages.ts';

let built: BuiltPackages;
let archive: string;
beforeAll(async () => {
  built = await builtPackages();
  archive = join(built.directory, 'resources/app.asar');
}, 600_000);

const inPackage = (...names: readonly string[]): string => join(built.directory, ...names);
const listed = (): readonly string[] => listPackage(archive, { isPack: false });
const read = (name: string): string => extractFile(archive, name).toString('utf8');
/** Of folders too. */
const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

describe('the archive of the app', () => {
  test('holds the bundles, their one binary package, and nothing else', () => {
    const known = [
      /^\/package\.json$/,
      /^\/dist$/,
      /^\/dist\/(installed|main|faultline|history-worker|metrics-worker)\.mjs$/,
      /^\/dist\/(preload\.cjs|helper\.json)$/,
      /^\/dist\/icons(\/(app|tray)-[a-z0-9@-]+(Template(@2x)?)?\.png)?$/,
      /^\/dist\/renderer(\/(dashboard|traceroute|settings)\.(html|js|css))?$/,
      /^\/dist\/node_modules(\/@photostructure(\/sqlite(\/(LICENSE|package\.json|dist|prebuilds))?)?)?$/,
      /^\/dist\/node_modules\/@photostructure\/sqlite\/dist\/(index|chunk-[A-Z0-9]+)\.mjs$/,
      /^\/dist\/node_modules\/@photostructure\/sqlite\/prebuilds\/linux-x64(\/@photostructure\+sqlite\.glibc\.node)?$/,
      /^\/dist\/node_modules\/node-gyp-build(\/(LICENSE|package\.json|index\.js|node-gyp-build\.js))?$/,
    ];
    expect(listed().filter((path) => !known.some((form) => form.test(path)))).toEqual([]);
    for (const name of [
      'installed.mjs',
      'main.mjs',
      'faultline.mjs',
      'history-worker.mjs',
      'metrics-worker.mjs',
      'helper.json',
    ]) {
      expect(listed()).toContain(`/dist/${name}`);
    }
  });

  test('names no source map and no place of the machine that built it', () => {
    const texts = listed().filter((path) => /\.(mjs|cjs|js|html|css|json)$/.test(path));
    expect(texts.length).toBeGreaterThan(10);
    for (const path of texts) {
      const text = read(path.slice(1));
      expect(text, path).not.toContain('sourceMappingURL');
      expect(text, path).not.toContain(process.cwd());
    }
  });

  test('starts with what decides between the app and a command', () => {
    expect(JSON.parse(read('package.json'))).toMatchObject({
      name: 'faultline',
      main: 'dist/installed.mjs',
      type: 'module',
      desktopName: 'faultline.desktop',
    });
  });

  test('says which helper belongs to it: the one beside', () => {
    const { files } = JSON.parse(read('dist/helper.json'));
    expect(Object.keys(files).sort()).toEqual(['faultline-helper', 'raw.node']);
    expect(filesBelow(inPackage('resources/helper'))).toEqual(['faultline-helper', 'raw.node']);
  });

  test('leaves outside what others than Electron read', () => {
    const outside = filesBelow(inPackage('resources/app.asar.unpacked')).filter((path) =>
      /\.[a-z]+$/.test(path),
    );
    expect(outside.filter((path) => !/^dist\/icons\/[^/]+\.png$/.test(path))).toEqual([
      'dist/node_modules/@photostructure/sqlite/prebuilds/linux-x64/@photostructure+sqlite.glibc.node',
    ]);
    expect(outside).toContain('dist/icons/app-128.png');
  });
});

describe('around it', () => {
  test('Electron`s own files, without its default app and what told the builder its version', () => {
    const names = filesBelow(built.directory).filter((path) => !path.startsWith('resources/'));
    const known =
      /^(resources|locales|locales\/[A-Za-z-]+\.pak|faultline|chrome-sandbox|chrome_crashpad_handler|icudtl\.dat|LICENSE\.electron\.txt|LICENSES\.chromium\.html|[a-z0-9_]+\.(pak|bin)|lib[A-Za-z0-9_]+\.so(\.\d+)?|vk_swiftshader_icd\.json)$/;
    expect(names.filter((path) => !known.test(path))).toEqual([]);
    expect(readdirSync(inPackage('resources')).sort()).toEqual([
      'app.asar',
      'app.asar.unpacked',
      'apparmor-profile',
      'bin',
      'helper',
      'licenses.txt',
    ]);
  });

  test('one language, that of the windows', () => {
    expect(readdirSync(inPackage('locales'))).toEqual(LANGUAGES.map((language) => `${language}.pak`));
  });

  test('nothing that somebody else may write, and no bit but those of a program', () => {
    for (const path of filesBelow(built.directory)) {
      const { mode } = statSync(inPackage(path));
      expect((mode & 0o7022).toString(8), path).toBe('0');
    }
    expect(statSync(inPackage('resources/helper/faultline-helper')).mode & 0o777).toBe(0o755);
    expect(statSync(inPackage('resources/helper/raw.node')).mode & 0o777).toBe(0o644);
  });

  test('takes no more room than was agreed', () => {
    const bytes = filesBelow(built.directory).map((path) => statSync(inPackage(path)));
    const megabytes = bytes.reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0) / 1e6;
    expect(megabytes).toBeLessThan(380);
    expect(statSync(archive).size / 1e6).toBeLessThan(8);
    expect(statSync(inPackage('resources/helper/faultline-helper')).size / 1e6).toBeLessThan(125);
  });
});

test('the fuses are set as an installed app needs them', async () => {
  const wire = await getCurrentFuseWire(inPackage('faultline'));
  // In the executable they are digits.
  const digitOf = (fuse: FuseV1Options): string => String.fromCharCode(Number(wire[fuse]));
  for (const fuse of [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  ]) {
    expect(digitOf(fuse), FuseV1Options[fuse]).toBe('0');
  }
  for (const fuse of [
    FuseV1Options.OnlyLoadAppFromAsar,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  ]) {
    expect(digitOf(fuse), FuseV1Options[fuse]).toBe('1');
  }
});

describe('the licences', () => {
  const RULE = '='.repeat(100);
  /** Text by title. */
  const sections = (): ReadonlyMap<string, string> => {
    const parts = readFileSync(inPackage('resources/licenses.txt'), 'utf8').split(`${RULE}\n`);
    const pairs = parts.flatMap((title, at): readonly [string, string][] =>
      at % 2 === 1 ? [[title.trim(), (parts[at + 1] ?? '').trim()]] : [],
    );
    return new Map(pairs);
  };
  /** `zod 4.6.7 (MIT)` -> `zod` */
  const names = (): readonly string[] =>
    [...sections().keys()].flatMap((title) => /^(\S+) \d+\.\d+\.\d+\S* \(.+\)$/.exec(title)?.[1] ?? []);

  test('name every package that a bundle has code of', () => {
    // esbuild leaves the path of each source as a comment.
    const sources = ['main', 'faultline', 'history-worker', 'metrics-worker']
      .map((name) => read(`dist/${name}.mjs`))
      .join('\n');
    const paths = sources.matchAll(/^\s*\/\/ node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm);
    // A package may be installed under another name than its own.
    const own = (name: string) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).name;
    const bundled = [...new Set([...paths].flatMap(([, name]) => own(name ?? '')))];
    expect(bundled.length).toBeGreaterThan(8);
    expect(bundled.filter((name) => !names().includes(name))).toEqual([]);
  });

  test('name what the pages, the helper and the archive bring along', () => {
    const others = ['preact', '@preact/signals', 'chart.js', 'raw-socket', 'nan', '@photostructure/sqlite'];
    for (const name of [...others, 'node-gyp-build']) expect(names()).toContain(name);
    for (const title of ['Faultline (MIT)', 'SQLite (public domain)', 'Electron (MIT)']) {
      expect([...sections().keys()]).toContain(title);
    }
    const node = sections().get('Node.js, inside the helper') ?? '';
    expect(node.includes('Node.js contributors')).toBe(true);
  });

  test('have a text each, and Chromium`s lie beside the program', () => {
    expect(sections().size).toBeGreaterThan(20);
    const short = [...sections()].filter(([, text]) => text.length < 40).map(([title]) => title);
    expect(short).toEqual([]);
    expect(statSync(inPackage('LICENSES.chromium.html')).size).toBeGreaterThan(1_000_000);
  });
});
