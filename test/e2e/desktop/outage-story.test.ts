import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as elapsed } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { AppState } from '../../../main/contract/app-state.ts';
import { anchorKey } from '../../../main/domain/model/anchor.ts';
import { type WallMs, wallMs } from '../../../main/domain/model/units.ts';
import { durationText } from '../../../main/domain/words/times.ts';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { NotificationServer, type Notified } from '../../support/dbus/notification-server.ts';
import { TrayHost } from '../../support/dbus/tray-host.ts';
import type { TrayItem } from '../../support/dbus/tray-item.ts';
import { launchDesktop, makeDesktopHome, type RunningDesktop } from '../../support/desktop/launch.ts';
import { askIn, stateIn } from '../../support/desktop/page.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';
import { csvRecords } from './story/csv.ts';
import { dashboardIn } from './story/dashboard.ts';
import { helperOf } from './story/helper-process.ts';
import { gapsSince, incidentsSince, measuredSince, sentSince } from './story/history.ts';
import { trayIn } from './story/pictured.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 60_000, interval: 200 };
/** As long as an outage takes to be named, and longer. */
const WATCHED_PINGS = 20;
const NOTE = 'Called the provider, ticket 4711; they said: "known"';

/**
 * One person's app over four starts: each part begins when all is well, and carries on with what the parts before
 * have left in the settings and the history.
 */
const home = makeDesktopHome();
let lab: HomeLab;
let session: DesktopSession;
let panel: TrayHost;
let notifications: NotificationServer;
let desktop: RunningDesktop;
let item: TrayItem;
let page: Page;
/** Nothing was measured before. */
const begunMs = wallMs(Date.now());
beforeAll(async () => {
  [lab, session] = await Promise.all([startHome(), startDesktopSession()]);
  panel = await TrayHost.start(session.busAddress);
  notifications = await NotificationServer.start(session.busAddress);
});
afterEach(() => lab.restore());
afterAll(async () => {
  await desktop?.kill('SIGKILL');
  await Promise.all([lab.stop(), session.stop()]);
  home.remove();
});

/** Null: with the settings as they are. */
async function start(config: Readonly<Record<string, unknown>> | null): Promise<void> {
  await desktop?.kill('SIGKILL');
  const icons = panel.registrations;
  desktop = await launchDesktop(lab, { session, home, config });
  await expect.poll(() => panel.registrations, SOON).toBeGreaterThan(icons);
  item = await panel.item();
  page = await desktop.window('dashboard');
}

const isWell = ({ tray, lights, open }: AppState): boolean =>
  tray === 'good' && open.length === 0 && lights.every(({ health }) => health === 'good');

/** When it is: what follows is counted from then on. */
const allWell = async (): Promise<WallMs> => (await stateIn(page, isWell)).atMs;

const told = (before: number): readonly string[] => notifications.all.slice(before).map(({ title }) => title);

async function nothingBroke(since: WallMs, noticesBefore: number): Promise<void> {
  await expect.poll(() => dashboardIn(page), SOON).toMatchObject({ state: 'good', headline: 'All is well.' });
  await expect.poll(() => trayIn(item), SOON).toMatchObject({ icon: 'good' });
  await measuredSince(page, (await stateIn(page)).atMs, WATCHED_PINGS);
  expect(await incidentsSince(page, since)).toEqual([]);
  expect(told(noticesBefore)).toEqual([]);
}

const secondsIn = ({ body }: Notified): number => Number(/\((\d+) s\)/.exec(body)?.[1] ?? 0);

/** What nobody expected would be in it. */
const logged = (): string =>
  readFileSync(join(home.desktopDirectory, 'faultline.log'), { encoding: 'utf8', flag: 'a+' });

async function closeDashboard(): Promise<void> {
  const closed = page.waitForEvent('close');
  await page.close();
  await closed;
}

describe('while it runs', () => {
  test('settings are in force at once: an anchor that was removed is probed no longer', async () => {
    await start({ notifyAfterMs: 3_600_000 });
    await allWell();
    const { config } = await askIn(page, 'settings', null);
    const [removed] = config.anchors;
    const stays = config.anchors[1];
    if (removed === undefined || stays === undefined) throw new Error('no anchors');
    const { kind } = removed;
    const sentTo = (anchor: typeof removed, since: WallMs): Promise<number> =>
      sentSince(page, since, { kinds: [kind], anchor: anchorKey(anchor) });
    await expect.poll(() => sentTo(removed, begunMs), SOON).toBeGreaterThan(2);

    const changed = { ...config, anchors: config.anchors.slice(1), notifyAfterMs: 1000 };
    const change = await askIn(page, 'changeSettings', { config: changed });
    expect(change).toMatchObject({ ok: true, view: { config: changed } });
    const since = (await stateIn(page)).atMs;
    await expect.poll(() => sentTo(stays, since), SOON).toBeGreaterThan(4);
    expect(await sentTo(removed, since)).toBe(0);
    expect(JSON.parse(readFileSync(home.configFile, 'utf8'))).toMatchObject(changed);
  });

  test('an outage is told everywhere alike, and so is its end; a click leads to it', async () => {
    const since = await allWell();
    const before = notifications.all.length;
    await lab.cut('ipv4');
    const begun = await notifications.shown(({ title }) => title === 'IPv4 is down');
    // By the settings that it was started with, it would be an hour.
    expect(secondsIn(begun)).toBeLessThan(60);
    await expect
      .poll(() => trayIn(item), SOON)
      .toEqual({
        icon: 'outage',
        tooltip: expect.stringMatching(
          /^IPv4 is down since \d\d:\d\d\.\nICMP \d+ ms, .* lost\nIPv4 .*\nIPv6 \d+ ms, 0 % lost$/,
        ),
      });
    await expect
      .poll(() => dashboardIn(page), SOON)
      .toEqual({
        state: 'down',
        headline: expect.stringMatching(/^IPv4 is down since \d\d:\d\d \(\d+ s\)\.$/),
        detail: expect.stringMatching(
          /^IPv6 works, ping works over (IPv6|one family) only, (DNS is down, )?your router answers: probably your provider\.$/,
        ),
        lights: expect.objectContaining({ ipv4: 'down', ipv6: 'good', gateway: 'good' }),
        mode: 'Helper: on',
        advice: {},
        incidents: [
          {
            id: expect.stringMatching(/^ipv4-only-\d+$/),
            class: 'ipv4-only',
            title: 'IPv4 down',
            length: expect.stringMatching(/^\d+ s so far$/),
            evidence: expect.stringMatching(/TCP over IPv4.* failed, .*TCP over IPv6.* worked\.$/),
            note: '',
            isSelected: false,
          },
        ],
      });
    const { open } = await stateIn(page, ({ open }) => open.length === 1);
    expect(told(before)).toEqual(['IPv4 is down']);

    await lab.restore();
    const ended = await notifications.shown(({ title }) => title.startsWith('IPv4 was down for'));
    await stateIn(page, isWell);
    await expect.poll(() => trayIn(item), SOON).toMatchObject({ icon: 'good' });
    expect(await item.tooltip()).toMatch(/^All is well\.\n/);
    const [incident, ...others] = await incidentsSince(page, since);
    if (incident?.untilMs === undefined || incident.untilMs === null) throw new Error('it is open');
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ id: open[0]?.id, class: 'ipv4-only', end: 'recovered', parent: null });
    expect(incident.networkLabel).toBe((await stateIn(page)).network);
    const length = durationText(incident.untilMs - incident.sinceMs);
    await expect
      .poll(() => dashboardIn(page), SOON)
      .toMatchObject({ state: 'good', headline: 'All is well.', incidents: [{ id: incident.id, length }] });
    expect(ended.title).toBe(`IPv4 was down for ${length}`);
    expect(told(before)).toEqual(['IPv4 is down', ended.title]);
    expect(notifications.visible).toEqual([ended]);
    expect(await askIn(page, 'notices', null)).toMatchObject([
      { id: `${incident.id}:ended`, kind: 'ended', delivery: 'shown' },
      { id: `${incident.id}:begun`, kind: 'begun', delivery: 'shown' },
    ]);

    await closeDashboard();
    notifications.click(ended);
    page = await desktop.window('dashboard');
    await expect
      .poll(() => dashboardIn(page), SOON)
      .toMatchObject({ incidents: [{ id: incident.id, length, isSelected: true }] });
    await page.getByLabel('Your note').fill(NOTE);
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await expect.poll(() => dashboardIn(page), SOON).toMatchObject({ incidents: [{ note: `“${NOTE}”` }] });
  });

  test('a pause is shown everywhere and sends nothing; what breaks meanwhile is a gap, no incident', async () => {
    const since = await allWell();
    const before = notifications.all.length;
    onTestFinished(async () => void (await askIn(page, 'resume', null)));
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('menuitem', { name: 'For 15 minutes' }).click();
    await expect
      .poll(() => dashboardIn(page), SOON)
      .toMatchObject({ state: 'paused', headline: 'Monitoring is paused.' });
    await expect
      .poll(() => trayIn(item), SOON)
      .toEqual({
        icon: 'paused',
        tooltip: expect.stringMatching(/^Monitoring is paused until \d\d:\d\d\.\nICMP not measured now\n/),
      });
    expect(await stateIn(page)).toMatchObject({ tray: 'paused', verdict: { state: 'paused' }, open: [] });

    await lab.cut('ipv4');
    const { dropped } = (await lab.link('access').counters()).forward;
    await elapsed(6_000);
    // A connection that was under way may have been closed into the cut.
    expect((await lab.link('access').counters()).forward.dropped - dropped).toBeLessThan(10);
    await lab.restore();
    await page.getByRole('button', { name: 'Resume' }).click();
    await stateIn(page, isWell);
    await nothingBroke(since, before);
    const gaps = await gapsSince(page, since);
    expect(gaps).toMatchObject([{ reason: 'pause' }]);
    expect((gaps[0]?.toMs ?? 0) - (gaps[0]?.fromMs ?? 0)).toBeGreaterThanOrEqual(6_000);
  });

  test('a sleep is a gap, no incident, whatever the line did meanwhile', async () => {
    const since = await allWell();
    const before = notifications.all.length;
    const helper = helperOf(desktop.pid);
    if (helper === null) throw new Error('no helper');
    const all = (signal: NodeJS.Signals): void => {
      for (const pid of [desktop.pid, helper]) process.kill(pid, signal);
    };
    onTestFinished(() => all('SIGCONT'));
    all('SIGSTOP');
    await lab.cut('ipv4');
    await elapsed(12_000);
    await lab.restore();
    all('SIGCONT');
    const asleep = async (): Promise<readonly string[]> =>
      (await gapsSince(page, since))
        .filter(({ fromMs, toMs }) => toMs - fromMs >= 11_000)
        .map(({ reason }) => reason);
    await expect.poll(asleep, SOON).toEqual([expect.stringMatching(/^(sleep|stall)$/)]);
    await stateIn(page, isWell);
    await nothingBroke(since, before);
    expect(helperOf(desktop.pid)).toBe(helper);
  });

  test('a helper that dies is told, and is started again by itself', async () => {
    const since = await allWell();
    const before = notifications.all.length;
    const kill = async (): Promise<void> => {
      await expect.poll(() => helperOf(desktop.pid), { timeout: 60_000, interval: 20 }).not.toBeNull();
      process.kill(helperOf(desktop.pid) ?? 0, 'SIGKILL');
      await expect.poll(() => helperOf(desktop.pid), { timeout: 60_000, interval: 20 }).toBeNull();
    };
    // Each death in a row is waited out for longer: after the third there is time to look.
    for (let deaths = 0; deaths < 3; deaths += 1) await kill();
    await Promise.all([
      expect
        .poll(() => dashboardIn(page), SOON)
        .toMatchObject({
          mode: 'Helper: off, ping instead',
          advice: { helper: expect.stringMatching(/^The helper is not running: .* started again in \d s/) },
        }),
      expect.poll(() => trayIn(item), SOON).toMatchObject({ icon: 'no-helper' }),
    ]);
    await stateIn(page, ({ mode }) => mode.icmp === 'helper');
    await expect.poll(() => dashboardIn(page), SOON).toMatchObject({ mode: 'Helper: on', advice: {} });
    await nothingBroke(since, before);
  });

  test('it ends without a word', async () => {
    await desktop.quit();
    expect(desktop.exitCode()).toBe(0);
    expect(logged()).toBe('');
  });
});

describe('the next start', () => {
  /** Pings that went out to the line, by the line itself. */
  const pingsOut = async (): Promise<number> =>
    (await lab.link('access').counters()).forward.byProtocol['icmp']?.entered ?? 0;

  test('knows the settings and the note, and exports all that was measured', async () => {
    const startedMs = Date.now();
    const before = await pingsOut();
    await start(null);
    await allWell();
    const { config } = await askIn(page, 'settings', null);
    expect(config).toMatchObject({ anchors: lab.anchors.slice(1), notifyAfterMs: 1000 });
    await expect.poll(() => dashboardIn(page), SOON).toMatchObject({ incidents: [{ note: `“${NOTE}”` }] });
    await measuredSince(page, wallMs(startedMs), WATCHED_PINGS);

    await desktop.inMain(({ dialog }) => {
      const filePath = `${process.env['HOME']}/range.csv`;
      Reflect.set(dialog, 'showSaveDialog', async () => ({ canceled: false, filePath }));
    });
    // Nothing is added while it is counted.
    onTestFinished(async () => void (await askIn(page, 'resume', null)));
    await askIn(page, 'pause', { forMs: null });
    const pings = (await pingsOut()) - before;
    const file = join(home.folder, 'range.csv');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    await page.getByText(`The range was written to ${file}.`).waitFor(SOON);
    const records = csvRecords(readFileSync(file, 'utf8'));
    const probes = records.filter(({ record }) => record === 'probe');
    expect(probes.filter(({ sent }) => sent === '1')).toHaveLength(await sentSince(page, begunMs));
    // Those that were under way when it was paused are not known.
    const pinged = probes.filter(
      ({ kind, from_epoch_ms }) => kind === 'icmp4' && Number(from_epoch_ms) >= startedMs,
    );
    expect(pinged.length).toBeGreaterThanOrEqual(pings - 2);
    expect(pinged.length).toBeLessThanOrEqual(pings);
    const [incident] = await incidentsSince(page, begunMs);
    expect(records.filter(({ record }) => record === 'incident')).toMatchObject([
      { id: incident?.id, class: 'ipv4-only', end: 'recovered', note: NOTE },
    ]);
    const gaps = records.filter(({ record }) => record === 'gap').map(({ reason }) => reason);
    expect(gaps).toEqual((await gapsSince(page, begunMs)).map(({ reason }) => reason));
  });

  test('after kill -9 in an outage does not tell it again, and tells its end once', async () => {
    const since = await allWell();
    const before = notifications.all.length;
    await lab.cut('ipv4');
    const begun = await notifications.shown((one) => notifications.all.indexOf(one) >= before);
    const { open } = await stateIn(page, ({ open }) => open.length === 1);
    // What is measured after it is committed after it.
    const pingsOf6 = async (): Promise<number> => sentSince(page, toldMs, { kinds: ['icmp6'] });
    const toldMs = (await stateIn(page)).atMs;
    await expect.poll(pingsOf6, SOON).toBeGreaterThan(3);
    await desktop.kill('SIGKILL');

    const startedMs = wallMs(Date.now());
    await start(null);
    await expect.poll(() => trayIn(item), SOON).toMatchObject({ icon: 'outage' });
    await expect
      .poll(() => dashboardIn(page), SOON)
      .toMatchObject({ state: 'down', headline: expect.stringMatching(/^IPv4 is down since/) });
    // Seen by this run for as long as an outage takes to be named: only then can it be seen to end.
    const lostBy = async (): Promise<number> => sentSince(page, startedMs, { kinds: ['tcp4'] });
    await expect.poll(lostBy, SOON).toBeGreaterThan(WATCHED_PINGS);
    expect((await stateIn(page)).open).toMatchObject([{ id: open[0]?.id, sinceMs: open[0]?.sinceMs }]);
    expect(told(before)).toEqual([begun.title]);

    await lab.restore();
    const ended = await notifications.shown(
      (one) => notifications.all.indexOf(one) >= before && one.title.startsWith('IPv4 was down for'),
    );
    await stateIn(page, isWell);
    await expect.poll(() => trayIn(item), SOON).toMatchObject({ icon: 'good' });
    expect(await incidentsSince(page, since)).toMatchObject([{ id: open[0]?.id, end: 'recovered' }]);
    expect(told(before)).toEqual(['IPv4 is down', ended.title]);
    const notices = await askIn(page, 'notices', null);
    expect(notices.filter(({ incident }) => incident === open[0]?.id)).toMatchObject([
      { kind: 'ended', delivery: 'shown' },
      { kind: 'begun', delivery: 'shown' },
    ]);
    expect((await gapsSince(page, since)).map(({ reason }) => reason)).toContain('not-running');
    await desktop.quit();
    expect(logged()).toBe('');
  });

  test('with damaged files sets them aside, says so, and works by the last good settings', async () => {
    await desktop.kill('SIGKILL');
    const settings = '{ "anchors": [';
    const history = 'no database'.repeat(1000);
    writeFileSync(home.configFile, settings);
    writeFileSync(join(home.dataDirectory, 'history.sqlite'), history);
    // SQLite would mend it from the log that a killed app leaves.
    rmSync(join(home.dataDirectory, 'history.sqlite-wal'), { force: true });
    const before = notifications.all.length;
    await start(null);
    const since = await allWell();
    await expect
      .poll(() => dashboardIn(page), SOON)
      .toMatchObject({
        state: 'good',
        advice: {
          settings: expect.stringMatching(
            /^The settings file could not be used: .*It was set aside as .*; the last good settings are in force\.$/,
          ),
          history: expect.stringMatching(
            /^The history was damaged\. It was set aside, and a new one was begun\. The damaged file is /,
          ),
        },
        incidents: [],
      });
    await expect
      .poll(() => told(before), SOON)
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^The settings file could not be used/),
          'The history was damaged; a new one was begun',
        ]),
      );
    const aside = (folder: string, text: string): readonly string[] =>
      readdirSync(folder).filter(
        (name) => name.includes('damaged') && readFileSync(join(folder, name), 'utf8') === text,
      );
    expect(aside(dirname(home.configFile), settings)).toHaveLength(1);
    expect(aside(home.dataDirectory, history)).toHaveLength(1);

    const { config } = await askIn(page, 'settings', null);
    expect(config).toMatchObject({ anchors: lab.anchors.slice(1), notifyAfterMs: 1000 });
    await measuredSince(page, since, WATCHED_PINGS);
    await desktop.quit();
    expect(desktop.exitCode()).toBe(0);
    expect(logged()).toBe('');
  });
});
