import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ChannelScene, OWNER, STRANGER, TOKEN } from './scene.ts';

let scene: ChannelScene;
beforeEach(async () => {
  scene = new ChannelScene();
  await scene.build();
});
afterEach(() => scene.remove());

const REFUSED = { code: 3, signal: null, stderr: '' };

/** It says why on standard output, once, and nobody was connected to. */
async function expectRefusal(code: string, message: RegExp, words?: readonly string[]): Promise<void> {
  const { ending, events } = await scene.refusal(words);
  expect(ending).toEqual(REFUSED);
  expect(events).toEqual([{ event: 'fatal', code, message: expect.stringMatching(message) }]);
  expect(scene.visitors).toEqual([]);
}

const stranger = (path: string): void => chownSync(path, STRANGER.uid, STRANGER.gid);

describe('a folder that is not the user`s own', () => {
  const cases: readonly [string, RegExp, () => void][] = [
    ['is open to the group', /folder is open to other users/, () => chmodSync(scene.folder, 0o710)],
    ['is open to all', /folder is open to other users/, () => chmodSync(scene.folder, 0o701)],
    ['is of another user', /the folder: EACCES|folder is of another user/, () => stranger(scene.folder)],
    ['is root`s', /folder is of another user/, () => chownSync(scene.folder, 0, 0)],
    [
      'is a symbolic link to the right one',
      /folder is no folder/,
      () => {
        renameSync(scene.folder, `${scene.folder}-moved`);
        symlinkSync(`${scene.folder}-moved`, scene.folder);
      },
    ],
    [
      'is a file',
      /folder is no folder/,
      () => {
        rmSync(scene.folder, { recursive: true });
        scene.writeToken(scene.folder);
      },
    ],
    ['is gone', /the folder: ENOENT/, () => rmSync(scene.folder, { recursive: true })],
    [
      'is behind a folder that the user may not enter',
      /the folder: EACCES/,
      () => chmodSync(scene.base, 0o700),
    ],
  ];
  test.each(cases)('%s', async (_, message, change) => {
    change();
    await expectRefusal('bad-channel', message);
  });
});

describe('a token that is not the user`s own', () => {
  const elsewhere = (): string => join(scene.base, 'elsewhere');
  const cases: readonly [string, RegExp, () => void][] = [
    ['may be read by others', /token is open to other users/, () => chmodSync(scene.token, 0o604)],
    ['is of another user', /the token: EACCES/, () => stranger(scene.token)],
    [
      'is a symbolic link',
      /the token: ELOOP/,
      () => {
        renameSync(scene.token, elsewhere());
        symlinkSync(elsewhere(), scene.token);
      },
    ],
    ['has a second name', /token has another name/, () => linkSync(scene.token, elsewhere())],
    [
      'is a pipe that nobody writes to',
      /token is no file/,
      () => {
        rmSync(scene.token);
        spawnSync('mkfifo', ['-m', '600', scene.token]);
        chownSync(scene.token, OWNER.uid, OWNER.gid);
      },
    ],
    [
      'is a folder',
      /token is no file/,
      () => {
        rmSync(scene.token);
        mkdirSync(scene.token, { mode: 0o700 });
        chownSync(scene.token, OWNER.uid, OWNER.gid);
      },
    ],
    ['is empty', /token is not as agreed/, () => writeFileSync(scene.token, '')],
    ['is short', /token is not as agreed/, () => writeFileSync(scene.token, TOKEN.slice(1))],
    ['is long', /token is not as agreed/, () => writeFileSync(scene.token, `${TOKEN}0`)],
    ['is no hexadecimal', /token is not as agreed/, () => writeFileSync(scene.token, `${TOKEN.slice(1)}\n`)],
    ['is a megabyte', /token is not as agreed/, () => writeFileSync(scene.token, TOKEN.repeat(16_384))],
    ['is gone', /the token: ENOENT/, () => rmSync(scene.token)],
  ];
  test.each(cases)('%s', async (_, message, change) => {
    change();
    await expectRefusal('bad-channel', message);
  });
});

describe('a socket that is not the user`s own', () => {
  const cases: readonly [string, RegExp, () => Promise<void> | void][] = [
    ['may be used by others', /socket is open to other users/, () => chmodSync(scene.socket, 0o602)],
    ['is of another user', /socket is of another user/, () => stranger(scene.socket)],
    [
      'is a symbolic link to another user`s',
      /socket is no socket/,
      async () => {
        const other = join(scene.base, 'other');
        await scene.listen(other, STRANGER);
        rmSync(scene.socket);
        symlinkSync(other, scene.socket);
      },
    ],
    [
      'has a second name',
      /socket has another name/,
      () => linkSync(scene.socket, join(scene.base, 'second')),
    ],
    [
      'is a file',
      /socket is no socket/,
      () => {
        rmSync(scene.socket);
        scene.writeToken(scene.socket);
      },
    ],
    ['is gone', /the socket: ENOENT/, () => rmSync(scene.socket)],
    [
      'is listened to by nobody',
      /nobody listens at the socket: ECONNREFUSED/,
      () => {
        rmSync(scene.socket);
        spawnSync('/usr/bin/python3', [
          '-c',
          'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])',
          scene.socket,
        ]);
        chmodSync(scene.socket, 0o600);
        chownSync(scene.socket, OWNER.uid, OWNER.gid);
      },
    ],
  ];
  test.each(cases)('%s', async (_, message, change) => {
    await change();
    await expectRefusal('bad-channel', message);
  });
});

describe('another user`s channel', () => {
  test('can not be reached by naming it: the helper has become who it was told before it looks', async () => {
    const words = scene.words({ uid: STRANGER.uid });
    await expectRefusal('bad-channel', /folder is of another user/, words);
    const { ending, events } = await scene.refusal(words);
    expect(ending).toEqual(REFUSED);
    expect(events).toMatchObject([{ event: 'fatal', code: 'bad-channel' }]);
  });
});

describe('arguments', () => {
  const at = (change: { folder?: string; uid?: string }): string[] => [
    '--channel',
    change.folder ?? scene.folder,
    '--uid',
    change.uid ?? `${OWNER.uid}`,
  ];
  const cases: readonly [string, () => readonly string[]][] = [
    ['user root', () => at({ uid: '0' })],
    ['the own group', () => [...at({}), '--gid', `${OWNER.gid}`]],
    ['a group of others', () => [...at({}), '--gid', '42']],
    ['a group before the user', () => [...at({}).slice(0, 2), '--gid', '42', ...at({}).slice(2)]],
    ['a negative user', () => at({ uid: '-1' })],
    ['"unchanged" for a user', () => at({ uid: '4294967295' })],
    ['a user that wraps round to root', () => at({ uid: '4294967296' })],
    ['a hexadecimal user', () => at({ uid: '0x10' })],
    ['a user by name', () => at({ uid: 'nobody' })],
    ['a relative folder', () => at({ folder: 'channel' })],
    ['a folder with a way up', () => at({ folder: `${scene.base}/x/../channel` })],
    ['an empty step', () => at({ folder: `/${scene.folder}` })],
    ['a folder that is too long', () => at({ folder: `/${'x'.repeat(2000)}` })],
    ['no folder', () => at({ folder: '' })],
    ['one word too many', () => [...at({}), '--verbose']],
    ['another order', () => [...at({}).slice(2), ...at({}).slice(0, 2)]],
    ['half of them', () => at({}).slice(0, 2)],
    ['an unknown one', () => ['--help']],
    ['one for Node', () => ['--inspect']],
  ];
  test.each(cases)('%s: refused before a socket is opened', async (_, words) => {
    // Without the right to raw sockets the next step would say another word.
    const { ending, events } = await scene.refusal(words(), {
      prefix: ['setpriv', '--bounding-set', '-net_raw', '--inh-caps', '-net_raw', '--'],
    });
    expect(ending).toEqual(REFUSED);
    expect(events).toEqual([{ event: 'fatal', code: 'bad-arguments', message: expect.any(String) }]);
    expect(scene.visitors).toEqual([]);
  });

  test.each([
    ['pkexec', { PKEXEC_UID: `${STRANGER.uid}` }],
    ['sudo', { SUDO_UID: `${STRANGER.uid}` }],
  ])('a user other than the one who asked by %s', async (_, env) => {
    const { ending, events } = await scene.refusal(undefined, { env });
    expect(ending).toEqual(REFUSED);
    expect(events).toMatchObject([{ code: 'bad-arguments', message: /not of the user who asked/ }]);
  });

  test('without root there is no channel, not even the own one', async () => {
    const { uid, gid } = OWNER;
    const own = ['--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups'];
    const raw = ['--inh-caps', '+net_raw', '--ambient-caps', '+net_raw'];
    const { ending, events } = await scene.refusal(undefined, { prefix: ['setpriv', ...own, ...raw, '--'] });
    expect(ending).toEqual(REFUSED);
    expect(events).toMatchObject([{ code: 'bad-arguments', message: /started as root/ }]);
    expect(scene.visitors).toEqual([]);
  });

  test('root that can not open raw sockets says so, and touches no channel', async () => {
    const { ending, events } = await scene.refusal(undefined, {
      prefix: ['setpriv', '--bounding-set', '-net_raw', '--inh-caps', '-net_raw', '--'],
    });
    expect(ending).toEqual(REFUSED);
    expect(events).toMatchObject([{ event: 'fatal', code: 'no-privilege' }]);
    expect(scene.visitors).toEqual([]);
    expect(readFileSync(scene.token, 'utf8')).toBe(TOKEN);
  });
});
