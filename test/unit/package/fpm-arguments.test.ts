import { describe, expect, test } from 'vitest';
import { readFpmArguments } from '../../../scripts/package/fpm/arguments.mjs';

const NEEDED = [
  ...['-s', 'dir', '--force', '-t', 'deb', '--architecture', 'amd64', '--version', '1.0.0'],
  ...['--name', 'faultline', '--maintainer', 'Me <me@example.org>', '--description', 'short\n long'],
  ...['--package', '/tmp/a.deb'],
];
const PATH = '/build/app/=/opt/Faultline';

/** Without one word and its value. */
const without = (word: string): readonly string[] => {
  const at = NEEDED.indexOf(word);
  return [...NEEDED.slice(0, at), ...NEEDED.slice(at + 2), PATH];
};

describe('what electron-builder says to fpm', () => {
  test('is understood', () => {
    const words = [
      ...NEEDED,
      ...['-d', 'liba | libb', '-d', 'libc', '--deb-recommends', 'd', '--deb-compression', 'zst'],
      ...[
        '--after-install',
        '/tmp/in',
        '--before-remove',
        '/tmp/go',
        '--after-remove',
        '/tmp/out',
        '--deb-priority',
        'extra',
      ],
      ...['--category', 'net', '--license', 'MIT', '--vendor', 'Us', '--url', 'https://example.org'],
      ...[PATH, '/build/a=b.png=/usr/share/icons/x.png'],
    ];
    expect(readFpmArguments(words)).toEqual({
      name: 'faultline',
      version: '1.0.0',
      architecture: 'amd64',
      maintainer: 'Me <me@example.org>',
      description: 'short\n long',
      file: '/tmp/a.deb',
      compression: 'zst',
      priority: 'extra',
      depends: ['liba | libb', 'libc'],
      recommends: ['d'],
      category: 'net',
      url: 'https://example.org',
      vendor: 'Us',
      license: 'MIT',
      afterInstall: '/tmp/in',
      beforeRemove: '/tmp/go',
      afterRemove: '/tmp/out',
      paths: [
        { from: '/build/app/', to: '/opt/Faultline' },
        { from: '/build/a=b.png', to: '/usr/share/icons/x.png' },
      ],
    });
  });

  test('has defaults where it says nothing', () => {
    const request = readFpmArguments([...NEEDED, PATH]);
    expect(request).toMatchObject({ compression: 'xz', priority: 'optional', depends: [], recommends: [] });
    expect(request.afterInstall).toBeUndefined();
  });
});

describe('what it does not know is an error', () => {
  test.each([
    [[...NEEDED, '--deb-systemd', 'unit', PATH], 'does not know --deb-systemd'],
    [[...NEEDED, '--debug', PATH], 'does not know --debug'],
    [[...NEEDED, 'a-file-without-a-place'], 'does not know a-file-without-a-place'],
    [[...NEEDED, '=/opt'], 'does not know =/opt'],
    [[...NEEDED, PATH, '--name', 'other'], '--name is given twice'],
    [[...NEEDED, PATH, '-d'], '-d has no value'],
    [NEEDED, 'nothing to pack'],
    [[], '-s is missing'],
    [without('--name'), '--name is missing'],
    [without('--package'), '--package is missing'],
    [[...without('-t'), '-t', 'rpm'], '-t rpm: only Debian packages'],
    [[...without('-s'), '-s', 'gem'], '-s gem: only folders'],
  ])('%j', (words, message) => {
    expect(() => readFpmArguments([...words])).toThrow(message);
  });
});
