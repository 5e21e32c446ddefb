import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Prompt, PromptEnd } from '../../../../main/helper-client/channel/ask-by-sudo-prompt.ts';
import { startByPrompt } from '../../../../main/helper-client/channel/start-by-prompt.ts';
import type { HelperSite } from '../../../../main/helper-client/site.ts';
import type { Surroundings } from '../../../../main/helper-client/ways/way.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const HERE: Surroundings = {
  platform: 'linux',
  euid: 1000,
  env: {},
  exists: () => true,
  ambient: () => [],
  hasRawCapability: () => false,
};
const SITE: HelperSite = {
  command: ['/opt/Faultline/resources/helper/faultline-helper'],
  files: [],
  hashes: new Map(),
  isExecutable: true,
};
const UID = process.getuid?.() ?? -1;
const never = (): Promise<PromptEnd> => new Promise(() => undefined);

function scene(prompt: Prompt, change: { site?: HelperSite; answerMs?: number; uid?: null } = {}) {
  const temporary = temporaryFolder();
  chmodSync(temporary, 0o700);
  const abort = new AbortController();
  const uid = change.uid === null ? null : UID;
  const parts = {
    prompt,
    uid: () => uid,
    temporary: () => temporary,
    answerMs: change.answerMs ?? 60_000,
  };
  const start = () => startByPrompt(parts, { site: change.site ?? SITE, here: HERE, signal: abort.signal });
  return { start, abort, left: () => readdirSync(temporary) };
}

/** Comes as the helper would, and says what it is given. */
function visit(line: string, say: (socket: Socket) => void): void {
  const folder = /'--channel' '([^']+)'/.exec(line)?.[1] ?? '';
  const token = readFileSync(join(folder, 'token'), 'latin1');
  const socket = createConnection(join(folder, 'socket'), () => {
    socket.write(`${token}\n`);
    say(socket);
  });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
}

const hello = {
  event: 'hello',
  id: 1,
  protocol: 1,
  version: '9.9.9',
  pid: 4242,
  features: ['hello', 'echo', 'stats'],
  families: [4, 6],
  privilege: { uid: 1000, gid: 1000, dropped: true, capabilities: [] },
  limits: { ratePerSecond: 500 },
};
const stats = { sent: 0, received: 0, matched: 0, late: 0, duplicate: 0, unmatched: 0, malformed: 0 };

describe('a helper that comes', () => {
  test('is met over its connection, and ends with it', async () => {
    const { start, left } = scene((line) => {
      visit(line, (socket) => {
        socket.on('data', (chunk: Buffer) => {
          for (const text of chunk.toString().trim().split('\n')) {
            const { op, id } = JSON.parse(text);
            const answer =
              op === 'hello'
                ? { ...hello, id }
                : { event: 'stats', id, ...stats, pending: 0, rejected: 0, dropped: 0 };
            socket.write(`${JSON.stringify(answer)}\n`);
          }
        });
      });
      return never();
    });
    const met = await start();
    if (!met.ok) throw new Error(met.reason);
    expect(left()).toEqual([]);
    expect(met.client.hello.version).toBe('9.9.9');
    expect(await met.client.stats()).toMatchObject({ event: 'stats', sent: 0 });
    const exit = new Promise((resolve) => met.client.onExit(resolve));
    await met.client.close();
    expect(await exit).toBe('it closed its channel');
  });

  test.each([
    ['another version', { ...hello, protocol: 99 }, /version 9\.9\.9 does not fit/],
    ['no protocol', 'hello', /does not speak the protocol/],
    ['its last word', { event: 'fatal', code: 'socket-failed', message: 'no room' }, /no room/],
  ])('and says %s is refused', async (_, said, reason) => {
    const { start, left } = scene((line) => {
      visit(line, (socket) => socket.write(`${JSON.stringify(said)}\n`));
      return never();
    });
    expect(await start()).toEqual({ ok: false, code: 'failed', reason: expect.stringMatching(reason) });
    expect(left()).toEqual([]);
  });

  test('and leaves without a word is a failure', async () => {
    const { start } = scene((line) => {
      visit(line, (socket) => socket.end());
      return never();
    });
    expect(await start()).toMatchObject({ ok: false, reason: expect.stringMatching(/closed its channel/) });
  });
});

describe('a helper that does not come', () => {
  const ended = (change: Partial<Extract<PromptEnd, { kind: 'ended' }>>): PromptEnd => ({
    kind: 'ended',
    code: 0,
    stdout: '',
    stderr: '',
    ...change,
  });
  const fatal = (code: string): string =>
    `${JSON.stringify({ event: 'fatal', code, message: 'for a reason' })}\n`;

  test.each<[string, PromptEnd, string, RegExp]>([
    ['refused', { kind: 'declined' }, 'declined', /was not given; it is tried again when you ask/],
    ['nobody asked', { kind: 'nobody-asked' }, 'declined', /nothing on this desktop could ask you/],
    ['no question', { kind: 'failed', message: 'no module' }, 'failed', /question .* failed: no module/],
    ['ended', ended({}), 'failed', /exited with code 0$/],
    ['crashed', ended({ code: null, stderr: 'a\u001b[31m\nb' }), 'failed', /code null \(a \[31m b\)$/],
    ['its reason', ended({ code: 3, stdout: fatal('bad-channel') }), 'failed', /: for a reason$/],
    ['no right', ended({ code: 3, stdout: fatal('no-privilege') }), 'failed', /although .* yes$/],
    ['noise', ended({ code: 1, stdout: '{"event":"hello"}\nx\n' }), 'failed', /code 1$/],
  ])('%s', async (_, end, code, reason) => {
    const { start, left } = scene(() => Promise.resolve(end));
    expect(await start()).toEqual({ ok: false, code, reason: expect.stringMatching(reason) });
    expect(left()).toEqual([]);
  });

  test('nobody answers: the time is up', async () => {
    const { start, left } = scene(never, { answerMs: 50 });
    expect(await start()).toMatchObject({
      code: 'declined',
      reason: expect.stringMatching(/^nobody answered/),
    });
    expect(left()).toEqual([]);
  });

  test('no longer wanted, while a person is being asked', async () => {
    const { start, abort, left } = scene(() => {
      queueMicrotask(() => abort.abort());
      return never();
    });
    expect(await start()).toMatchObject({ code: 'failed', reason: expect.stringMatching(/not waited for/) });
    expect(left()).toEqual([]);
  });

  test('no longer wanted before anybody was asked: nobody is', async () => {
    let questions = 0;
    const { start, abort } = scene(() => {
      questions += 1;
      return never();
    });
    abort.abort();
    expect(await start()).toMatchObject({ ok: false, code: 'failed' });
    expect(questions).toBe(0);
  });

  test('a path that a shell might act on is never handed to one', async () => {
    let questions = 0;
    const site: HelperSite = { ...SITE, command: ['/opt/$(id)/faultline-helper'] };
    const { start, left } = scene(
      () => {
        questions += 1;
        return never();
      },
      { site },
    );
    expect(await start()).toMatchObject({ ok: false, reason: expect.stringMatching(/a shell might act on/) });
    expect([questions, left()]).toEqual([0, []]);
  });

  test('no user ids on this system', async () => {
    const { start } = scene(never, { uid: null });
    expect(await start()).toMatchObject({ ok: false, reason: expect.stringMatching(/no user ids/) });
  });
});
