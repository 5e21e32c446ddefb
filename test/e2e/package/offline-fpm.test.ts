import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let place: string;
let deb: string;
beforeEach(() => {
  place = temporaryFolder();
  deb = join(place, 'out/some.deb');
  const app = join(place, 'app');
  mkdirSync(join(app, 'below'), { recursive: true });
  writeFileSync(join(app, 'program'), 'run me');
  chmodSync(join(app, 'program'), 0o4777);
  writeFileSync(join(app, 'below/data'), 'x'.repeat(5000));
  chmodSync(join(app, 'below/data'), 0o600);
  symlinkSync('/opt/Some/program', join(place, 'link'));
  writeFileSync(join(place, 'setting'), 'a=b\n');
  writeFileSync(join(place, 'after'), '#!/bin/sh\nexit 0\n');
});

/** As electron-builder says it, in the same order. */
const words = (...more: readonly string[]): readonly string[] => [
  ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'libc6', '--deb-recommends', 'ping'],
  ...['--deb-compression', 'zst', '--architecture', 'amd64', '--after-install', join(place, 'after')],
  ...['--description', 'short\n long', '--version', '1.0.0', '--package', deb, '--name', 'some'],
  ...['--maintainer', 'Me <me@example.org>', '--vendor', 'Me', '--url', 'https://example.org/'],
  ...['--deb-priority', 'optional', '--license', 'MIT', ...more, `${join(place, 'app')}/=/opt/Some`],
];

function run(args: readonly string[], path = process.env['PATH'] ?? '') {
  return spawnSync(process.execPath, ['scripts/package/offline-fpm.mjs', ...args], {
    encoding: 'utf8',
    env: { PATH: path, TMPDIR: place },
  });
}

const contents = (): readonly string[] =>
  execFileSync('dpkg-deb', ['--contents', deb], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^(\S+) (\S+)\s+\d+ \S+ \S+ (.*)$/, '$1 $2 $3'));

describe('the stand-in for fpm', () => {
  test('makes a package: owners, modes, links, sums and what the administrator may change', () => {
    const more = [`${join(place, 'link')}=/usr/bin/some`, `${join(place, 'setting')}=/etc/some/setting`];
    expect(run(words(...more))).toMatchObject({ status: 0, stderr: '' });
    expect(contents()).toEqual([
      'drwxr-xr-x root/root ./',
      'drwxr-xr-x root/root ./etc/',
      'drwxr-xr-x root/root ./etc/some/',
      '-rw-r--r-- root/root ./etc/some/setting',
      'drwxr-xr-x root/root ./opt/',
      'drwxr-xr-x root/root ./opt/Some/',
      'drwxr-xr-x root/root ./opt/Some/below/',
      '-rw-r--r-- root/root ./opt/Some/below/data',
      '-rwxr-xr-x root/root ./opt/Some/program',
      'drwxr-xr-x root/root ./usr/',
      'drwxr-xr-x root/root ./usr/bin/',
      'lrwxrwxrwx root/root ./usr/bin/some -> /opt/Some/program',
    ]);
    const control = join(place, 'control');
    execFileSync('dpkg-deb', ['--control', deb, control]);
    expect(readdirSync(control).sort()).toEqual(['conffiles', 'control', 'md5sums', 'postinst']);
    expect(readFileSync(join(control, 'conffiles'), 'utf8')).toBe('/etc/some/setting\n');
    expect(readFileSync(join(control, 'md5sums'), 'utf8')).toContain('  opt/Some/below/data\n');
    // Two small files, one of 5000 bytes, a link and seven folders.
    expect(readFileSync(join(control, 'control'), 'utf8')).toContain('\nInstalled-Size: 15\n');
  });

  test('an older package of that name gives way', () => {
    mkdirSync(join(place, 'out'));
    writeFileSync(deb, 'old');
    expect(run(words()).status).toBe(0);
    expect(contents().length).toBeGreaterThan(3);
  });

  test.each([
    ['what it does not know', ['--deb-systemd', 'unit'], 'does not know --deb-systemd'],
    ['a file that is not there', ['/nowhere=/opt/x'], '/nowhere'],
    ['a compression of its own', ['--deb-compression', 'lzma'], '--deb-compression is given twice'],
    ['a section of two lines', ['--category', 'net\nEssential: yes'], 'Section must be one line'],
  ])('refuses %s, and leaves nothing behind', (_what, more, message) => {
    const { status, stderr } = run(words(...more));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^offline-fpm: /);
    expect(stderr).toContain(message);
    expect(existsSync(deb)).toBe(false);
    expect(readdirSync(place).filter((name) => name.startsWith('faultline-deb-'))).toEqual([]);
  });

  test('says that dpkg-deb is missing', () => {
    expect(run(words(), place)).toMatchObject({ status: 1 });
    expect(run(words(), place).stderr).toContain('dpkg-deb could not be started');
  });
});
