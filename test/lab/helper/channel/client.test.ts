import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundleClient, type ClientBundle } from './client-process.ts';
import { OWNER, STRANGER, type User } from './scene.ts';
import { Stage } from './stage.ts';

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

describe('the channel of a client', () => {
  test('is its user`s alone: folder, token and socket', async () => {
    const folder = await stage.open().folder();
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
    const client = stage.open();
    const folder = await client.folder();
    const helper = stage.helperFor(folder);
    expect(await client.hear('hello')).toMatchObject({ pid: helper.pid, privilege: { uid: OWNER.uid } });
    expect(readdirSync(stage.scene.base)).toEqual([]);
    client.tell('echo');
    expect(await client.hear('answer')).toMatchObject({ event: 'echo', outcome: 'reply' });
    client.tell('close');
    expect(await client.hear('exit')).toBe('it closed its channel');
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
  });

  test('prefers the folder of the login session, where that is the user`s own', async () => {
    const runtime = join(stage.scene.base, 'runtime');
    mkdirSync(runtime, { mode: 0o700 });
    chownSync(runtime, OWNER.uid, OWNER.gid);
    expect(await stage.open({ runtime }).folder()).toMatch(new RegExp(`^${runtime}/faultline-channel-`));
    for (const owner of [STRANGER, { uid: 0, gid: 0 }]) {
      chownSync(runtime, owner.uid, owner.gid);
      expect(await stage.open({ runtime }).folder()).toMatch(
        new RegExp(`^${stage.scene.base}/faultline-channel-`),
      );
    }
    chmodSync(runtime, 0o777);
    expect(await stage.open({ runtime }).folder()).toMatch(
      new RegExp(`^${stage.scene.base}/faultline-channel-`),
    );
  });

  test.each([
    ['a folder that anybody may exchange things in', 0o777],
    ['one that its group may', 0o770],
  ])('is not made in %s', async (_, mode) => {
    chmodSync(stage.scene.base, mode);
    chownSync(stage.scene.base, 0, OWNER.gid);
    expect(await stage.open().hear('failed')).toMatch(
      /no folder for temporary files that is safe from others/,
    );
    expect(readdirSync(stage.scene.base)).toEqual([]);
  });

  test('what a killed client left is taken away after an hour, and only that', async () => {
    const old = (name: string, { uid, gid }: User, hours: number): string => {
      const folder = join(stage.scene.base, name);
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
    await stage.open().folder();
    expect(existsSync(left)).toBe(false);
    expect(kept.filter((folder) => !existsSync(join(folder, 'token')))).toEqual([]);
  });

  test('killed while it waits: the helper finds nobody and leaves', async () => {
    const client = stage.open();
    const folder = await client.folder();
    await client.stop();
    const helper = stage.helperFor(folder);
    expect((await helper.ended).code).toBe(3);
    expect(helper.events).toMatchObject([
      { event: 'fatal', code: 'bad-channel', message: 'nobody listens at the socket: ECONNREFUSED' },
    ]);
  });

  test('killed while it probes: the helper ends by itself', async () => {
    const client = stage.open();
    const helper = stage.helperFor(await client.folder());
    await client.hear('hello');
    client.tell('echo');
    await client.hear('answer');
    client.child.kill('SIGKILL');
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
  });

  test('a helper that hangs is ended all the same', async () => {
    const client = stage.open();
    const helper = stage.helperFor(await client.folder());
    await client.hear('hello');
    helper.child.kill('SIGSTOP');
    client.tell('close');
    expect(await client.hear('exit')).toBe('it closed its channel');
    expect(await helper.ended).toMatchObject({ signal: 'SIGKILL' });
  });

  test('given up: gone at once', async () => {
    const client = stage.open();
    const helper = stage.helperFor(await client.folder());
    await client.hear('hello');
    client.tell('give-up');
    expect(await client.hear('exit')).toBe('it did not answer any more');
    expect((await helper.ended).code === 0 || (await helper.ended).signal === 'SIGKILL').toBe(true);
  });

  test('no longer waited for: everything is taken away', async () => {
    const client = stage.open();
    const folder = await client.folder();
    client.tell('close-channel');
    expect(await client.hear('turnedAway')).toBe('asked');
    expect(existsSync(folder)).toBe(false);
  });
});
