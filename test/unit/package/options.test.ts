import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../scripts/package/options.mjs';
import { DEFAULT_TARGETS, fileOf, systemOf, TARGETS } from '../../../scripts/package/targets.mjs';

describe('the words of npm run package', () => {
  test('without any, what can be built here is built small', () => {
    expect(readOptions([])).toEqual({ targets: DEFAULT_TARGETS, compression: 'small' });
  });

  test('targets, each once; a version; a folder from here', () => {
    expect(
      readOptions(['deb', 'dir', 'deb', '--fast', '--version', '1.2.3-rc.1', '--output', 'there']),
    ).toEqual({
      targets: ['deb', 'dir'],
      compression: 'fast',
      version: '1.2.3-rc.1',
      output: resolve('there'),
    });
  });

  test.each([
    [['snap'], 'there is no target snap; there are dir, tar.gz, deb,'],
    [['--version', '1.2'], '--version can\'t be "1.2"'],
    [['--version', '1.2.3; rm'], "--version can't be"],
    [['deb', 'dmg'], "dmg can't be made yet: there is no helper executable for macOS"],
    [['--bogus'], "Unknown option '--bogus'"],
    [['--version'], 'npm run package -- [TARGET'],
  ])('%j is refused with words', (words, message) => {
    expect(() => readOptions(words)).toThrow(message);
  });
});

describe('targets', () => {
  test('by default only those that are tested', () => {
    for (const name of DEFAULT_TARGETS) expect(TARGETS[name]?.tested ?? true).toBe(true);
  });

  test('their files are known by how the names end', () => {
    const files = ['/r/a.tar.gz', '/r/a.exe.blockmap', '/r/a.exe', '/r/a.AppImage', '/r/a.rpm', '/r/a.deb'];
    expect(fileOf('nsis', files)).toBe('/r/a.exe');
    for (const target of ['tar.gz', 'AppImage', 'rpm', 'deb']) {
      expect(fileOf(target, files)).toBe(`/r/a.${target}`);
    }
    expect(fileOf('deb', ['/r/a.rpm'])).toBeUndefined();
  });

  test('are of one system', () => {
    expect(systemOf(['deb', 'rpm'])).toBe('linux');
    expect(systemOf([])).toBeUndefined();
    expect(() => systemOf(['deb', 'nsis'])).toThrow('one system at a time');
  });
});
