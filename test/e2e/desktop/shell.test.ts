import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { AppState } from '../../../main/contract/app-state.ts';
import { KINDS } from '../../../main/domain/model/kind.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { TrayHost } from '../../support/dbus/tray-host.ts';
import {
  type DesktopHome,
  launchDesktop,
  makeDesktopHome,
  type RunningDesktop,
  startSecond,
} from '../../support/desktop/launch.ts';
import { askIn, stateIn, verdictIn } from '../../support/desktop/page.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';
import { faultline } from '../../support/monitor-process.ts';

let lab: HomeLab;
let session: DesktopSession;
beforeAll(async () => {
  [lab, session] = await Promise.all([startHome(), startDesktopSession()]);
  // With a tray no window opens by itself but the first one.
  await TrayHost.start(session.busAddress);
});
afterAll(() => Promise.all([lab.stop(), session.stop()]));

function freshHome(): DesktopHome {
  const home = makeDesktopHome();
  onTestFinished(() => home.remove());
  return home;
}

async function start(home: DesktopHome): Promise<RunningDesktop> {
  const desktop = await launchDesktop(lab, { session, home });
  onTestFinished(() => desktop.kill('SIGKILL'));
  return desktop;
}

interface Measured {
  readonly series: readonly { readonly buckets: readonly { readonly sent: number }[] }[];
}

const sentIn = ({ series }: Measured): number =>
  series.flatMap(({ buckets }) => buckets.map(({ sent }) => sent)).reduce((sum, sent) => sum + sent, 0);

/** What the command line finds in the history that the app has written. */
async function remembered(home: DesktopHome): Promise<Measured> {
  const args = ['history', '--json', '--from', '-1h', '--data', home.dataDirectory];
  const run = await lab.exec('pc', faultline(...args));
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout);
}

/** How many probes the history holds, once there are some. */
async function committed(page: Page): Promise<number> {
  const { atMs } = await stateIn(page);
  const query = {
    kinds: KINDS,
    fromMs: wallMs(atMs - 3_600_000),
    toMs: wallMs(atMs + 3_600_000),
    points: 100,
  };
  let sent = 0;
  const look = async (): Promise<number> => {
    sent = sentIn(await askIn(page, 'series', query));
    return sent;
  };
  await expect.poll(look, { timeout: 30_000 }).toBeGreaterThan(0);
  return sent;
}

describe('windows', () => {
  test('the first start shows the dashboard: everything is measured, by the helper too', async () => {
    const home = freshHome();
    const desktop = await start(home);
    const page = await desktop.window('dashboard');
    await verdictIn(page, 'All is well.');
    const state = await stateIn(page, ({ lights }) => lights.every(({ health }) => health === 'good'));
    expect(state).toMatchObject({ phase: 'running', firstRun: true, mode: { icmp: 'helper' }, pause: null });
    expect(existsSync(join(home.desktopDirectory, 'windows.json'))).toBe(true);
    await desktop.quit();
  });

  test('a closed window is destroyed with its process, and monitoring goes on', async () => {
    const desktop = await start(freshHome());
    const page = await desktop.window('dashboard');
    const renderer = await desktop.inMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    const closed = page.waitForEvent('close');
    await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await closed;
    expect(await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
    await expect.poll(() => existsSync(`/proc/${renderer}`), { timeout: 20_000 }).toBe(false);
    expect(existsSync(`/proc/${desktop.pid}`)).toBe(true);
    await desktop.quit();
  });

  test('a second start shows the dashboard of the first, and ends', async () => {
    const home = freshHome();
    const desktop = await start(home);
    const first = await desktop.window('dashboard');
    await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    if (!first.isClosed()) await first.waitForEvent('close');
    const second = await startSecond(lab, { session, home });
    expect(second.code).toBe(0);
    const again = await desktop.window('dashboard');
    expect((await stateIn(again)).version).toMatch(/^\d/);
    await desktop.quit();
  });

  test('a window that left its page is closed: empty pages are the only ones that nothing else stops', async () => {
    const desktop = await start(freshHome());
    const page = await desktop.window('dashboard');
    const closed = page.waitForEvent('close');
    await page.evaluate("setTimeout(() => { location.href = 'about:blank'; })");
    await closed;
    expect(await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
    await desktop.quit();
  });

  test('sizes are remembered', async () => {
    const home = freshHome();
    const first = await start(home);
    const page = await first.window('dashboard');
    // Shown, a window takes its first size once more: resized as long as its page does not have the new one.
    await expect
      .poll(async () => {
        await first.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(640, 500));
        return page.evaluate('document.hidden ? 0 : window.outerWidth');
      })
      .toBe(640);
    await first.quit();
    const second = await start(home);
    await second.window('dashboard');
    expect(await second.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize())).toEqual([
      640, 500,
    ]);
    await second.quit();
  });
});

test('a pause ends by itself, and leaves a gap', async () => {
  const desktop = await start(freshHome());
  const page = await desktop.window('dashboard');
  await stateIn(page, ({ phase }) => phase === 'running');
  const before = (await stateIn(page)).atMs;
  await askIn(page, 'pause', { forMs: 2000 });
  expect(await stateIn(page)).toMatchObject({ tray: 'paused', verdict: { state: 'paused' } });
  await verdictIn(page, 'Monitoring is paused.');
  const after = await stateIn(page, ({ pause }) => pause === null);
  await stateIn(page, ({ verdict }) => verdict.state === 'good');
  const gaps = () => askIn(page, 'gaps', { fromMs: before, toMs: wallMs(after.atMs + 60_000) });
  await expect
    .poll(async () => (await gaps()).map(({ reason }) => reason), { timeout: 30_000 })
    .toEqual(['pause']);
  const [gap] = await gaps();
  expect((gap?.toMs ?? 0) - (gap?.fromMs ?? 0)).toBeGreaterThanOrEqual(1500);
  await desktop.quit();
});

test("an ordinary user, in Chromium's own sandbox: all but the helper works, and why is told", async () => {
  const home = freshHome();
  const desktop = await launchDesktop(lab, { session, home, user: { uid: 65_534, gid: 65_534 } });
  onTestFinished(() => desktop.kill('SIGKILL'));
  const page = await desktop.window('dashboard');
  const isJudged = ({ lights }: AppState) =>
    lights.every(({ subject, health }) => subject === 'icmp' || subject === 'gateway' || health === 'good');
  const state = await stateIn(page, isJudged);
  expect(state.mode.icmp).not.toBe('helper');
  expect(state.advice.find(({ id }) => id === 'helper')).toMatchObject({
    wayOut: expect.stringContaining('right to open raw sockets'),
    action: 'fix-helper',
  });
  const renderer = await desktop.inMain(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  // proc(5): 2 is a seccomp filter, Chromium's own.
  expect(readFileSync(`/proc/${renderer}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
  expect(statSync(home.desktopDirectory).uid).toBe(65_534);
  await desktop.quit();
  expect(desktop.exitCode()).toBe(0);
});

describe('the end', () => {
  test.each(['quit', 'SIGTERM', 'SIGINT'] as const)('by %s keeps all that was measured', async (how) => {
    const home = freshHome();
    const desktop = await start(home);
    const page = await desktop.window('dashboard');
    await stateIn(page, ({ lights }) => lights.every(({ health }) => health === 'good'));
    const before = await committed(page);
    if (how === 'quit') await desktop.quit();
    else await desktop.kill(how);
    expect(sentIn(await remembered(home))).toBeGreaterThanOrEqual(before);
    expect(existsSync(`/proc/${desktop.pid}`)).toBe(false);
    expect(desktop.exitCode()).toBe(0);
    expect(readFileSync(join(home.desktopDirectory, 'faultline.log'), { encoding: 'utf8', flag: 'a+' })).toBe(
      '',
    );
  });

  test('by kill -9 loses nothing but the last moment, and the next start knows of the gap', async () => {
    const home = freshHome();
    const first = await start(home);
    const page = await first.window('dashboard');
    await stateIn(page, ({ lights }) => lights.every(({ health }) => health === 'good'));
    const before = await committed(page);
    await first.kill('SIGKILL');
    expect(sentIn(await remembered(home))).toBeGreaterThanOrEqual(before);

    const second = await start(home);
    const again = await second.window('dashboard');
    const state = await stateIn(again, ({ phase }) => phase === 'running');
    expect(state.firstRun).toBe(false);
    const lastHour = { fromMs: wallMs(state.atMs - 3_600_000), toMs: state.atMs };
    const reasons = async () => (await askIn(again, 'gaps', lastHour)).map(({ reason }) => reason);
    await expect.poll(reasons, { timeout: 30_000 }).toEqual(['not-running']);
    await second.quit();
  });
});

describe('trouble', () => {
  test('that nobody caught is logged, and everything goes on', async () => {
    const home = freshHome();
    const desktop = await start(home);
    const page = await desktop.window('dashboard');
    await desktop.inMain(() => {
      setTimeout(() => {
        throw new Error('thrown by the test');
      });
      void Promise.reject(new Error('rejected by the test'));
    });
    const log = () => readFileSync(join(home.desktopDirectory, 'faultline.log'), 'utf8');
    await expect
      .poll(log, { timeout: 20_000 })
      .toContain('an exception nobody caught: Error: thrown by the test');
    await expect
      .poll(log, { timeout: 20_000 })
      .toContain('a rejection nobody caught: Error: rejected by the test');
    await stateIn(page, ({ lights }) => lights.every(({ health }) => health === 'good'));
    await desktop.quit();
    expect(desktop.exitCode()).toBe(0);
  });

  test('in a window brings a new one in its place, but not for ever', async () => {
    const desktop = await start(freshHome());
    const ids = () =>
      desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.id));
    const crash = () =>
      desktop.inMain(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
      });
    const hasPage = () =>
      desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
    await desktop.window('dashboard');
    const [first] = await ids();
    await crash();
    const isAnother = async () => (await ids()).some((id) => id !== first);
    await expect.poll(isAnother, { timeout: 30_000 }).toBe(true);
    // One that has no page yet has nothing to crash.
    await expect.poll(hasPage, { timeout: 30_000 }).toBe(true);
    await crash();
    await expect.poll(ids, { timeout: 30_000 }).toEqual([]);
    await desktop.quit();
  });

  test('with its own folder ends it with words', async () => {
    const home = freshHome();
    writeFileSync(home.desktopDirectory, 'a file in its place');
    const run = await startSecond(lab, { session, home });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("can't be used");
    expect(run.stderr).toContain('Check who owns it');
  });
});

describe('an engine that cannot start', () => {
  test('because another monitor has the folder says so; tried again when that has gone, it runs', async () => {
    const home = freshHome();
    const other = lab.spawn('pc', faultline('monitor', '--data', home.dataDirectory));
    await once(other.stdout, 'data');
    const desktop = await start(home);
    const page = await desktop.window('dashboard');
    const failed = await stateIn(page, ({ phase }) => phase === 'failed');
    expect(failed.advice).toMatchObject([{ id: 'engine', action: 'retry-engine' }]);
    expect(failed.advice[0]?.wayOut).toContain('Another Faultline is already writing');
    await verdictIn(page, 'Nothing is being measured.');

    other.kill('SIGTERM');
    await once(other, 'exit');
    await askIn(page, 'retryEngine', null);
    expect(await stateIn(page, ({ phase }) => phase === 'running')).toMatchObject({ advice: [] });
    await desktop.quit();
  });
});
