import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  autostartEntry,
  entryString,
  execArgument,
  isSwitchedOff,
} from '../../../../main/desktop/autostart/desktop-entry.ts';
import { entryFile, entryPath } from '../../../../main/desktop/autostart/entry-file.ts';
import { ownProgram } from '../../../../main/desktop/autostart/own-program.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const ENTRY = {
  name: 'Faultline',
  comment: 'Watches the internet connection',
  command: ['/opt/Fault line/faultline', '--hidden'],
  icon: '/opt/Fault line/icon.png',
};

/** What a desktop runs: the string's escapes first, then the quotes, then the field codes. */
function readExec(entry: string): readonly string[] {
  const line = entry.split('\n').find((line) => line.startsWith('Exec=')) ?? '';
  const value = line.slice('Exec='.length);
  const text = value.replace(
    /\\(.)/gs,
    (_, letter: string) => ({ n: '\n', t: '\t', r: '\r' })[letter] ?? letter,
  );
  const words = text.matchAll(/"((?:\\.|[^"\\])*)"|([^\s"]+)/gs);
  return [...words].map(([, quoted, bare]) =>
    (quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/gs, '$1')).replaceAll('%%', '%'),
  );
}

describe('the entry', () => {
  test('is what the specification wants', () => {
    expect(autostartEntry(ENTRY)).toBe(
      [
        '[Desktop Entry]',
        'Type=Application',
        'Version=1.5',
        'Name=Faultline',
        'Comment=Watches the internet connection',
        'Exec="/opt/Fault line/faultline" --hidden',
        'TryExec=/opt/Fault line/faultline',
        'Icon=/opt/Fault line/icon.png',
        'Terminal=false',
        'StartupNotify=false',
        'X-GNOME-Autostart-enabled=true',
        '',
      ].join('\n'),
    );
  });

  test.each([
    ['/usr/bin/faultline', '/usr/bin/faultline'],
    ['--no-sandbox', '--no-sandbox'],
    ['a b', '"a b"'],
    ['', '""'],
    ['100%', '100%%'],
    ['$HOME', '"\\$HOME"'],
    ['a"b', '"a\\"b"'],
    ['a`b', '"a\\`b"'],
    ['a\\b', '"a\\\\b"'],
    ['~/x', '"~/x"'],
    ['a;b', '"a;b"'],
  ])('quotes %s as %s', (argument, quoted) => expect(execArgument(argument)).toBe(quoted));

  test('a program that is looked for on the path can be asked for by nobody', () => {
    expect(autostartEntry({ ...ENTRY, command: ['env', 'A=b', '/opt/x'] })).not.toContain('TryExec');
  });

  test('a backslash is escaped twice: as an argument, and as a string', () => {
    expect(autostartEntry({ ...ENTRY, command: ['/a\\b'] })).toContain('Exec="/a\\\\\\\\b"\n');
    expect(entryString('a\nb\tc\\d')).toBe('a\\nb\\tc\\\\d');
  });

  test('whatever the folder is called, a desktop runs that very program, and the entry stays one', () => {
    const unit = fc.constantFrom(...' \t\n\r\\"\'`$%;|&<>()*?#~=/aZ0éß漢\u2028');
    const word = fc.string({ minLength: 1, maxLength: 20, unit });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (command) => {
        const entry = autostartEntry({ ...ENTRY, command });
        expect(readExec(entry)).toEqual(command);
        expect(entry.split('\n')).toHaveLength(command[0]?.startsWith('/') ? 12 : 11);
      }),
    );
  });

  test.each([
    ['Hidden=true', true],
    ['Hidden = True', true],
    ['X-GNOME-Autostart-enabled=false', true],
    ['Hidden=false', false],
    ['X-GNOME-Autostart-enabled=true', false],
    ['Comment=Hidden=true', false],
  ])('with %s is switched off: %s', (line, off) => {
    expect(isSwitchedOff(`[Desktop Entry]\nType=Application\n${line}\n`)).toBe(off);
  });
});

describe('the program that it starts', () => {
  const IMAGE = { APPIMAGE: '/home/ada/Faultline.AppImage', APPDIR: '/tmp/.mount_Fault1' };

  test('of an AppImage is the image: its mount is gone by the next login', () => {
    expect(ownProgram(IMAGE, '/tmp/.mount_Fault1/faultline')).toBe('/home/ada/Faultline.AppImage');
  });

  test.each([
    ['an AppImage of another program started this one', IMAGE, '/opt/Faultline/faultline'],
    ['its mount only begins with the same letters', IMAGE, '/tmp/.mount_Fault12/faultline'],
    ['the image is not named', { APPDIR: '/tmp/m' }, '/tmp/m/faultline'],
    ['the mount is not named', { APPIMAGE: '/home/ada/Other.AppImage' }, '/opt/Faultline/faultline'],
    ['there is none', {}, '/opt/Faultline/faultline'],
  ])('is the running one where %s', (_what, env, execPath) => {
    expect(ownProgram(env, execPath)).toBe(execPath);
  });
});

describe('the file', () => {
  test('is where desktops look, by XDG_CONFIG_HOME if that is absolute', () => {
    const home = '/home/somebody';
    expect(entryPath({ home, env: {} })).toBe('/home/somebody/.config/autostart/faultline.desktop');
    expect(entryPath({ home, env: { XDG_CONFIG_HOME: '/etc/mine' } })).toBe(
      '/etc/mine/autostart/faultline.desktop',
    );
    expect(entryPath({ home, env: { XDG_CONFIG_HOME: 'mine' } })).toBe(
      '/home/somebody/.config/autostart/faultline.desktop',
    );
  });

  test('is made with its folder, and taken away again; neither twice', () => {
    const file = join(temporaryFolder(), 'autostart', 'faultline.desktop');
    const atLogin = entryFile(file, ENTRY);
    expect(atLogin.isSet()).toBe(false);
    atLogin.set(false);
    atLogin.set(true);
    expect(atLogin.isSet()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(autostartEntry(ENTRY));
    const written = statSync(file).ino;
    atLogin.set(true);
    expect(statSync(file).ino).toBe(written);
    atLogin.set(false);
    expect(existsSync(file)).toBe(false);
    atLogin.set(false);
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test('of an older place is brought up to date, one that was switched off is switched on', () => {
    const file = join(temporaryFolder(), 'faultline.desktop');
    const atLogin = entryFile(file, ENTRY);
    writeFileSync(file, `${autostartEntry(ENTRY)}Hidden=true\n`);
    expect(atLogin.isSet()).toBe(false);
    atLogin.set(true);
    expect(atLogin.isSet()).toBe(true);
    writeFileSync(file, autostartEntry({ ...ENTRY, command: ['/old/place'] }));
    atLogin.set(true);
    expect(readFileSync(file, 'utf8')).toContain('/opt/Fault line');
  });

  test('that cannot be written is said, and leaves nothing half done', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'faultline.desktop'));
    const atLogin = entryFile(join(folder, 'faultline.desktop'), ENTRY);
    expect(() => atLogin.set(true)).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(folder)).toEqual(['faultline.desktop']);
    writeFileSync(join(folder, 'plain'), '');
    chmodSync(join(folder, 'plain'), 0o400);
    expect(() => entryFile(join(folder, 'plain', 'x.desktop'), ENTRY).set(true)).toThrow(/ENOTDIR|EEXIST/);
  });
});
