import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  electronArguments,
  electronEnvironment,
  runApp,
  runningLine,
} from '../../../scripts/electron/desktop.mjs';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('how Electron is called', () => {
  const user = { platform: 'linux' as const, uid: 1000, env: { DISPLAY: ':0' } };

  test('with the app and the user`s arguments', () => {
    expect(electronArguments('/checkout', ['--hidden'], user)).toEqual(['/checkout', '--hidden']);
  });

  test('as root without the sandbox, said once', () => {
    const root = { ...user, uid: 0 };
    expect(electronArguments('/checkout', [], root)).toEqual(['--no-sandbox', '/checkout']);
    expect(electronArguments('/checkout', ['--no-sandbox'], root)).toEqual(['/checkout', '--no-sandbox']);
    expect(electronArguments('/checkout', [], { ...root, platform: 'darwin' })).toEqual(['/checkout']);
  });

  test('for Wayland where there is no X server', () => {
    const both = { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' };
    expect(electronArguments('/c', [], { ...user, env: both })).toEqual(['/c']);
    const wayland = { ...user, env: { WAYLAND_DISPLAY: 'wayland-0' } };
    expect(electronArguments('/c', [], wayland)).toEqual(['--ozone-platform-hint=auto', '/c']);
  });

  test('it is told which Node runs the helper, and is never one itself', () => {
    const env = electronEnvironment({ ELECTRON_RUN_AS_NODE: '1', LANG: 'C', FAULTLINE_NODE: '/old' });
    expect(env).toEqual({ LANG: 'C', FAULTLINE_NODE: process.execPath });
  });
});

/** A program of Node's in Electron's place. */
function standIn(body: string): string {
  const file = join(temporaryFolder(), 'electron');
  writeFileSync(file, `#!${process.execPath}\n${body}\n`, { mode: 0o755 });
  return file;
}

describe('that it runs', () => {
  test('is one line: where it is, and how it ends', () => {
    for (const args of [[], ['--hidden']]) {
      expect(runningLine(args)).toMatch(/^Faultline runs, with its icon in the tray[^\n]+Ctrl-C ends it/);
    }
    expect(runningLine([])).toContain('--hidden');
    expect(runningLine(['--no-sandbox', '/checkout', '--hidden'])).not.toContain('dashboard open');
  });

  test('is told once it has run for a while', async () => {
    const end = join(temporaryFolder(), 'end');
    const waits = `setInterval(() => { if (require('node:fs').existsSync(process.argv[2])) process.exit(6); }, 20);`;
    const told: string[] = [];
    const tell = (): void => {
      told.push('runs');
      writeFileSync(end, '');
    };
    expect(await runApp(standIn(waits), [end], {}, { tell, afterMs: 1 })).toBe(6);
    expect(told).toEqual(['runs']);
  });

  test('is not told of one that has ended, nor of one that can not be started', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const told: string[] = [];
    const settled = { tell: () => void told.push('runs') };
    const ended = runApp(standIn('process.exit(3);'), [], {}, settled);
    expect(vi.getTimerCount()).toBe(1);
    expect(await ended).toBe(3);
    await expect(runApp('/nowhere/electron', [], {}, settled)).rejects.toThrow('could not be started');
    expect([told, vi.getTimerCount()]).toEqual([[], 0]);
  });
});

describe('running it', () => {
  test.each([0, 3])('ends with its exit code, %i', async (code) => {
    expect(await runApp(standIn(`process.exit(${code});`), [], {})).toBe(code);
  });

  test('ends with 128 and the signal that ended it', async () => {
    expect(await runApp(standIn("process.kill(process.pid, 'SIGKILL');"), [], {})).toBe(137);
  });

  test('one that can not be started is one line with the way out', async () => {
    await expect(runApp('/nowhere/electron', [], {})).rejects.toThrow(
      /^Electron could not be started: .*ENOENT.*npm run -s faultline -- monitor$/,
    );
  });

  test('leaves no handler behind', async () => {
    const before = process.listenerCount('SIGTERM');
    await runApp(standIn(''), [], {});
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s reaches the app, which ends as it likes',
    async (signal) => {
      const electron = standIn(`
      process.on('${signal}', () => { console.log('got ${signal}'); process.exit(5); });
      setInterval(() => {}, 1000);
      console.log('up');`);
      const module = pathToFileURL(join(import.meta.dirname, '../../../scripts/electron/desktop.mjs')).href;
      const program = `
      const { runApp } = await import(${JSON.stringify(module)});
      process.exitCode = await runApp(${JSON.stringify(electron)}, [], process.env);`;
      const starter = spawn(process.execPath, ['--input-type=module', '-e', program], { timeout: 60_000 });
      let told = '';
      starter.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (told === '') starter.kill(signal);
        told += text;
      });
      const code = await new Promise((closed) => starter.on('close', closed));
      expect([code, told]).toEqual([5, `up\ngot ${signal}\n`]);
      expect(constants.signals[signal]).toBeGreaterThan(0);
    },
  );
});
