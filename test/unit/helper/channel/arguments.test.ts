import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../../../helper/channel/arguments.ts';

const FOLDER = '/run/user/1000/faultline-channel-AbC123';
const words = (folder = FOLDER, uid = '1000', gid = '1001'): string[] => [
  '--channel',
  folder,
  '--uid',
  uid,
  '--gid',
  gid,
];

describe('arguments of the helper', () => {
  test('none: pipes', () => {
    expect(parseArguments([])).toEqual({ ok: true, channel: null });
  });

  test('a channel', () => {
    expect(parseArguments(words())).toEqual({
      ok: true,
      channel: { folder: FOLDER, identity: { uid: 1000, gid: 1001 } },
    });
  });

  test('the highest ids there are', () => {
    expect(parseArguments(words(FOLDER, '4294967294', '4294967294'))).toMatchObject({ ok: true });
  });

  test.each([
    ['one word', ['--channel']],
    ['a folder alone', ['--channel', FOLDER]],
    ['no user', ['--channel', FOLDER, '--gid', '1001']],
    ['no group', ['--channel', FOLDER, '--uid', '1000']],
    ['another order', ['--channel', FOLDER, '--gid', '1001', '--uid', '1000']],
    ['twice', [...words(), ...words()]],
    ['more', [...words(), '']],
    ['an equals sign', [`--channel=${FOLDER}`, '--uid=1000', '--gid=1001']],
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
  ])('id %j: refused for user and group', (id) => {
    const refused = { ok: false, message: expect.stringContaining('not 0') };
    expect(parseArguments(words(FOLDER, id))).toEqual(refused);
    expect(parseArguments(words(FOLDER, '1000', id))).toEqual(refused);
  });
});
