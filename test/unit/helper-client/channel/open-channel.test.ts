import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type Channel,
  type ChannelOptions,
  openChannel,
} from '../../../../main/helper-client/channel/open-channel.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const uid = process.getuid?.() ?? -1;

/** Where a channel can be. */
function base(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o700);
  return folder;
}

const place = (temporary: string, change: Partial<ChannelOptions> = {}): ChannelOptions => ({
  uid,
  env: {},
  temporary,
  nowMs: Date.now(),
  ...change,
});

async function open(change: Partial<ChannelOptions> = {}): Promise<{ channel: Channel; token: string }> {
  const opened = await openChannel(place(base(), change));
  if (!opened.ok) throw new Error(opened.reason);
  const { channel } = opened;
  onTestFinished(() => channel.close('the test is over'));
  return { channel, token: readFileSync(join(channel.folder, 'token'), 'latin1') };
}

async function connect({ folder }: Channel): Promise<Socket> {
  const socket = createConnection(join(folder, 'socket'));
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return socket;
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.resume();
  });

/** What an admitted connection has to say, to its end. */
async function hearAll(channel: Channel): Promise<string> {
  const admission = await channel.admitted;
  if (!admission.ok) throw new Error(admission.reason);
  let text = '';
  admission.socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  await closed(admission.socket);
  return text;
}

describe('a channel', () => {
  test('every token is another', async () => {
    const tokens = await Promise.all(Array.from({ length: 8 }, async () => (await open()).token));
    expect(new Set(tokens).size).toBe(8);
    for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{64}$/);
  });

  test('however the first line is cut, what follows it arrives whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 5 }), async (cuts) => {
        const { channel, token } = await open();
        const hearing = hearAll(channel);
        const socket = await connect(channel);
        let rest = `${token}\nfirst\nsecond\n`;
        for (const cut of cuts) {
          await new Promise<void>((resolve) => socket.write(rest.slice(0, cut), () => resolve()));
          rest = rest.slice(cut);
        }
        socket.end(rest);
        expect(await hearing).toBe('first\nsecond\n');
      }),
      { numRuns: 20 },
    );
  });

  test('one character of the token wrong, wherever: not let in', async () => {
    const { channel, token } = await open();
    for (const at of [0, 31, 63]) {
      const socket = await connect(channel);
      const end = closed(socket);
      const other = token[at] === '0' ? '1' : '0';
      socket.write(`${token.slice(0, at)}${other}${token.slice(at + 1)}\n`);
      await end;
    }
    const socket = await connect(channel);
    socket.write(`${token}\n`);
    expect(await channel.admitted).toMatchObject({ ok: true });
  });

  test('the right token, but no end of line: not let in', async () => {
    const { channel, token } = await open();
    const socket = await connect(channel);
    const end = closed(socket);
    socket.write(`${token} `);
    await end;
    expect(existsSync(channel.folder)).toBe(true);
  });

  test('two at once with the token: one is let in', async () => {
    const { channel, token } = await open();
    const both = [await connect(channel), await connect(channel)];
    const ends = both.map(async (socket) => {
      await closed(socket);
      return 'closed';
    });
    for (const socket of both) socket.write(`${token}\n`);
    const admission = await channel.admitted;
    expect(admission.ok).toBe(true);
    expect(await Promise.race(ends)).toBe('closed');
    expect(both.filter((socket) => socket.destroyed)).toHaveLength(1);
  });

  test('of five that sit there silently the fifth is sent away at once', async () => {
    const { channel } = await open();
    for (let nth = 0; nth < 4; nth += 1) await connect(channel);
    await closed(await connect(channel));
    expect(existsSync(channel.folder)).toBe(true);
  });

  test('closed: said to the one who waits, once, and nothing is left', async () => {
    const { channel } = await open();
    channel.close('first');
    channel.close('second');
    expect(await channel.admitted).toEqual({ ok: false, reason: 'first' });
    expect(existsSync(channel.folder)).toBe(false);
  });

  test('no listener is left at the process for channels that are over', async () => {
    const before = process.listenerCount('exit');
    const { channel } = await open();
    expect(process.listenerCount('exit')).toBe(before + 1);
    channel.close('over');
    expect(process.listenerCount('exit')).toBe(before);
  });
});

describe('where a channel is made', () => {
  const reason = async (options: ChannelOptions): Promise<string> => {
    const opened = await openChannel(options);
    if (opened.ok) opened.channel.close('it should not be there');
    return opened.ok ? 'opened' : opened.reason;
  };
  const UNSAFE = /no folder for temporary files that is safe/;

  test('in the folder of the session, else in that for temporary files', async () => {
    const [session, temporary] = [base(), base()];
    for (const [XDG_RUNTIME_DIR, wanted] of [
      [session, session],
      [join(session, 'gone'), temporary],
      ['relative', temporary],
      ['', temporary],
      ["/tmp/it's", temporary],
      // Nobody can make anything there, though it is as safe as can be.
      ['/proc', temporary],
      [undefined, temporary],
    ] as const) {
      const opened = await openChannel(place(temporary, { env: { XDG_RUNTIME_DIR } }));
      if (!opened.ok) throw new Error(opened.reason);
      expect(opened.channel.folder.startsWith(`${wanted}/faultline-channel-`)).toBe(true);
      opened.channel.close('seen');
    }
  });

  test('not where others may exchange it', async () => {
    const open = base();
    chmodSync(open, 0o777);
    expect(await reason(place(open))).toMatch(UNSAFE);
    chmodSync(open, 0o1777);
    expect(await reason(place(open))).toBe('opened');
  });

  test('not in a folder of somebody else`s', async () => {
    expect(await reason(place(base(), { uid: uid + 1 }))).toMatch(uid === 0 ? /opened/ : UNSAFE);
  });

  test('not where its path would be too long for a socket, or mean something to a shell', async () => {
    for (const name of ['x'.repeat(100), 'a $(id) b', "it's"]) {
      const folder = join(base(), name);
      mkdirSync(folder, { mode: 0o700 });
      expect(await reason(place(folder))).toMatch(UNSAFE);
    }
  });

  test('a folder that can not be written to is a reason, not an exception', async () => {
    expect(await reason(place('/proc'))).toMatch(/ENOENT|EACCES|EPERM/);
  });

  test('only old folders of this user by that name are swept, and only what belongs there is removed', async () => {
    const temporary = base();
    for (const name of ['faultline-channel-old', 'faultline-channel-more', 'other-old']) {
      mkdirSync(join(temporary, name));
      writeFileSync(join(temporary, name, 'token'), '');
    }
    writeFileSync(join(temporary, 'faultline-channel-more', 'precious'), '');
    writeFileSync(join(temporary, 'faultline-channel-file'), '');
    const later = statSync(temporary).mtimeMs + 3_700_000;
    expect(await reason(place(temporary, { nowMs: later - 200_000 }))).toBe('opened');
    expect(readdirSync(temporary)).toHaveLength(4);
    expect(await reason(place(temporary, { nowMs: later }))).toBe('opened');
    expect(readdirSync(temporary).toSorted()).toEqual([
      'faultline-channel-file',
      'faultline-channel-more',
      'other-old',
    ]);
    expect(readdirSync(join(temporary, 'faultline-channel-more'))).toEqual(['precious']);
  });
});
