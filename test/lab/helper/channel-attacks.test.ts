import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundleClient, ClientProcess } from './channel-client-process.ts';
import { asUser, ChannelScene, OWNER, STRANGER, type User } from './channel-scene.ts';

let bundle: string;
beforeAll(async () => {
  bundle = await bundleClient();
});

let scene: ChannelScene;
let clients: ClientProcess[] = [];
/** Connections made by this test, which is root: they get as far as a process of the owner's would. */
let intruders: Socket[] = [];
beforeEach(() => {
  scene = new ChannelScene();
});
afterEach(async () => {
  for (const intruder of intruders) intruder.destroy();
  await Promise.all(clients.map((client) => client.stop()));
  [clients, intruders] = [[], []];
  await scene.remove();
});

function open(how: { tokenMs?: number; runtime?: string } = {}): ClientProcess {
  const client = new ClientProcess(bundle, OWNER, scene.base, how);
  clients.push(client);
  return client;
}

const helperFor = (folder: string) => scene.start(scene.words({ folder }));

async function intrude(folder: string): Promise<Socket> {
  const socket = createConnection(join(folder, 'socket'));
  intruders.push(socket);
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return socket;
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.resume();
  });

/** Code and last words of a Python program as a user without any right. */
function asStranger(program: string, ...args: readonly string[]): { code: number | null; words: string } {
  const [command = '', ...rest] = asUser(STRANGER, ['/usr/bin/python3', '-c', program, ...args]);
  const { status, stderr } = spawnSync(command, rest, { encoding: 'utf8', timeout: 30_000 });
  return { code: status, words: stderr.trim().split('\n').at(-1) ?? '' };
}

const CONNECT = 'import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])';

describe('the channel of a client', () => {
  test('is its user`s alone: folder, token and socket', async () => {
    const folder = await open().folder();
    const modes = ['', 'token', 'socket'].map((name) => {
      const { uid, gid, mode, nlink } = lstatSync(join(folder, name));
      return { uid, gid, mode: (mode & 0o7777).toString(8), alone: name === '' || nlink === 1 };
    });
    const own = { ...OWNER, alone: true };
    expect(modes).toEqual([
      { ...own, mode: '700' },
      { ...own, mode: '600' },
      { ...own, mode: '600' },
    ]);
    expect(readFileSync(join(folder, 'token'), 'latin1')).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a helper is admitted, and at once nothing is left in the file system', async () => {
    const client = open();
    const folder = await client.folder();
    const helper = helperFor(folder);
    expect(await client.hear('hello')).toMatchObject({ pid: helper.pid, privilege: { uid: OWNER.uid } });
    expect(readdirSync(scene.base)).toEqual([]);
    client.tell('echo');
    expect(await client.hear('answer')).toMatchObject({ event: 'echo', outcome: 'reply' });
    client.tell('close');
    expect(await client.hear('exit')).toBe('it closed its channel');
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
  });

  test('prefers the folder of the login session, where that is the user`s own', async () => {
    const runtime = join(scene.base, 'runtime');
    mkdirSync(runtime, { mode: 0o700 });
    chownSync(runtime, OWNER.uid, OWNER.gid);
    expect(await open({ runtime }).folder()).toMatch(new RegExp(`^${runtime}/faultline-channel-`));
    for (const owner of [STRANGER, { uid: 0, gid: 0 }]) {
      chownSync(runtime, owner.uid, owner.gid);
      expect(await open({ runtime }).folder()).toMatch(new RegExp(`^${scene.base}/faultline-channel-`));
    }
    chmodSync(runtime, 0o777);
    expect(await open({ runtime }).folder()).toMatch(new RegExp(`^${scene.base}/faultline-channel-`));
  });

  test.each([
    ['a folder that anybody may exchange things in', 0o777],
    ['one that its group may', 0o770],
  ])('is not made in %s', async (_, mode) => {
    chmodSync(scene.base, mode);
    chownSync(scene.base, 0, OWNER.gid);
    expect(await open().hear('failed')).toMatch(/no folder for temporary files that is safe from others/);
    expect(readdirSync(scene.base)).toEqual([]);
  });

  test('what a killed client left is taken away after an hour, and only that', async () => {
    const old = (name: string, { uid, gid }: User, hours: number): string => {
      const folder = join(scene.base, name);
      mkdirSync(folder, { mode: 0o700 });
      writeFileSync(join(folder, 'token'), '');
      chownSync(folder, uid, gid);
      const then = Date.now() / 1000 - hours * 3600;
      utimesSync(folder, then, then);
      return folder;
    };
    const left = old('faultline-channel-left00', OWNER, 2);
    const kept = [
      old('faultline-channel-young0', OWNER, 0.5),
      old('faultline-channel-theirs', STRANGER, 2),
      old('faultline-other', OWNER, 2),
    ];
    await open().folder();
    expect(existsSync(left)).toBe(false);
    expect(kept.filter((folder) => !existsSync(join(folder, 'token')))).toEqual([]);
  });

  test('killed while it waits: the helper finds nobody and leaves', async () => {
    const client = open();
    const folder = await client.folder();
    await client.stop();
    const helper = helperFor(folder);
    expect((await helper.ended).code).toBe(3);
    expect(helper.events).toMatchObject([
      { event: 'fatal', code: 'bad-channel', message: 'nobody listens at the socket: ECONNREFUSED' },
    ]);
  });

  test('killed while it probes: the helper ends by itself', async () => {
    const client = open();
    const helper = helperFor(await client.folder());
    await client.hear('hello');
    client.tell('echo');
    await client.hear('answer');
    client.child.kill('SIGKILL');
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
  });

  test('a helper that hangs is ended all the same', async () => {
    const client = open();
    const helper = helperFor(await client.folder());
    await client.hear('hello');
    helper.child.kill('SIGSTOP');
    client.tell('close');
    expect(await client.hear('exit')).toBe('it closed its channel');
    expect(await helper.ended).toMatchObject({ signal: 'SIGKILL' });
  });

  test('given up: gone at once', async () => {
    const client = open();
    const helper = helperFor(await client.folder());
    await client.hear('hello');
    client.tell('give-up');
    expect(await client.hear('exit')).toBe('it did not answer any more');
    expect((await helper.ended).code === 0 || (await helper.ended).signal === 'SIGKILL').toBe(true);
  });

  test('no longer waited for: everything is taken away', async () => {
    const client = open();
    const folder = await client.folder();
    client.tell('close-channel');
    expect(await client.hear('turnedAway')).toBe('asked');
    expect(existsSync(folder)).toBe(false);
  });
});

describe('another local user', () => {
  test.each([
    ['enter the folder', 'import os, sys; os.chdir(sys.argv[1])', ''],
    ['list it', 'import os, sys; os.listdir(sys.argv[1])', ''],
    ['read the token', 'import sys; open(sys.argv[1]).read()', '/token'],
    ['replace the token', 'import sys; open(sys.argv[1], "w").write("0" * 64)', '/token'],
    ['link the token elsewhere', 'import os, sys; os.link(sys.argv[1], sys.argv[1] + "x")', '/token'],
    ['remove the socket', 'import os, sys; os.unlink(sys.argv[1])', '/socket'],
    ['connect', CONNECT, '/socket'],
    ['rename the folder', 'import os, sys; os.rename(sys.argv[1], sys.argv[1] + "x")', ''],
    ['remove it', 'import os, sys; os.rmdir(sys.argv[1])', ''],
    ['open it up', 'import os, sys; os.chmod(sys.argv[1], 0o777)', ''],
  ])('can not %s', async (_, program, name) => {
    const client = open();
    const folder = await client.folder();
    const { code, words } = asStranger(program, `${folder}${name}`);
    expect(code).toBe(1);
    expect(words).toMatch(/PermissionError/);
    helperFor(folder);
    expect(await client.hear('hello')).toMatchObject({ privilege: { uid: OWNER.uid } });
  });

  test('can not reach a helper`s connection by a name: it has none', async () => {
    const client = open();
    const folder = await client.folder();
    const helper = helperFor(folder);
    await client.hear('hello');
    expect(asStranger(CONNECT, join(folder, 'socket')).words).toMatch(/FileNotFoundError/);
    for (const file of ['mem', 'fd', 'environ']) {
      const look =
        'import os, sys; p = sys.argv[1]; os.listdir(p) if os.path.isdir(p) else open(p, "rb").read(1)';
      expect(asStranger(look, `/proc/${helper.pid}/${file}`).words).toMatch(/PermissionError/);
    }
    client.tell('stats');
    expect(await client.hear('stats')).toMatchObject({ rejected: 0 });
  });

  test('can not offer a channel in the owner`s name', async () => {
    const folder = join(scene.base, 'faultline-channel-AAAAAA');
    mkdirSync(folder);
    const make =
      'import os, socket, sys; os.chdir(sys.argv[1]); os.chmod(".", 0o700); open("token", "w").write("0" * 64); ' +
      'os.chmod("token", 0o600); socket.socket(socket.AF_UNIX).bind("socket"); os.chmod("socket", 0o600)';
    chownSync(folder, STRANGER.uid, STRANGER.gid);
    expect(asStranger(make, folder)).toEqual({ code: 0, words: '' });
    const { events } = await scene.refusal(scene.words({ folder }));
    expect(events).toMatchObject([{ code: 'bad-channel', message: 'the folder is of another user' }]);
  });

  test('the owner`s other processes can not trace the helper, nor read what it holds', async () => {
    const client = open();
    const helper = helperFor(await client.folder());
    await client.hear('hello');
    const [command = '', ...rest] = asUser(OWNER, ['cat', `/proc/${helper.pid}/environ`]);
    expect(spawnSync(command, rest, { encoding: 'utf8' }).stderr).toMatch(/Permission denied/);
    expect(statSync(`/proc/${helper.pid}/mem`).uid).toBe(0);
  });
});

describe('somebody who gets as far as the socket', () => {
  test('without the token: shown the door, and the helper is still waited for', async () => {
    const client = open();
    const folder = await client.folder();
    const token = readFileSync(join(folder, 'token'), 'latin1');
    const wrong = [`${'0'.repeat(64)}\n`, `${token.slice(0, 63)}x\n`, `${token}${token}`, `\n${token}\n`];
    for (const line of wrong) {
      const socket = await intrude(folder);
      const end = closed(socket);
      socket.write(line.padEnd(65, '\n'));
      await end;
    }
    expect(client.has('turnedAway')).toBe(false);
    helperFor(folder);
    expect(await client.hear('hello')).toMatchObject({ privilege: { uid: OWNER.uid } });
  });

  test('with a megabyte of garbage: shown the door', async () => {
    const client = open();
    const folder = await client.folder();
    const socket = await intrude(folder);
    const end = closed(socket);
    socket.write(Buffer.alloc(0x10_0000, 0x61));
    await end;
    helperFor(folder);
    await client.hear('hello');
  });

  test.each([
    ['says nothing', ''],
    ['says half a token', '0123'],
    ['says a token without its end', 'a'.repeat(64)],
  ])('%s: time is up', async (_, words) => {
    const client = open({ tokenMs: 500 });
    const folder = await client.folder();
    const socket = await intrude(folder);
    const end = closed(socket);
    socket.write(words);
    await end;
    expect(client.has('turnedAway')).toBe(false);
  });

  test('sits there, and takes nobody`s place: the helper comes in past three of them', async () => {
    const client = open();
    const folder = await client.folder();
    const sitting = [await intrude(folder), await intrude(folder), await intrude(folder)];
    const ends = sitting.map(closed);
    helperFor(folder);
    await client.hear('hello');
    await Promise.all(ends);
  });

  test('tries again and again: nobody is waited for any more, and nothing is left', async () => {
    const client = open();
    const folder = await client.folder();
    for (let attempt = 0; attempt < 16; attempt += 1) {
      const socket = await intrude(folder);
      const end = closed(socket);
      socket.write(`${'0'.repeat(64)}\n`);
      await end;
    }
    expect(await client.hear('turnedAway')).toBe('others than the helper tried to connect');
    expect(existsSync(folder)).toBe(false);
    const helper = helperFor(folder);
    expect((await helper.ended).code).toBe(3);
  });

  test('comes second with a token that was used: there is no socket, and a connection made before is dropped', async () => {
    const client = open();
    const folder = await client.folder();
    const token = readFileSync(join(folder, 'token'), 'latin1');
    const early = await intrude(folder);
    const end = closed(early);
    helperFor(folder);
    await client.hear('hello');
    early.write(`${token}\n`);
    await end;
    expect(existsSync(folder)).toBe(false);
    client.tell('stats');
    expect(await client.hear('stats')).toMatchObject({ rejected: 0 });
  });

  test('brings the token letter by letter and speaks no protocol: admitted, then ended', async () => {
    const client = open();
    const folder = await client.folder();
    const token = readFileSync(join(folder, 'token'), 'latin1');
    const socket = await intrude(folder);
    const end = closed(socket);
    for (const letter of `${token}\n`) socket.write(letter);
    socket.write('I am the helper\n');
    expect(await client.hear('refused')).toMatch(/does not speak the protocol/);
    await end;
  });

  test('says its first event with the token: nothing of it is lost', async () => {
    const client = open();
    const folder = await client.folder();
    const token = readFileSync(join(folder, 'token'), 'latin1');
    const socket = await intrude(folder);
    const event = { event: 'fatal', code: 'socket-failed', message: 'no more room' };
    socket.write(`${token}\n${JSON.stringify(event)}\n`);
    expect(await client.hear('refused')).toBe('the helper did not start: no more room');
  });
});
