import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APP_SIZES } from '../../../scripts/icons/variants.mjs';
import { type BuiltPackages, builtPackages } from '../../support/package/built-packages.ts';

let built: BuiltPackages;
/** The package unpacked, with its control files in DEBIAN/. */
let tree: string;
beforeAll(async () => {
  built = await builtPackages();
  tree = mkdtempSync(join(tmpdir(), 'faultline-deb-test-'));
  execFileSync('dpkg-deb', ['--raw-extract', built.deb, tree]);
}, 600_000);
afterAll(() => rmSync(tree, { recursive: true, force: true }));

const inTree = (name: string): string => join(tree, name);
const read = (name: string): string => readFileSync(inTree(name), 'utf8');
const field = (name: string): string =>
  execFileSync('dpkg-deb', ['--field', built.deb, name], { encoding: 'utf8' }).trim();

/** What a tool that judges a file says, and with which code. */
function judged(command: string, ...args: readonly string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return { code: status, said: `${stdout}${stderr}` };
}

describe('what dpkg is told', () => {
  test('name, version, who answers for it, what it needs', () => {
    expect(field('Package')).toBe('faultline');
    expect(field('Version')).toBe('0.1.0');
    expect(field('Architecture')).toBe('amd64');
    expect(field('Section')).toBe('net');
    expect(field('Maintainer')).toMatch(/^.+ <.+@.+>$/);
    const depends = field('Depends').split(', ');
    expect(depends).toContain('libcap2-bin');
    expect(depends).toContain('libgtk-3-0 | libgtk-3-0t64');
    expect(field('Recommends')).toContain('pkexec');
    expect(Number(field('Installed-Size'))).toBeGreaterThan(200_000);
  });

  test('an Electron that is not the official one is told loudly', () => {
    expect(field('Description')).toMatch(/NOT FOR SHIPPING|^(?!.*Electron)/s);
  });

  test('nothing is a setting of the administrator`s, and no other script runs', () => {
    expect(readdirSync(inTree('DEBIAN')).sort()).toEqual([
      'control',
      'md5sums',
      'postinst',
      'postrm',
      'prerm',
    ]);
  });

  test('no script has a place left to be filled in', () => {
    for (const name of ['postinst', 'prerm', 'postrm']) {
      expect(read(`DEBIAN/${name}`)).toMatch(/^#!\/bin\/sh\n/);
      expect(read(`DEBIAN/${name}`)).not.toMatch(/\$\{|@[A-Z]+@/);
    }
    expect(read('DEBIAN/prerm')).toContain("helper='/opt/Faultline/resources/helper/faultline-helper'");
  });

  test('the sum of every file', () => {
    const sums = read('DEBIAN/md5sums').trimEnd().split('\n');
    const files = readdirSync(tree, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('/DEBIAN'))
      .map((entry) => join(entry.parentPath, entry.name).slice(tree.length + 1));
    expect(sums.map((line) => line.slice(34)).sort()).toEqual(files.sort());
    const [sum, name = ''] = (sums.find((line) => line.endsWith('/app.asar')) ?? '').split('  ');
    expect(
      createHash('md5')
        .update(readFileSync(inTree(name)))
        .digest('hex'),
    ).toBe(sum);
  });
});

test('everything belongs to root, nobody else may write, and nothing is given a right by the archive', () => {
  const lines = execFileSync('dpkg-deb', ['--contents', built.deb], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
  expect(lines.length).toBeGreaterThan(100);
  for (const line of lines) {
    expect(line).toMatch(/^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x|lrwxrwxrwx) root\/root /);
  }
});

describe('what a desktop reads', () => {
  test('a menu entry', () => {
    const file = 'usr/share/applications/faultline.desktop';
    expect(judged('desktop-file-validate', inTree(file))).toEqual({ code: 0, said: '' });
    const entry = read(file);
    expect(entry).toMatch(/^Exec=\/opt\/Faultline\/faultline( %U)?$/m);
    expect(entry).toMatch(/^Icon=faultline$/m);
    expect(entry).toMatch(/^StartupWMClass=faultline$/m);
  });

  test('data for software centres, which lead to that entry', () => {
    const file = 'usr/share/metainfo/org.faultline.Faultline.metainfo.xml';
    expect(judged('appstreamcli', 'validate', '--no-net', inTree(file))).toMatchObject({ code: 0 });
    expect(read(file)).toContain('<launchable type="desktop-id">faultline.desktop</launchable>');
  });

  test('its picture in every size', () => {
    for (const size of APP_SIZES) {
      const png = readFileSync(inTree(`usr/share/icons/hicolor/${size}x${size}/apps/faultline.png`));
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
  });
});

test('the command leads to the program, the action to the installed helper', () => {
  expect(readlinkSync(inTree('usr/bin/faultline'))).toBe('/opt/Faultline/resources/bin/faultline');
  expect(statSync(inTree('opt/Faultline/resources/bin/faultline')).mode & 0o777).toBe(0o755);
  const policy = read('usr/share/polkit-1/actions/org.faultline.helper.policy');
  expect(policy).toContain('>/opt/Faultline/resources/helper/faultline-helper</annotate>');
  expect(policy).not.toContain('@');
  expect(statSync(inTree('opt/Faultline/resources/helper/faultline-helper')).size).toBeGreaterThan(1e6);
  expect(read('usr/share/doc/faultline/copyright')).toContain('MIT License');
});
