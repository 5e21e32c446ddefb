import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../../../helper/channel/arguments.ts';

const FOLDER = '/run/user/1000/faultline-channel-AbC123';
const words = (folder = FOLDER, uid = '1000'): string[] => ['--channel', folder, '--uid', uid];

describe('arguments of the helper', () => {
  test('none: pipes', () => {
    expect(parseArguments([])).toEqual({ ok: true, channel: null });
  });

  test('a channel', () => {
    expect(parseArguments(words())).toEqual({
      ok: true,
      channel: { folder: FOLDER, uid: 1000 },
    });
  });

  test('the highest id there is', () => {
    expect(parseArguments(words(FOLDER, '4294967294'))).toMatchObject({ ok: true });
  });

  test.each([
    ['one word', ['--channel']],
    ['a folder alone', ['--channel', FOLDER]],
    ['a group', [...words(), '--gid', '1001']],
    ['a group in the place of the user', ['--channel', FOLDER, '--gid', '1001']],
    ['a group before the user', ['--channel', FOLDER, '--gid', '1001', '--uid', '1000']],
    ['another order', ['--uid', '1000', '--channel', FOLDER]],
    ['twice', [...words(), ...words()]],
    ['more', [...words(), '']],
    ['an equals sign', [`--channel=${FOLDER}`, '--uid=1000']],
    ['a bare folder', [FOLDER]],
    ['a version asked for', ['--version']],
    ['an empty word', ['']],
  ])('%s: refused with the usage', (_, given) => {
    expect(parseArguments(given)).toEqual({
      ok: false,
      message: expect.stringContaining('--channel FOLDER'),
    });
  });

  test.each([
    '',
    '/',
    'run/channel',
    './channel',
    '/run/../etc',
    '/run/./x',
    '//run/x',
    '/run/x/',
    '/run/\0/x',
    `/${'x'.repeat(1024)}`,
    `/${'é'.repeat(512)}`,
  ])('folder %j: refused', (folder) => {
    expect(parseArguments(words(folder))).toEqual({ ok: false, message: expect.stringContaining('FOLDER') });
  });

  test.each([
    '0',
    '00',
    '-1',
    '+1',
    '1.0',
    '1e3',
    ' 1',
    '1 ',
    '0x10',
    '4294967295',
    '99999999999',
    'root',
    '',
  ])('user %j: refused', (id) => {
    const refused = { ok: false, message: expect.stringContaining('not 0') };
    expect(parseArguments(words(FOLDER, id))).toEqual(refused);
  });
});
