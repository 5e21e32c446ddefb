import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseStatus } from '../../../../helper/privilege/status.ts';
import { echo } from '../helper-process.ts';
import { BECOMES, ChannelScene, OWNER, TOKEN } from './scene.ts';

let scene: ChannelScene;
beforeEach(async () => {
  scene = new ChannelScene();
  await scene.build();
});
afterEach(() => scene.remove());

/** Noise of a seed: all byte values, with a newline in 64. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 26 === 0 ? 0x0a : state >>> 16;
  });
}

/** Once it has been the same for half a second. */
async function settled(value: () => number): Promise<void> {
  for (let last = Number.NaN; last !== value(); ) {
    last = value();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** A helper and its one connection, after hello. */
async function meet(start: () => ReturnType<ChannelScene['start']> = () => scene.start()) {
  const coming = scene.visitor();
  const helper = start();
  const visitor = await coming;
  visitor.send({ op: 'hello', id: 0, protocol: 1 });
  return { helper, visitor, hello: await visitor.answer('hello', 0) };
}

describe('a helper with a channel', () => {
  test('becomes its user and nobody`s group, shows the token once, and probes', async () => {
    const { helper, visitor, hello } = await meet();
    expect(visitor.token).toBe(TOKEN);
    expect(hello).toMatchObject({
      pid: helper.pid,
      privilege: { ...BECOMES, dropped: true, capabilities: [] },
      families: [4, 6],
    });
    visitor.send(echo(1, '127.0.0.1'), echo(2, '::1'));
    expect(await visitor.answer('echo', 1)).toMatchObject({ outcome: 'reply' });
    expect(await visitor.answer('echo', 2)).toMatchObject({ outcome: 'reply' });
    expect(scene.visitors).toHaveLength(1);
    expect(helper.events).toEqual([]);
  });

  test('every thread has given root up, and the folder is let go', async () => {
    const { helper } = await meet();
    const tasks = readdirSync(`/proc/${helper.pid}/task`);
    for (const task of tasks) {
      const status = parseStatus(readFileSync(`/proc/${helper.pid}/task/${task}/status`, 'latin1'));
      expect(status).toMatchObject({
        uids: Array(4).fill(OWNER.uid),
        gids: Array(4).fill(BECOMES.gid),
        groups: [],
        permitted: [],
        effective: [],
        ambient: [],
      });
    }
    expect(readlinkSync(`/proc/${helper.pid}/cwd`)).toBe('/');
    const open = readdirSync(`/proc/${helper.pid}/fd`).map((name) => {
      try {
        return readlinkSync(`/proc/${helper.pid}/fd/${name}`);
      } catch {
        return '';
      }
    });
    expect(open.filter((path) => path.startsWith(scene.base))).toEqual([]);
  });

  test('root`s own sudo names nobody else', async () => {
    const { hello } = await meet(() => scene.start(scene.words(), { env: { SUDO_UID: '0', SUDO_GID: '0' } }));
    expect(hello.privilege).toEqual({ ...BECOMES, dropped: true, capabilities: [] });
  });

  test('refuses over the channel what the contract forbids, line by line, and goes on', async () => {
    const { visitor } = await meet();
    const lines: readonly [number | null, string, string][] = [
      [11, 'unknown-op', '{"op":"raw","id":11,"bytes":"4500"}'],
      [
        12,
        'bad-field',
        '{"op":"echo","id":12,"address":"127.0.0.1","size":56,"ttl":64,"timeoutMs":1000,"source":"192.0.2.1"}',
      ],
      [13, 'bad-field', '{"op":"echo","id":13,"address":"host.example","size":56,"ttl":64,"timeoutMs":1000}'],
      [14, 'out-of-range', '{"op":"echo","id":14,"address":"224.0.0.1","size":56,"ttl":64,"timeoutMs":1000}'],
      [
        15,
        'out-of-range',
        '{"op":"echo","id":15,"address":"127.0.0.1","size":65000,"ttl":64,"timeoutMs":1000}',
      ],
      [
        16,
        'unknown-path',
        '{"op":"encapsulated","id":16,"path":3,"via":[0],"inner":"echo-reply","end":null,"ttl":64,"size":0,"timeoutMs":1000}',
      ],
      [17, 'out-of-range', '{"op":"open-path","id":17,"addresses":["127.0.0.1"]}'],
      [18, 'unknown-op', '{"op":"open","id":18,"file":"/etc/shadow"}'],
    ];
    visitor.socket.write(`${lines.map(([, , line]) => line).join('\n')}\n${'x'.repeat(5000)}\n\u0000\n`);
    for (const [id, code] of lines) {
      if (id !== null) expect(await visitor.answer('error', id)).toMatchObject({ code });
    }
    visitor.send({ op: 'stats', id: 30 });
    expect(await visitor.answer('stats', 30)).toMatchObject({ sent: 0, rejected: lines.length + 2 });
  });

  test('a million bytes of noise: every line refused, and it still probes', async () => {
    const { helper, visitor } = await meet();
    const bytes = Buffer.from(noise(1_000_000, 42));
    visitor.socket.write(bytes);
    visitor.socket.write('\n');
    visitor.send({ op: 'stats', id: 30 }, echo(31, '127.0.0.1'));
    const newlines = bytes.filter((byte) => byte === 0x0a).length + 1;
    expect(await visitor.answer('stats', 30)).toMatchObject({ rejected: newlines, sent: 0 });
    expect(await visitor.answer('echo', 31)).toMatchObject({ outcome: 'reply' });
    expect(helper.stderr).toBe('');
  });

  test('a client that does not read is not answered without bound, and loses nothing once it reads', async () => {
    const { helper, visitor } = await meet();
    visitor.socket.pause();
    const ids = Array.from({ length: 20_000 }, (_, nth) => nth + 100);
    visitor.send(...ids.map((id) => ({ op: 'stats', id }) as const));
    // Nobody says when it has stopped; both sides are full long before all was taken.
    await settled(() => visitor.socket.writableLength);
    expect(visitor.socket.writableLength).toBeGreaterThan(0);
    visitor.socket.resume();
    await visitor.answer('stats', ids.at(-1) ?? 0);
    expect(visitor.events.filter(({ event }) => event === 'stats')).toHaveLength(ids.length);
    expect(helper.stderr).toBe('');
  });

  test('a second helper with the same words finds nothing once the channel is gone', async () => {
    await meet();
    rmSync(scene.folder, { recursive: true });
    const { ending, events } = await scene.refusal();
    expect(ending.code).toBe(3);
    expect(events).toMatchObject([{ event: 'fatal', code: 'bad-channel', message: 'the folder: ENOENT' }]);
  });
});

describe('the end', () => {
  test('no more commands: what is pending is told, and it leaves', async () => {
    const { helper, visitor } = await meet();
    visitor.send(echo(1, '127.0.0.1'));
    visitor.socket.end();
    expect(await visitor.answer('echo', 1)).toMatchObject({ outcome: 'reply' });
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
    await visitor.closed;
  });

  test('an end within a command: refused, not guessed at', async () => {
    const { helper, visitor } = await meet();
    visitor.socket.end('{"op":"stats","id":5');
    await visitor.closed;
    expect(visitor.events.at(-1)).toMatchObject({ event: 'error', id: null, code: 'bad-json' });
    expect((await helper.ended).code).toBe(0);
  });

  test('a client that is cut off at once: it leaves without a word', async () => {
    const coming = scene.visitor();
    const helper = scene.start();
    (await coming).socket.destroy();
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
  });

  test('a client that is cut off while echoes are pending', async () => {
    const { helper, visitor } = await meet();
    // Nobody answers there: it is lost after its time limit, told to nobody, and the helper is gone.
    visitor.send(echo(1, '127.0.0.1'), { op: 'stats', id: 2 });
    await visitor.answer('stats', 2);
    visitor.socket.destroy();
    expect((await helper.ended).code).toBe(0);
  });

  test('its standard input means nothing to it', async () => {
    const { helper, visitor } = await meet();
    helper.send({ op: 'stats', id: 40 });
    helper.closeInput();
    visitor.send({ op: 'stats', id: 41 });
    expect(await visitor.answer('stats', 41)).toMatchObject({ rejected: 0 });
    expect(visitor.events.filter(({ event }) => event === 'stats')).toHaveLength(1);
  });

  test('SIGTERM ends it as the end of input does', async () => {
    const { helper, visitor } = await meet();
    helper.child.kill('SIGTERM');
    expect((await helper.ended).code).toBe(0);
    await visitor.closed;
  });
});
