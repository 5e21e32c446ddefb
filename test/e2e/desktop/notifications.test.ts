import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { CLOSED, NotificationServer, urgencyOf } from '../../support/dbus/notification-server.ts';
import { type PrivateBus, startPrivateBus } from '../../support/dbus/private-bus.ts';
import {
  type DesktopHome,
  launchDesktop,
  makeDesktopHome,
  type RunningDesktop,
} from '../../support/desktop/launch.ts';
import { stateIn } from '../../support/desktop/page.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 60_000, interval: 200 };

let lab: HomeLab;
let session: DesktopSession;
beforeAll(async () => {
  [lab, session] = await Promise.all([startHome(), startDesktopSession()]);
});
afterAll(() => Promise.all([lab.stop(), session.stop()]));

interface Started {
  readonly desktop: RunningDesktop;
  readonly server: NotificationServer;
  readonly bus: PrivateBus;
}

function freshHome(): DesktopHome {
  const home = makeDesktopHome();
  onTestFinished(() => home.remove());
  return home;
}

/** With its dashboard, all well. */
async function start(
  home = freshHome(),
  config: Record<string, unknown> | null = { notifyAfterMs: 0 },
): Promise<Started> {
  const bus = await startPrivateBus();
  const server = await NotificationServer.start(bus.address);
  onTestFinished(() => server.stop());
  const env = { DBUS_SESSION_BUS_ADDRESS: bus.address };
  const desktop = await launchDesktop(lab, { session, home, config, env });
  onTestFinished(() => desktop.quit());
  await desktop.window('dashboard');
  return { desktop, server, bus };
}

async function allWell(desktop: RunningDesktop): Promise<void> {
  await stateIn(await desktop.window('dashboard'), ({ tray, lights }) => {
    return tray === 'good' && lights.every(({ health }) => health === 'good');
  });
}

const notices = async (desktop: RunningDesktop) =>
  (await desktop.window('dashboard')).evaluate(() => window.faultline.ask('notices', null));

describe('an outage', () => {
  test('is told urgently, its end in the place of its begin, and a click leads to it', async () => {
    const { desktop, server } = await start();
    await allWell(desktop);
    onTestFinished(() => lab.restore());
    await lab.cut('ipv4');
    const begun = await server.shown();
    expect(begun).toMatchObject({ title: 'IPv4 is down', expireMs: 0 });
    expect(begun.body).toMatch(
      /^Since \d\d:\d\d \(\d+ (s|ms)\)\. IPv6 .*work.*, your router answers: probably your provider\.$/,
    );
    expect(urgencyOf(begun)).toBe('critical');
    expect(begun.actions).toContain('default');

    const page = await desktop.window('dashboard');
    const { open } = await stateIn(page, ({ open }) => open.length === 1);
    await lab.restore();
    const ended = await server.shown(({ title }) => title.startsWith('IPv4 was down for'));
    expect(urgencyOf(ended)).toBe('normal');
    expect(server.visible).toEqual([ended]);
    expect(server.all).toHaveLength(2);

    await page.evaluate(() => {
      window.faultline.on('go', (destination) => {
        document.title = JSON.stringify(destination);
      });
    });
    server.click(ended);
    await expect
      .poll(() => page.title(), SOON)
      .toBe(JSON.stringify({ incident: open[0]?.id, tab: 'incidents', trace: null }));
    await expect.poll(() => server.visible, SOON).toEqual([]);
    expect((await notices(desktop)).map(({ delivery }) => delivery)).toEqual(['shown', 'shown']);
  });

  test('leads to its incident also when no window is open', async () => {
    const { desktop, server } = await start();
    await allWell(desktop);
    onTestFinished(() => lab.restore());
    await lab.cut('ipv6');
    const begun = await server.shown();
    const page = await desktop.window('dashboard');
    const { open } = await stateIn(page, ({ open }) => open.length === 1);
    const closed = page.waitForEvent('close');
    await page.close();
    await closed;
    const asked = desktop.electron.waitForEvent('window');
    server.click(begun);
    const again = await asked;
    await again.waitForLoadState('load');
    expect(await stateIn(again, ({ open }) => open.length === 1)).toMatchObject({
      open: [{ id: open[0]?.id }],
    });
    await again.locator('[aria-expanded="true"]').filter({ hasText: 'IPv6' }).waitFor(SOON);
  });

  test('that was waved away is told again when it ends', async () => {
    const { desktop, server } = await start();
    await allWell(desktop);
    onTestFinished(() => lab.restore());
    await lab.cut('ipv4');
    server.close(await server.shown(), CLOSED.dismissed);
    await lab.restore();
    const ended = await server.shown(({ title }) => title.startsWith('IPv4 was down for'));
    expect(server.visible).toEqual([ended]);
  });
});

describe('its button "Trace now"', () => {
  test('opens the traceroute window with the target running, and the notification goes', async () => {
    const { desktop, server } = await start();
    await allWell(desktop);
    onTestFinished(() => lab.restore());
    await lab.cut('ipv4');
    const begun = await server.shown(({ title }) => title === 'IPv4 is down');
    expect(begun.actions).toEqual(['default', 'Show the incident', 'trace', 'Trace now']);
    server.click(begun, 'trace');
    const page = await desktop.window('traceroute');
    await expect
      .poll(() => page.getByRole('combobox', { name: 'Address' }).inputValue(), SOON)
      .toBe(lab.anchors.find(({ kind }) => kind === 'tcp4')?.address);
    await page.getByRole('button', { name: 'Stop' }).waitFor(SOON);
    await expect.poll(() => server.visible, SOON).toEqual([]);
  });

  test('is not on a notice that is about no outage, nor on that of its end', async () => {
    const { desktop, server } = await start();
    await allWell(desktop);
    const page = await desktop.window('dashboard');
    await page.evaluate(() => window.faultline.ask('testNotice', null));
    expect((await server.shown()).actions).toEqual(['default', 'Show the notices']);
    onTestFinished(() => lab.restore());
    await lab.cut('ipv4');
    await server.shown(({ title }) => title === 'IPv4 is down');
    await lab.restore();
    const ended = await server.shown(({ title }) => title.startsWith('IPv4 was down for'));
    expect(ended.actions).toEqual(['default', 'Show the incident']);
  });
});

describe('any notice', () => {
  test('is plain text: what looks like markup is shown as it is', async () => {
    const home = freshHome();
    const folder = join(home.folder, 'R&D <b>bold</b>');
    const odd: DesktopHome = {
      ...home,
      folder,
      dataDirectory: join(folder, 'data', 'faultline'),
      configFile: join(folder, 'config', 'faultline', 'config.json'),
      desktopDirectory: join(folder, 'config', 'faultline', 'desktop'),
    };
    mkdirSync(join(folder, 'config', 'faultline'), { recursive: true });
    writeFileSync(odd.configFile, '{ "anchors": [');
    const { server } = await start(odd, null);
    const told = await server.shown(({ body }) => body.includes('R&amp;D'));
    expect(told.body).toContain('R&amp;D &lt;b&gt;bold&lt;');
    expect(told.body).not.toMatch(/<|&(?!amp;|lt;|gt;)/);
    expect(urgencyOf(told)).toBe('normal');
  });

  test('for a test is shown, each in the place of the one before, and leads to the notices', async () => {
    const { desktop, server } = await start();
    const page = await desktop.window('dashboard');
    for (let count = 1; count <= 3; count += 1) {
      await page.evaluate(() => window.faultline.ask('testNotice', null));
      await server.shown((notified) => server.all.indexOf(notified) === count - 1);
    }
    expect(server.all).toHaveLength(3);
    expect(server.visible).toHaveLength(1);
    await page.evaluate(() => {
      window.faultline.on('go', (destination) => {
        document.title = JSON.stringify(destination);
      });
    });
    const [visible] = server.visible;
    if (visible !== undefined) server.click(visible);
    await expect
      .poll(() => page.title(), SOON)
      .toBe(JSON.stringify({ incident: null, tab: 'notices', trace: null }));
  });

  test('goes with the app', async () => {
    const { desktop, server } = await start();
    const page = await desktop.window('dashboard');
    await page.evaluate(() => window.faultline.ask('testNotice', null));
    await server.shown();
    await desktop.quit();
    await expect.poll(() => server.visible, SOON).toEqual([]);
  });

  test('is shown by the server that has taken the place of another', async () => {
    const { desktop, server, bus } = await start();
    const page = await desktop.window('dashboard');
    await page.evaluate(() => window.faultline.ask('testNotice', null));
    await server.shown();
    server.stop();
    const next = await NotificationServer.start(bus.address);
    onTestFinished(() => next.stop());
    const told = await page.evaluate(() => window.faultline.ask('testNotice', null));
    expect(told.delivery).toBe('shown');
    expect(next.all).toMatchObject([{ replaces: 0 }]);
  });

  test('that nobody can show is listed as failed', async () => {
    const { desktop, server } = await start();
    server.stop();
    const page = await desktop.window('dashboard');
    const told = await page.evaluate(() => window.faultline.ask('testNotice', null));
    expect(told.delivery).toBe('failed');
    expect(await notices(desktop)).toMatchObject([{ kind: 'test', delivery: 'failed' }]);
  });
});
