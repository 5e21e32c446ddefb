import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { NotificationServer } from '../../support/dbus/notification-server.ts';
import { startPrivateBus } from '../../support/dbus/private-bus.ts';
import { TrayHost } from '../../support/dbus/tray-host.ts';
import type { TrayItem } from '../../support/dbus/tray-item.ts';
import { type DesktopHome, makeDesktopHome } from '../../support/desktop/launch.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';
import { type BuiltPackages, builtPackages } from '../../support/package/built-packages.ts';
import {
  personsEnvironment,
  type StartedApp,
  startProgram,
  windowOpen,
} from '../../support/package/started.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 60_000, interval: 200 };

let built: BuiltPackages;
let lab: HomeLab;
let session: DesktopSession;
beforeAll(async () => {
  [built, lab, session] = await Promise.all([builtPackages(), startHome(), startDesktopSession()]);
}, 600_000);
afterAll(() => Promise.all([lab?.stop(), session?.stop()]));

interface Running {
  readonly app: StartedApp;
  readonly home: DesktopHome;
  readonly item: TrayItem;
  readonly server: NotificationServer;
  readonly env: Readonly<Record<string, string>>;
}

/** As a login does, in a panel that shows its icon. */
async function atLogin(): Promise<Running> {
  const home = makeDesktopHome();
  onTestFinished(() => home.remove());
  mkdirSync(home.desktopDirectory, { recursive: true });
  writeFileSync(join(home.desktopDirectory, 'windows.json'), '{}');
  const settings = { anchors: lab.anchors, portalUrl: lab.portalUrl, notifyAfterMs: 0 };
  writeFileSync(home.configFile, JSON.stringify(settings));
  const bus = await startPrivateBus();
  const [panel, server] = await Promise.all([
    TrayHost.start(bus.address),
    NotificationServer.start(bus.address),
  ]);
  const env = { DBUS_SESSION_BUS_ADDRESS: bus.address };
  const app = startProgram(lab, [join(built.directory, 'faultline')], {
    session,
    home,
    args: ['--hidden'],
    env,
  });
  onTestFinished(async () => {
    await app.end();
    panel.stop();
    server.stop();
  });
  return { app, home, item: await panel.item(), server, env };
}

describe('the packaged app', () => {
  test('has its icon in the panel, measures by the helper beside it, and finds all well', async () => {
    const { item, app } = await atLogin();
    await expect.poll(() => item.tooltip(), SOON).toMatch(/all is well|is fine|online/i);
    const children = readFileSync(`/proc/${app.pid}/task/${app.pid}/children`, 'utf8').trim().split(' ');
    const programs = children.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]);
    expect(programs).toContain(join(built.directory, 'resources/helper/faultline-helper'));
  });

  test('tells of an outage with a picture that a notification server can read', async () => {
    const { item, server } = await atLogin();
    await expect.poll(() => item.tooltip(), SOON).toMatch(/all is well|is fine|online/i);
    onTestFinished(() => lab.restore());
    await lab.cut('ipv4');
    const { icon, title } = await server.shown();
    expect(title).toBe('IPv4 is down');
    const picture = fileURLToPath(icon);
    expect(picture).toBe(join(built.directory, 'resources/app.asar.unpacked/dist/icons/app-128.png'));
    expect(existsSync(picture)).toBe(true);
  });

  test('a second start opens the window of the first, out of the archive, and ends', async () => {
    const { app, home, env } = await atLogin();
    const words = [
      ...personsEnvironment(session, home),
      ...Object.entries(env).map((pair) => pair.join('=')),
    ];
    const second = await lab.exec('pc', [...words, join(built.directory, 'faultline'), '--no-sandbox']);
    expect(second.code).toBe(0);
    await windowOpen(app);
    expect(await app.end()).toBe(0);
    expect(existsSync(join(home.desktopDirectory, 'faultline.log'))).toBe(false);
    expect(existsSync(join(home.dataDirectory, 'history.sqlite'))).toBe(true);
  });
});
