import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { TRAY_STATES, type TrayState } from '../../../main/contract/app-state.ts';
import type { TraceSummary } from '../../../main/domain/model/trace.ts';
import { forPanel } from '../../../scripts/icons/variants.mjs';
import { renderIcon } from '../../../scripts/icons.mjs';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { type PrivateBus, startPrivateBus } from '../../support/dbus/private-bus.ts';
import { TrayHost } from '../../support/dbus/tray-host.ts';
import type { TrayItem } from '../../support/dbus/tray-item.ts';
import {
  type DesktopHome,
  launchDesktop,
  makeDesktopHome,
  type RunningDesktop,
} from '../../support/desktop/launch.ts';
import { askIn, stateIn, verdictIn } from '../../support/desktop/page.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';
import { faultline } from '../../support/monitor-process.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 60_000, interval: 200 };

let lab: HomeLab;
let session: DesktopSession;
beforeAll(async () => {
  [lab, session] = await Promise.all([startHome(), startDesktopSession()]);
});
afterAll(() => Promise.all([lab.stop(), session.stop()]));

/** Of somebody who has started it before. */
function hiddenHome(): DesktopHome {
  const home = makeDesktopHome();
  onTestFinished(() => home.remove());
  mkdirSync(home.desktopDirectory, { recursive: true });
  writeFileSync(join(home.desktopDirectory, 'windows.json'), '{}');
  return home;
}

/** The app as a login starts it, without a window. */
async function launch(
  busAddress: string,
  { home = hiddenHome() }: { readonly home?: DesktopHome } = {},
): Promise<RunningDesktop> {
  const env = { DBUS_SESSION_BUS_ADDRESS: busAddress };
  const desktop = await launchDesktop(lab, { session, home, args: ['--hidden'], env });
  onTestFinished(() => desktop.quit());
  return desktop;
}

/** Probes in the history of this home. */
async function sentIn(home: DesktopHome): Promise<number> {
  const args = ['history', '--json', '--from', '-1h', '--data', home.dataDirectory];
  const { stdout } = await lab.exec('pc', faultline(...args));
  const { series }: { series: { buckets: { sent: number }[] }[] } = JSON.parse(stdout);
  return series.flatMap(({ buckets }) => buckets).reduce((sum, { sent }) => sum + sent, 0);
}

async function startHost(bus: PrivateBus, shows = true): Promise<TrayHost> {
  const host = await TrayHost.start(bus.address, shows);
  onTestFinished(() => host.stop());
  return host;
}

const windowsOf = (desktop: RunningDesktop): Promise<number> =>
  desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

const labelled = async (item: TrayItem, text: RegExp): Promise<string> =>
  (await item.labels()).find((label) => text.test(label)) ?? `none of: ${(await item.labels()).join(' | ')}`;

/** Which state's drawing the panel was given: its shape, for panels get the colours in another form. */
async function pictured(item: TrayItem): Promise<TrayState | 'none of ours'> {
  const [pixmap] = await item.pixmaps();
  const given = Buffer.from(pixmap?.bytes.filter((_, index) => index % 4 === 0) ?? []);
  for (const state of TRAY_STATES) {
    const svg = readFileSync(new URL(`../../../assets/tray/${state}.svg`, import.meta.url), 'utf8');
    const { pixels } = await renderIcon(forPanel(svg, 'dark'), pixmap?.width ?? 1);
    if (given.equals(pixels.filter((_, index) => index % 4 === 3))) return state;
  }
  return 'none of ours';
}

describe('the icon', () => {
  test('shows the verdict, the figures, and everything else by its menu', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    const desktop = await launch(bus.address);
    const item = await host.item();
    await expect
      .poll(() => item.tooltip(), SOON)
      .toMatch(/^All is well\.\nICMP \d+ ms, 0 % lost\nIPv4 \d+ ms, 0 % lost\nIPv6 \d+ ms, 0 % lost$/);
    expect(await item.labels()).toEqual([
      '● All is well.',
      expect.stringMatching(/^● ICMP \d+ ms, 0 % lost$/),
      expect.stringMatching(/^● IPv4 \d+ ms, 0 % lost$/),
      expect.stringMatching(/^● IPv6 \d+ ms, 0 % lost$/),
      'Open dashboard',
      'Trace now',
      ...new Set(lab.anchors.map(({ address }) => address)),
      expect.stringMatching(/^Router \d+\./),
      expect.stringMatching(/^Router .*:/),
      'Other…',
      'Pause',
      '15 minutes',
      '1 hour',
      'Until resumed',
      'Quiet hours: not now',
      'Settings',
      'Copy status',
      'About Faultline',
      'Quit',
    ]);
    expect((await item.menu()).filter(({ enabled }) => !enabled)).toEqual([]);
    expect(await pictured(item)).toBe('good');
    expect(await windowsOf(desktop)).toBe(0);
  });

  test('says what broke, since when, and leads to that incident', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    const desktop = await launch(bus.address);
    const item = await host.item();
    await expect.poll(() => labelled(item, /All is well/), SOON).toBe('● All is well.');

    onTestFinished(() => lab.restore());
    await lab.cut('ipv4');
    await expect
      .poll(() => labelled(item, /^☒ IPv4 is down/), SOON)
      .toMatch(/^☒ IPv4 is down since \d\d:\d\d\.$/);
    await expect.poll(() => item.tooltip(), SOON).toMatch(/^IPv4 is down since \d\d:\d\d\.\nICMP /);
    await expect.poll(() => labelled(item, /☒ IPv4 down,/), SOON).toMatch(/lost$/);
    await expect.poll(() => pictured(item), SOON).toBe('outage');

    await item.choose(/^IPv4 down for less than a minute$/);
    const page = await desktop.window('dashboard');
    const { open } = await stateIn(page, ({ open }) => open.length === 1);
    await page.evaluate(() => {
      window.faultline.on('go', (destination) => {
        document.title = JSON.stringify(destination);
      });
    });
    await item.choose(/^IPv4 down for less than a minute$/);
    await expect
      .poll(() => page.title(), SOON)
      .toBe(JSON.stringify({ incident: open[0]?.id, tab: 'incidents', trace: null }));

    await lab.restore();
    await expect.poll(() => labelled(item, /All is well/), SOON).toBe('● All is well.');
    expect(await labelled(item, /IPv4 down for/)).toMatch(/^none of/);
  });

  test('is not touched while nothing that it shows changes', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    const home = hiddenHome();
    await launch(bus.address, { home });
    const item = await host.item();
    await expect.poll(() => item.tooltip(), SOON).toMatch(/IPv6 \d+ ms, 0 % lost$/);
    item.signals.clear();
    item.tooltips.length = 0;
    const before = await sentIn(home);
    // Some twenty seconds of measuring, so twenty states.
    await expect.poll(() => sentIn(home), { ...SOON, interval: 2000 }).toBeGreaterThan(before + 280);
    expect(item.tooltips.filter((text, index) => text === item.tooltips[index - 1])).toEqual([]);
    const told = [...item.signals.values()].reduce((sum, count) => sum + count, 0);
    // Each change is told thrice; on a quiet machine there is none.
    expect(told).toBeLessThanOrEqual(30);
    expect(item.signals.get('NewIcon') ?? 0).toBe(0);
  });
});

describe('the menu', () => {
  test('pauses and resumes', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    await launch(bus.address);
    const item = await host.item();
    await expect.poll(() => labelled(item, /All is well/), SOON).toBe('● All is well.');

    await item.choose('15 minutes');
    await expect
      .poll(() => item.tooltip(), SOON)
      .toMatch(/^Monitoring is paused until \d\d:\d\d\.\nICMP not measured now\n/);
    expect(await labelled(item, /paused/)).toMatch(/^‖ Monitoring is paused until/);
    expect(await labelled(item, /IPv4/)).toBe('‖ IPv4 not measured now');
    expect(await pictured(item)).toBe('paused');

    await item.choose('Resume');
    await expect.poll(() => labelled(item, /All is well/), SOON).toBe('● All is well.');
    expect(await item.labels()).toContain('15 minutes');

    await item.choose('Until resumed');
    await expect.poll(() => item.tooltip(), SOON).toMatch(/^Monitoring is paused\.\n/);
  });

  test('opens the windows, and so does a click on the icon', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    const desktop = await launch(bus.address);
    const item = await host.item();
    await item.choose('Settings');
    await desktop.window('settings');
    await item.choose('Open dashboard');
    const page = await desktop.window('dashboard');
    const closed = page.waitForEvent('close');
    await page.close();
    await closed;
    await item.activate();
    await desktop.window('dashboard');
  });

  test('traces an anchor, the router, or whatever is typed, in one window', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    const home = hiddenHome();
    const desktop = await launch(bus.address, { home });
    const item = await host.item();
    await expect.poll(() => item.tooltip(), SOON).toMatch(/^All is well/);
    const [anchor] = lab.anchors;
    if (anchor === undefined) throw new Error('the lab has no anchor');

    await item.choose(anchor.address);
    const page = await desktop.window('traceroute');
    const kept = async (): Promise<readonly TraceSummary[]> =>
      (await askIn(page, 'traces', { incident: null })).filter(({ reason }) => reason === 'asked');
    const stop = page.getByRole('button', { name: 'Stop' });
    const sentence = page.locator('.result-sentence h1');
    await expect.poll(() => sentence.textContent(), SOON).toContain(anchor.address);
    // It goes on until it is stopped, and is kept then.
    await stop.click();
    await expect.poll(async () => (await kept()).map(({ host: of }) => of), SOON).toEqual([anchor.address]);
    const [summary] = await kept();
    expect(summary).toMatchObject({ address: anchor.address, reached: true, family: 4 });
    const view = await askIn(page, 'trace', { id: summary?.id ?? '' });
    expect(view.hops.at(-1)?.nodes[0]?.address).toBe(anchor.address);
    expect(view.status).toBe('stopped');

    const router = await labelled(item, /^Router \d/);
    await item.choose(router);
    const gateway = router.replace('Router ', '');
    await expect.poll(() => sentence.textContent(), SOON).toContain(gateway);
    await stop.click();
    await expect
      .poll(async () => (await kept()).map(({ host: of }) => of), SOON)
      .toEqual([gateway, anchor.address]);
    await item.choose('Other…');
    expect(await windowsOf(desktop)).toBe(1);
    // What stands in the menu already is not told again as recent.
    expect((await item.labels()).filter((label) => label.includes(gateway))).toEqual([router]);
  });

  test('ends a trace without end with its window, and keeps it', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    const desktop = await launch(bus.address);
    const item = await host.item();
    await expect.poll(() => item.tooltip(), SOON).toMatch(/^All is well/);
    await item.choose('Other…');
    const page = await desktop.window('traceroute');
    const [anchor] = lab.anchors;
    const { id } = await askIn(page, 'startTrace', {
      host: anchor?.address ?? '',
      mode: 'continuous',
      method: 'icmp',
      family: null,
    });
    await expect.poll(async () => (await askIn(page, 'trace', { id })).rounds, SOON).toBeGreaterThan(2);
    const closed = page.waitForEvent('close');
    await page.close();
    await closed;
    await item.choose('Open dashboard');
    const dashboard = await desktop.window('dashboard');
    const kept = async () => askIn(dashboard, 'traces', { incident: null });
    await expect.poll(async () => (await kept()).map((trace) => trace.id), SOON).toContain(id);
    expect(await askIn(dashboard, 'trace', { id })).toMatchObject({ status: 'stopped', reached: true });
  });

  test('copies the status', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    const desktop = await launch(bus.address);
    const item = await host.item();
    await expect.poll(() => item.tooltip(), SOON).toMatch(/^All is well\.\nICMP \d/);
    await item.choose('Copy status');
    const copied = (): Promise<string> => desktop.electron.evaluate(({ clipboard }) => clipboard.readText());
    await expect.poll(copied, SOON).toMatch(/^All is well\./);
    expect(await copied()).toMatch(/\nIPv4: good \([\d.]+ ms, 0 % lost\)\n.*\nFaultline \d+\.\d+\.\d+, /s);
  });

  test('tells about Faultline, once at a time', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    const desktop = await launch(bus.address);
    const told = await desktop.electron.evaluateHandle(({ dialog }) => {
      const boxes: Electron.MessageBoxOptions[] = [];
      const forEver = new Promise<Electron.MessageBoxReturnValue>(() => undefined);
      Reflect.set(dialog, 'showMessageBox', (options: Electron.MessageBoxOptions) => {
        boxes.push(options);
        return forEver;
      });
      return boxes;
    });
    const item = await host.item();
    await item.choose('About Faultline');
    await item.choose('About Faultline');
    await item.choose('Settings');
    await desktop.window('settings');
    const boxes = await told.evaluate((list) => list.map(({ message, detail }) => `${message} ${detail}`));
    expect(boxes).toHaveLength(1);
    expect(boxes[0]).toMatch(/^Faultline \d+\.\d+\.\d+ .*MIT licence\. Electron \d+/s);
  });

  test('quits, and takes the icon away', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    const desktop = await launch(bus.address);
    const item = await host.item();
    await item.choose('Quit');
    await desktop.gone;
    expect(desktop.exitCode()).toBe(0);
    expect(await item.isThere()).toBe(false);
  });
});

describe('the panel', () => {
  test('that restarts gets the icon back, without a window in between', async () => {
    const bus = await startPrivateBus();
    const first = await startHost(bus);
    const desktop = await launch(bus.address);
    await first.item();
    first.stop();
    const second = await startHost(bus);
    // Chromium may still register the icon that is about to go: the one that stays is asked.
    const label = async (): Promise<string> =>
      labelled(await second.item(), /All is well/).catch(() => 'an icon that has gone');
    await expect.poll(label, SOON).toBe('● All is well.');
    await expect.poll(() => second.living(), SOON).toBe(1);
    expect(await windowsOf(desktop)).toBe(0);
  });

  test('that stops showing icons and starts again gets it back', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    await launch(bus.address);
    await host.item();
    host.setHost(false);
    host.setHost(true);
    host.setHost(false);
    await expect.poll(async () => (await host.item()).isThere(), SOON).toBe(false);
    const before = host.registrations;
    host.setHost(true);
    await expect.poll(() => host.registrations, SOON).toBe(before + 1);
    expect(await (await host.item()).isThere()).toBe(true);
  });

  test.each([
    ['without a watcher', async (): Promise<TrayHost | null> => null],
    ['with a watcher that nobody shows anything for', (bus: PrivateBus) => startHost(bus, false)],
  ] as const)('absent, %s: the dashboard opens and says why, until one comes', async (_, prepare) => {
    const bus = await startPrivateBus();
    const idle: TrayHost | null = await prepare(bus);
    const desktop = await launch(bus.address);
    const page = await desktop.window('dashboard');
    const { advice } = await stateIn(page, ({ advice }) => advice.length > 0);
    expect(advice).toMatchObject([
      { id: 'tray', what: 'This desktop shows no tray icons, so Faultline has none.' },
    ]);
    await verdictIn(page, 'This desktop shows no tray icons');

    idle?.setHost(true);
    const host: TrayHost = idle ?? (await startHost(bus));
    expect(await (await host.item()).labels()).toContain('Open dashboard');
    expect(host.registrations).toBe(1);
    await stateIn(page, ({ advice }) => advice.length === 0);
  });

  test('that never can come, without a session bus: the dashboard opens and says why', async () => {
    const desktop = await launch('unix:path=/nonexistent/bus');
    const page = await desktop.window('dashboard');
    const { advice } = await stateIn(page, ({ advice }) => advice.length > 0);
    expect(advice).toMatchObject([{ id: 'tray', what: expect.stringContaining('no D-Bus session bus') }]);
  });

  test('that goes with the whole bus takes the app along, as Chromium will have it: nothing measured is lost', async () => {
    const bus = await startPrivateBus();
    const host = await startHost(bus);
    const home = hiddenHome();
    const desktop = await launch(bus.address, { home });
    const item = await host.item();
    await expect.poll(() => item.tooltip(), SOON).toMatch(/^All is well/);
    const before = await sentIn(home);
    expect(before).toBeGreaterThan(0);
    await bus.kill();
    await desktop.gone;
    expect(desktop.output()).toContain('D-Bus connection was disconnected');
    expect(await sentIn(home)).toBeGreaterThanOrEqual(before);
  });
});
