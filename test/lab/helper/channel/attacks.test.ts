import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundleClient, type ClientBundle } from './client-process.ts';
import { asUser, OWNER, STRANGER } from './scene.ts';
import { closed, Stage } from './stage.ts';

let bundle: ClientBundle;
beforeAll(async () => {
  bundle = await bundleClient();
});
afterAll(() => bundle?.remove());

let stage: Stage;
beforeEach(() => {
  stage = new Stage(bundle.file);
});
afterEach(() => stage.remove());

/** Code and last words of a Python program as a user without any right. */
function asStranger(program: string, ...args: readonly string[]): { code: number | null; words: string } {
  const [command = '', ...rest] = asUser(STRANGER, ['/usr/bin/python3', '-c', program, ...args]);
  const { status, stderr } = spawnSync(command, rest, { encoding: 'utf8', timeout: 30_000 });
  return { code: status, words: stderr.trim().split('\n').at(-1) ?? '' };
}

const CONNECT = 'import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])';

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
    const client = stage.open();
    const folder = await client.folder();
    const { code, words } = asStranger(program, `${folder}${name}`);
    expect(code).toBe(1);
    expect(words).toMatch(/PermissionError/);
    stage.helperFor(folder);
    expect(await client.hear('hello')).toMatchObject({ privilege: { uid: OWNER.uid } });
  });

  test('can not reach a helper`s connection by a name: it has none', async () => {
    const client = stage.open();
    const folder = await client.folder();
    const helper = stage.helperFor(folder);
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
    const folder = join(stage.scene.base, 'faultline-channel-AAAAAA');
    mkdirSync(folder);
    const make =
      'import os, socket, sys; os.chdir(sys.argv[1]); os.chmod(".", 0o700); open("token", "w").write("0" * 64); ' +
      'os.chmod("token", 0o600); socket.socket(socket.AF_UNIX).bind("socket"); os.chmod("socket", 0o600)';
    chownSync(folder, STRANGER.uid, STRANGER.gid);
    expect(asStranger(make, folder)).toEqual({ code: 0, words: '' });
    const { events } = await stage.scene.refusal(stage.scene.words({ folder }));
    expect(events).toMatchObject([{ code: 'bad-channel', message: 'the folder is of another user' }]);
  });

  test('the owner`s other processes can not trace the helper, nor read what it holds', async () => {
    const client = stage.open();
    const helper = stage.helperFor(await client.folder());
    await client.hear('hello');
    const [command = '', ...rest] = asUser(OWNER, ['cat', `/proc/${helper.pid}/environ`]);
    expect(spawnSync(command, rest, { encoding: 'utf8' }).stderr).toMatch(/Permission denied/);
    expect(statSync(`/proc/${helper.pid}/mem`).uid).toBe(0);
  });
});

describe('somebody who gets as far as the socket', () => {
  test('without the token: shown the door, and the helper is still waited for', async () => {
    const client = stage.open();
    const folder = await client.folder();
    const token = readFileSync(join(folder, 'token'), 'latin1');
    const wrong = [`${'0'.repeat(64)}\n`, `${token.slice(0, 63)}x\n`, `${token}${token}`, `\n${token}\n`];
    for (const line of wrong) {
      const socket = await stage.intrude(folder);
      const end = closed(socket);
      socket.write(line.padEnd(65, '\n'));
      await end;
    }
    expect(client.has('turnedAway')).toBe(false);
    stage.helperFor(folder);
    expect(await client.hear('hello')).toMatchObject({ privilege: { uid: OWNER.uid } });
  });

  test('with a megabyte of garbage: shown the door', async () => {
    const client = stage.open();
    const folder = await client.folder();
    const socket = await stage.intrude(folder);
    const end = closed(socket);
    socket.write(Buffer.alloc(0x10_0000, 0x61));
    await end;
    stage.helperFor(folder);
    await client.hear('hello');
  });

  test.each([
    ['says nothing', ''],
    ['says half a token', '0123'],
    ['says a token without its end', 'a'.repeat(64)],
  ])('%s: time is up', async (_, words) => {
    const client = stage.open({ tokenMs: 500 });
    const folder = await client.folder();
    const socket = await stage.intrude(folder);
    const end = closed(socket);
    socket.write(words);
    await end;
    expect(client.has('turnedAway')).toBe(false);
  });

  test('sits there, and takes nobody`s place: the helper comes in past three of them', async () => {
    const client = stage.open();
    const folder = await client.folder();
    const sitting = [await stage.intrude(folder), await stage.intrude(folder), await stage.intrude(folder)];
    const ends = sitting.map(closed);
    stage.helperFor(folder);
    await client.hear('hello');
    await Promise.all(ends);
  });

  test('tries again and again: nobody is waited for any more, and nothing is left', async () => {
    const client = stage.open();
    const folder = await client.folder();
    for (let attempt = 0; attempt < 16; attempt += 1) {
      const socket = await stage.intrude(folder);
      const end = closed(socket);
      socket.write(`${'0'.repeat(64)}\n`);
      await end;
    }
    expect(await client.hear('turnedAway')).toBe('others than the helper tried to connect');
    expect(existsSync(folder)).toBe(false);
    const helper = stage.helperFor(folder);
    expect((await helper.ended).code).toBe(3);
  });

  test('comes second with a token that was used: there is no socket, and a connection made before is dropped', async () => {
    const client = stage.open();
    const folder = await client.folder();
    const token = readFileSync(join(folder, 'token'), 'latin1');
    const early = await stage.intrude(folder);
    const end = closed(early);
    stage.helperFor(folder);
    await client.hear('hello');
    early.write(`${token}\n`);
    await end;
    expect(existsSync(folder)).toBe(false);
    client.tell('stats');
    expect(await client.hear('stats')).toMatchObject({ rejected: 0 });
  });

  test('brings the token letter by letter and speaks no protocol: admitted, then ended', async () => {
    const client = stage.open();
    const folder = await client.folder();
    const token = readFileSync(join(folder, 'token'), 'latin1');
    const socket = await stage.intrude(folder);
    const end = closed(socket);
    for (const letter of `${token}\n`) socket.write(letter);
    socket.write('I am the helper\n');
    expect(await client.hear('refused')).toMatch(/does not speak the protocol/);
    await end;
  });

  test('says its first event with the token: nothing of it is lost', async () => {
    const client = stage.open();
    const folder = await client.folder();
    const token = readFileSync(join(folder, 'token'), 'latin1');
    const socket = await stage.intrude(folder);
    const event = { event: 'fatal', code: 'socket-failed', message: 'no more room' };
    socket.write(`${token}\n${JSON.stringify(event)}\n`);
    expect(await client.hear('refused')).toBe('the helper did not start: no more room');
  });
});
