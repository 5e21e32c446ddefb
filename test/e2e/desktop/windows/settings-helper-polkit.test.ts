import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type HomeLab, startHome } from '../../../lab/net/home.ts';
import { policyFor } from '../../../lab/privilege/support/installed-helper.ts';
import {
  type DesktopHome,
  launchDesktop,
  makeDesktopHome,
  type RunningDesktop,
} from '../../../support/desktop/launch.ts';
import { askIn, stateIn } from '../../../support/desktop/page.ts';
import { type DesktopSession, startDesktopSession } from '../../../support/desktop/session.ts';
import { startPolkitAgent } from '../../../support/polkit/agent.ts';
import { type Polkit, startPolkit } from '../../../support/polkit/polkit.ts';
import { TESTER } from '../../../support/polkit/tester.ts';
import { helperOf } from '../story/helper-process.ts';

const OWN_ACTION = 'org.faultline.helper.run';
const BY_POLKIT = 'Desktop password window (polkit)';

let lab: HomeLab;
let session: DesktopSession;
let polkit: Polkit;
beforeAll(async () => {
  [lab, session] = await Promise.all([startHome({ rttMs: 5 }), startDesktopSession()]);
  // From a checkout it is Node that runs the helper.
  polkit = await startPolkit(lab, { policies: policyFor(process.execPath) });
});
afterAll(async () => {
  await polkit?.stop();
  await Promise.all([lab?.stop(), session?.stop()]);
});

/** How many questions there were before this test. */
let before = 0;
const asked = () => polkit.asked().slice(before);
beforeEach(() => {
  before = polkit.asked().length;
  polkit.decide('ask');
});

interface Opened {
  readonly desktop: RunningDesktop;
  readonly dashboard: Page;
  readonly settings: Page;
}

/** The app of an ordinary user who can become root by set-user-id programs only, with its settings open. */
async function open(home: DesktopHome, config?: null): Promise<Opened> {
  const { uid, gid } = TESTER;
  const desktop = await launchDesktop(lab, {
    session,
    home,
    user: { uid, gid, mayBecomeRoot: true },
    // As after a login: a folder of his own.
    env: { FAULTLINE_NODE: process.execPath, XDG_RUNTIME_DIR: home.folder },
    ...(config === undefined ? {} : { config }),
  });
  onTestFinished(() => desktop.kill('SIGKILL'));
  const dashboard = await desktop.window('dashboard');
  await stateIn(dashboard, ({ phase, mode }) => phase === 'running' && mode.icmp !== 'none');
  await askIn(dashboard, 'openWindow', { window: 'settings', destination: null });
  const settings = await desktop.window('settings');
  await settings.getByTestId('helper-status').waitFor();
  return { desktop, dashboard, settings };
}

function freshHome(): DesktopHome {
  const home = makeDesktopHome();
  onTestFinished(() => home.remove());
  return home;
}

/** Helpers that were given a channel in this person's home, by pid. */
const channelHelpers = (home: DesktopHome): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return args[0] === process.execPath && args.some((arg) => arg.startsWith(home.folder));
      } catch {
        return false;
      }
    });

const status = (page: Page): Promise<string> => page.getByTestId('helper-status').innerText();
const outcome = (page: Page): Promise<string> => page.getByTestId('helper-outcome').innerText();
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

async function choosePolkit(page: Page): Promise<void> {
  await page.getByRole('radio', { name: BY_POLKIT, exact: true }).check();
  await press(page, 'Use this way');
}

const runs = (page: Page) => page.getByText('The helper runs.').waitFor();

describe('where it would be allowed', () => {
  test('nobody is asked until a person wants it; then the helper runs at once, and never asks by itself', async () => {
    polkit.decide('yes');
    const home = freshHome();
    const { desktop, dashboard, settings } = await open(home);
    expect(await status(settings)).toMatch(/No helper runs\.[\s\S]*let Faultline ask for it/);
    expect((await stateIn(dashboard)).advice.map(({ id }) => id)).toContain('helper');
    expect(asked()).toEqual([]);

    await choosePolkit(settings);
    await runs(settings);
    expect(await status(settings)).toMatch(/in the desktop’s password window\. .* runs as user 12345/);
    const { mode, advice } = await stateIn(dashboard);
    expect(mode.icmp).toBe('helper');
    expect(advice.map(({ id }) => id)).not.toContain('helper');
    await stateIn(dashboard, ({ lights }) =>
      lights.some(({ subject, health, rttMs }) => subject === 'icmp' && health === 'good' && rttMs !== null),
    );
    expect(asked()).toMatchObject([{ action: OWN_ACTION, user: TESTER.name }]);
    expect(JSON.parse(readFileSync(home.configFile, 'utf8'))).toMatchObject({ helperWay: 'pkexec' });

    const helper = helperOf(desktop.pid);
    if (helper === null) throw new Error('no helper runs');
    process.kill(helper, 'SIGKILL');
    await stateIn(dashboard, (state) => state.mode.icmp !== 'helper');
    await settings.getByText('No helper runs.').waitFor();
    expect(asked()).toHaveLength(1);

    await press(settings, 'Start the helper');
    await runs(settings);
    expect(asked()).toHaveLength(2);
    const second = helperOf(desktop.pid);
    await desktop.quit();
    expect(existsSync(`/proc/${second}`)).toBe(false);

    const again = await open(home, null);
    expect(await status(again.settings)).toContain('No helper runs.');
    expect(await again.settings.getByRole('radio', { name: BY_POLKIT, exact: true }).isChecked()).toBe(true);
    expect(asked()).toHaveLength(2);
    await again.desktop.quit();
  });
});

test('the other question for a password: the helper is reached through a socket, and ends with the app', async () => {
  polkit.decide('yes');
  const home = freshHome();
  const { desktop, dashboard, settings } = await open(home);
  await settings.getByRole('radio', { name: 'System password question', exact: true }).check();
  await press(settings, 'Use this way');
  await runs(settings);
  expect(await status(settings)).toMatch(/when the system asked for a password\. .* runs as user 12345/);
  await stateIn(dashboard, ({ mode, lights }) => {
    const icmp = lights.find(({ subject }) => subject === 'icmp');
    return mode.icmp === 'helper' && icmp?.health === 'good' && icmp.rttMs !== null;
  });
  expect(asked()).toMatchObject([{ action: 'org.freedesktop.policykit.exec', user: TESTER.name }]);

  polkit.decide('no');
  await settings.getByRole('radio', { name: BY_POLKIT, exact: true }).check();
  await press(settings, 'Use this way');
  await settings.getByText(/did not let the right/).waitFor();
  expect(await status(settings)).toContain('when the system asked for a password');
  expect((await stateIn(dashboard)).mode.icmp).toBe('helper');
  const [helper, ...others] = channelHelpers(home);
  expect(others).toEqual([]);
  expect(readFileSync(`/proc/${helper}/status`, 'utf8')).toMatch(/^Uid:(\t12345){4}$/m);
  await desktop.quit();
  await expect.poll(() => channelHelpers(home)).toEqual([]);
});

describe('where it is refused', () => {
  test('that is said once, monitoring goes on without, nobody is asked again, and a retry works', async () => {
    polkit.decide('no');
    const home = freshHome();
    const { desktop, dashboard, settings } = await open(home);
    await choosePolkit(settings);
    await settings.getByText(/did not let the right to open raw sockets be given/).waitFor();
    expect(await settings.getByText(/did not let the right/).count()).toBe(1);
    // A no must not be what the next start finds.
    expect(JSON.parse(readFileSync(home.configFile, 'utf8'))).not.toMatchObject({ helperWay: 'pkexec' });
    expect((await stateIn(dashboard)).mode.icmp).not.toBe('helper');
    const { atMs } = await stateIn(dashboard);
    await stateIn(dashboard, (state) => state.atMs > atMs + 5000);
    expect(asked()).toHaveLength(1);

    polkit.decide('yes');
    await press(settings, 'Use this way');
    await runs(settings);
    expect(await outcome(settings)).toBe('');
    expect((await stateIn(dashboard)).mode.icmp).toBe('helper');
    expect(asked()).toHaveLength(2);
    await desktop.quit();
  });
});

describe('a person at the password window', () => {
  test('is waited for, reads why, and may close it or mistype without any harm', async () => {
    const { desktop, dashboard, settings } = await open(freshHome());
    let close = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      close = resolve;
    });
    const agent = await startPolkitAgent(lab, polkit, {
      pid: desktop.pid,
      person: { does: 'thinks', until, next: { does: 'closes-it' } },
    });
    await choosePolkit(settings);
    await settings.getByText('Waiting for your password …').waitFor();
    await agent.asked(1);
    expect(agent.questions).toMatchObject([
      { action: OWN_ACTION, message: expect.stringMatching(/^Faultline wants to send test packets/) },
    ]);
    close();
    await settings.getByText(/was not given/).waitFor();

    agent.become({ does: 'types', password: 'battery staple' });
    await press(settings, 'Use this way');
    await settings.getByText(/did not let the right/).waitFor();
    expect((await stateIn(dashboard)).mode.icmp).not.toBe('helper');

    agent.become({ does: 'types', password: TESTER.password });
    await press(settings, 'Use this way');
    await runs(settings);
    expect((await stateIn(dashboard)).mode.icmp).toBe('helper');
    expect(agent.questions).toHaveLength(3);
    agent.close();
    await desktop.quit();
  });
});
