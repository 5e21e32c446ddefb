import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { helperEnvironment } from '../../../main/helper-client/helper-environment.ts';
import { startHelper } from '../../../main/helper-client/start-helper.ts';
import type { EchoAnswer, HelperClient } from '../../../main/helper-client/types.ts';

const FAKE = fileURLToPath(new URL('./fake-helper.mjs', import.meta.url));
const start = (manner: string, timeoutMs = 20_000, environment: Record<string, string> = {}) =>
  startHelper({ command: [process.execPath, FAKE, manner], timeoutMs, environment });

async function started(manner: string): Promise<HelperClient> {
  const result = await start(manner);
  if (!result.ok) throw new Error(result.reason);
  return result.client;
}

const REQUEST = { address: '127.0.0.1', size: 56, ttl: 64, timeoutMs: 1000 };

/** Resolves with the first `count` answers. */
const answers = (client: HelperClient, count: number): Promise<EchoAnswer[]> =>
  new Promise((resolve) => {
    const seen: EchoAnswer[] = [];
    client.echo(REQUEST, (answer) => {
      seen.push(answer);
      if (seen.length === count) resolve(seen);
    });
  });

const gone = (client: HelperClient): Promise<string> =>
  new Promise((resolve) => {
    client.onExit(resolve);
  });

describe('start', () => {
  test('a helper that says hello', async () => {
    const client = await started('plain');
    expect(client.hello.families).toEqual([4, 6]);
    await client.close();
  });

  test.each([
    ['no-privilege', 'no-privilege', /sudo/],
    ['socket-failed', 'failed', /no buffer space/],
    ['garbage', 'failed', /protocol/],
    ['binary', 'failed', /protocol/],
    ['wrong-first', 'failed', /hello/],
    ['endless-line', 'failed', /too long/],
    ['prototype-games', 'failed', /protocol/],
    ['old-protocol', 'failed', /version 9\.9\.9/],
    ['no-echo', 'failed', /version 9\.9\.9/],
    ['dies-at-once', 'failed', /code 127 \(cannot open shared object\)/],
  ])('%s: %s', async (manner, code, reason) => {
    const result = await start(manner);
    expect(result).toMatchObject({ ok: false, code });
    expect(result.ok ? '' : result.reason).toMatch(reason);
  });

  test('one that says nothing is given up on', async () => {
    expect(await start('mute', 300)).toEqual({
      ok: false,
      code: 'failed',
      reason: 'the helper did not start: it said nothing',
    });
  });

  test('a program that is not there', async () => {
    const result = await startHelper({ command: ['/nonexistent/program'] });
    expect(result).toMatchObject({ ok: false, code: 'failed' });
    expect(result.ok ? '' : result.reason).toContain('ENOENT');
  });

  test('a program that is no protocol at all', async () => {
    const result = await startHelper({ command: ['cat'] });
    expect(result).toMatchObject({ ok: false, code: 'failed' });
  });
});

describe('environment', () => {
  test('nothing but the user who asked for the privilege is passed on', async () => {
    const result = await start('environment', 20_000, {
      SUDO_UID: '1000',
      PATH: '/evil',
      NODE_OPTIONS: '--require /evil.js',
      LD_PRELOAD: '/evil.so',
    });
    expect(result.ok && result.client.hello.version).toBe('SUDO_UID');
    if (result.ok) await result.client.close();
  });

  test('what is not set stays away', () => {
    expect(helperEnvironment({ SUDO_UID: undefined, SUDO_GID: '5', PKEXEC_UID: '7', HOME: '/' })).toEqual({
      SUDO_GID: '5',
      PKEXEC_UID: '7',
    });
  });
});

describe('answers', () => {
  test('echo, then late and duplicate', async () => {
    const client = await started('late');
    const seen = await answers(client, 3);
    expect(seen.map(({ event }) => event)).toEqual(['echo', 'late', 'duplicate']);
    await client.close();
  });

  test('many at once reach the one who asked', async () => {
    const client = await started('plain');
    const ids = new Set<number>();
    await Promise.all(
      Array.from(
        { length: 200 },
        () =>
          new Promise<void>((resolve) => {
            let id = 0;
            id = client.echo(REQUEST, (answer) => {
              expect(answer.id).toBe(id);
              ids.add(id);
              resolve();
            });
          }),
      ),
    );
    expect(ids.size).toBe(200);
    await client.close();
  });

  test('a refused command', async () => {
    const client = await started('refuses');
    expect(await answers(client, 1)).toMatchObject([{ event: 'error', code: 'rate-limited' }]);
    await client.close();
  });

  test.each(['twice', 'late-first', 'foreign-ids', 'garbage-later'])(
    'out of turn (%s): one echo is told, the client lives on',
    async (manner) => {
      const client = await started(manner);
      const seen: EchoAnswer[] = [];
      client.echo(REQUEST, (answer) => seen.push(answer));
      // Answered in order: when the statistics are here, all that came before them is too.
      expect(await client.stats()).toMatchObject({ event: 'stats', sent: 1 });
      expect(seen).toMatchObject([{ event: 'echo', rttMs: 1.5 }]);
      await client.close();
    },
  );

  test('a cancelled echo that was answered already is not cancelled again', async () => {
    const client = await started('plain');
    let id = 0;
    await new Promise<void>((resolve) => {
      id = client.echo(REQUEST, () => resolve());
    });
    client.cancel(id);
    client.cancel(12_345);
    expect(await client.stats()).toMatchObject({ event: 'stats' });
    await client.close();
  });
});

describe('end', () => {
  test.each([
    ['dies-later', /ended by SIGKILL/],
    ['fatal-later', /the socket is gone/],
    ['flood', /not asked/],
  ])('%s: told once, echoes get no answer', async (manner, reason) => {
    const client = await started(manner);
    const end = gone(client);
    const seen: EchoAnswer[] = [];
    client.echo(REQUEST, (answer) => seen.push(answer));
    expect(await end).toMatch(reason);
    expect(seen).toEqual([]);
    expect(await gone(client)).toMatch(reason);
  });

  test('after the end everything is harmless', async () => {
    const client = await started('dies-later');
    const end = gone(client);
    client.echo(REQUEST, () => undefined);
    const pending = client.stats();
    await expect(pending).rejects.toThrow(/gone/);
    await end;
    expect(client.echo(REQUEST, () => undefined)).toBeGreaterThan(0);
    client.cancel(1);
    await expect(client.stats()).rejects.toThrow(/gone/);
    await client.close();
    await client.close();
  });

  test('close: the helper goes by itself', async () => {
    const client = await started('never-answers');
    const end = gone(client);
    client.echo(REQUEST, () => undefined);
    await client.close();
    expect(await end).toMatch(/code 0/);
  });

  test('close: asked many times while it goes on, it waits once', async () => {
    const client = await started('will-not-go');
    const warnings: string[] = [];
    const note = (warning: Error): void => void warnings.push(warning.name);
    process.on('warning', note);
    await Promise.all(Array.from({ length: 30 }, () => client.close()));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  test('close: one that will not go is ended', async () => {
    const client = await started('will-not-go');
    const end = gone(client);
    await client.close();
    expect(await end).toMatch(/SIGKILL/);
  });

  test('a listener that was taken off is not called', async () => {
    const client = await started('plain');
    let calls = 0;
    client.onExit(() => {
      calls += 1;
    })();
    await client.close();
    expect(calls).toBe(0);
  });
});
