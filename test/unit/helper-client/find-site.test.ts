import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findSite, type Runtime } from '../../../main/helper-client/find-site.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const HASH = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

const node = (over: Partial<Runtime> = {}): Runtime => ({
  platform: 'linux',
  execPath: '/opt/node',
  versions: { node: '24.0.0' },
  env: {},
  ...over,
});

const electron = (over: Partial<Runtime> = {}): Runtime =>
  node({ execPath: '/opt/electron', versions: { node: '20.18.1', electron: '33.2.1' }, ...over });

/** A folder of a program: with a manifest, if one is given, and these files. */
function tree({ manifest, files = [] }: { manifest?: unknown; files?: readonly string[] } = {}): string {
  const folder = temporaryFolder();
  // Nothing is looked for above it.
  writeFileSync(join(folder, 'package.json'), '{}');
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  if (manifest !== undefined) {
    writeFileSync(
      join(folder, 'helper.json'),
      typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
    );
  }
  return folder;
}

const BUNDLE = { version: '0.1.0', files: { 'helper.cjs': HASH } };
const EXECUTABLE = { version: '0.1.0', files: { 'faultline-helper': HASH, 'raw.node': OTHER } };

describe('a checkout', () => {
  test('the real one: this Node, the bundle with its hash, and what it loads', () => {
    const found = findSite();
    if (!found.ok) throw new Error(found.reason);
    const { command, files, hashes, isExecutable } = found.site;
    expect(command).toEqual([process.execPath, expect.stringMatching(/\/dist\/helper\.cjs$/)]);
    expect(isExecutable).toBe(false);
    expect(files).toEqual([
      ...command,
      expect.stringMatching(/raw-socket\/index\.js$/),
      expect.stringMatching(/raw-socket\/build\/Release\/raw\.node$/),
      expect.stringMatching(/raw-socket\/package\.json$/),
    ]);
    expect([...hashes]).toEqual([[command[1], expect.stringMatching(/^[0-9a-f]{64}$/)]]);
  });

  test('under Electron: the Node that started it, else the first on the path', () => {
    const folder = tree({ manifest: BUNDLE, files: ['helper.cjs', 'bin/node'] });
    const program = (over: Partial<Runtime>): string => {
      const found = findSite(electron(over), folder);
      return found.ok ? found.site.command[0] : found.reason;
    };
    const bin = join(folder, 'bin');
    expect(program({ env: { FAULTLINE_NODE: '/opt/other/node', PATH: bin } })).toBe('/opt/other/node');
    // Relative entries would mean whatever folder the app was started in.
    expect(program({ env: { FAULTLINE_NODE: 'node', PATH: `.:bin::/nowhere:${bin}` } })).toBe(
      join(bin, 'node'),
    );
    expect(program({ env: { PATH: '/nowhere' } })).toMatch(/no program was named .*npm start/);
    expect(program({})).toMatch(/no program was named/);
  });

  test('a bundle that is missing', () => {
    expect(findSite(node(), tree({ manifest: BUNDLE }))).toEqual({
      ok: false,
      reason: 'the helper is not built: run "npm run build"',
    });
  });
});

describe('a package', () => {
  test('headless: the executable in the folder beside the manifest', () => {
    const folder = tree({ manifest: EXECUTABLE, files: ['helper/faultline-helper'] });
    const program = join(folder, 'helper/faultline-helper');
    const native = join(folder, 'helper/raw.node');
    expect(findSite(node(), folder)).toEqual({
      ok: true,
      site: {
        command: [program],
        files: [program, native],
        hashes: new Map([
          [program, HASH],
          [native, OTHER],
        ]),
        isExecutable: true,
      },
    });
  });

  test('the app: the executable among its resources', () => {
    const folder = tree({ manifest: EXECUTABLE, files: ['res/helper/faultline-helper'] });
    const resourcesPath = join(folder, 'res');
    const found = findSite(electron({ resourcesPath }), folder);
    expect(found.ok && found.site.command).toEqual([join(resourcesPath, 'helper/faultline-helper')]);
  });

  test("Electron that was given a folder has resources of its own, which are not the app's", () => {
    const folder = tree({ manifest: EXECUTABLE, files: ['helper/faultline-helper'] });
    const found = findSite(electron({ resourcesPath: '/opt/electron/resources', defaultApp: true }), folder);
    expect(found.ok && found.site.command).toEqual([join(folder, 'helper/faultline-helper')]);
  });

  test('on Windows there is none, and nothing to be installed again', () => {
    expect(findSite(electron({ platform: 'win32' }), tree())).toEqual({
      ok: false,
      reason: expect.stringMatching(/^on Windows the helper .* does not run there$/),
    });
  });

  test('an executable that is missing', () => {
    expect(findSite(node(), tree({ manifest: EXECUTABLE }))).toEqual({
      ok: false,
      reason: expect.stringMatching(/faultline-helper is missing: install Faultline again$/),
    });
  });
});

describe('the manifest', () => {
  test('none: nothing was built', () => {
    expect(findSite(node(), tree({ files: ['helper.cjs'] }))).toEqual({
      ok: false,
      reason:
        'the helper is not built: run "npm run build", or install Faultline again if it came as a package',
    });
  });

  test('none in a packaged app: nobody can build there', () => {
    expect(findSite(electron({ resourcesPath: '/opt/Faultline/resources' }), tree())).toEqual({
      ok: false,
      reason: 'helper.json is missing in the package: install Faultline again',
    });
    const checkout = findSite(electron({ defaultApp: true }), tree());
    expect(checkout).toMatchObject({ ok: false, reason: expect.stringContaining('npm run build') });
  });

  test('a folder in its place', () => {
    const folder = tree({ files: ['helper.json/x', 'helper.cjs'] });
    expect(findSite(node(), folder)).toEqual({ ok: false, reason: expect.stringMatching(/is damaged/) });
  });

  test.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a number', '1'],
    ['without files', { version: '0.1.0' }],
    ['files that are none', { files: 'helper.cjs' }],
    ['null files', { files: null }],
    ['a hash that is none', { files: { 'helper.cjs': 'x' } }],
    ['a hash of another kind', { files: { 'helper.cjs': createHash('sha1').digest('hex') } }],
    ['a number for a hash', { files: { 'helper.cjs': 1 } }],
    ['a path for a name', { files: { 'faultline-helper': HASH, '../../etc/passwd': HASH } }],
  ])('damaged: %s', (_, manifest) => {
    const folder = tree({ manifest, files: ['helper.cjs', 'helper/faultline-helper'] });
    expect(findSite(node(), folder)).toEqual({ ok: false, reason: expect.stringMatching(/is damaged/) });
  });
});
