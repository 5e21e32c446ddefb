import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { VERSION } from '../../../main/cli/version.ts';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { builtPackages } from '../../support/package/built-packages.ts';
import { APP, HELPER, install, PROGRAM, stateOf } from '../../support/root/deb.ts';
import { type DesktopInside, startDesktopInside } from '../../support/root/desktop-inside.ts';
import {
  type InstalledApp,
  measured,
  questionsAsked,
  refuseQuestions,
  SOON,
  startInstalled,
  writeSettings,
} from '../../support/root/installed-app.ts';
import { type ProcessSeen, processesOf } from '../../support/root/processes.ts';
import { type Person, startThrowAwayRoot, type ThrowAwayRoot } from '../../support/root/throw-away-root.ts';

const OLDER = '0.0.9';
const PICTURES = fileURLToPath(new URL('../../../.cache/installed', import.meta.url));
let lab: HomeLab;
let root: ThrowAwayRoot;
let ada: Person;
let desktop: DesktopInside;
let config: string;
let debs: { readonly current: string; readonly older: string };

beforeAll(async () => {
  lab = await startHome();
  debs = {
    older: (await builtPackages({ version: OLDER })).deb,
    current: (await builtPackages()).deb,
  };
  root = await startThrowAwayRoot(lab, Object.values(debs).map(dirname));
  ada = await root.addPerson('ada');
  await refuseQuestions(root);
  desktop = await startDesktopInside(root, ada);
  config = await writeSettings(root, ada, { anchors: lab.anchors, portalUrl: lab.portalUrl });
  await install(root, debs.older);
}, 240_000);
afterAll(async () => {
  await desktop?.stop();
  await root?.stop();
  await lab?.stop();
});

const startApp = (): Promise<InstalledApp> =>
  startInstalled({ root, desktop, as: ada, command: [PROGRAM, '--hidden'] });

/** What the kernel calls a program whose file has another in its place by now. */
const REPLACED = `${HELPER} (deleted)`;
const helpers = (): readonly ProcessSeen[] =>
  processesOf(root, ada, APP).filter(({ executable }) => [HELPER, REPLACED].includes(executable));
const helperBytes = async (): Promise<string> => (await root.must(['sha256sum', HELPER])).slice(0, 64);
const capabilitiesOfHelper = async (): Promise<string> =>
  (await root.must(['getcap', HELPER])).trim().split(' ')[1] ?? '';
const versionAtTerminal = async (): Promise<string> =>
  (await root.must([PROGRAM, '--version'], { as: ada })).trim();

/** What it copies for whoever helps. */
const byHelper = (version: string): RegExp =>
  new RegExp(`^ICMP is measured by the helper\\.$.*^Faultline ${version}, `, 'ms');

const ASTRAY =
  "ICMP is measured by the system's ping, less precisely. The helper is not trusted: " +
  `${HELPER} is not the file that belongs to this program: start Faultline again, since it was exchanged, as by an ` +
  'update, after this one was started.';

const dashboard = async (): Promise<string> =>
  (await desktop.windowTitles()).includes('Faultline') ? desktop.textIn('Faultline') : '';

const HISTORY = z.object({
  series: z.array(z.object({ kind: z.string(), total: z.object({ sent: z.number() }) })),
});

/** Samples in the history of the last hour: all, or those of ICMP. */
async function sent(only: '' | 'icmp' = ''): Promise<number> {
  const { series } = HISTORY.parse(
    JSON.parse(await root.must([PROGRAM, 'history', '--json', '--from', '-1h'], { as: ada })),
  );
  return series.filter(({ kind }) => kind.startsWith(only)).reduce((sum, { total }) => sum + total.sent, 0);
}

/** Installs the current one over the older, under a program that runs; the new helper is another file. */
async function upgrade(): Promise<void> {
  const before = await helperBytes();
  await install(root, debs.current);
  expect(await stateOf(root)).toBe(`ii ${VERSION}`);
  expect(await versionAtTerminal()).toBe(VERSION);
  expect(await helperBytes()).not.toBe(before);
  expect(await capabilitiesOfHelper()).toBe('cap_net_raw=ep');
}

describe('upgraded while it runs', () => {
  test('it goes on with the helper that it has, and the new one has the old history and settings', async () => {
    const settings = await root.must(['cat', config]);
    expect(await versionAtTerminal()).toBe(OLDER);
    const app = await startApp();
    await measured(app);
    const [helper] = helpers();
    expect(helper?.executable).toBe(HELPER);
    expect(await sent()).toBeGreaterThan(0);

    await upgrade();
    // The one that runs is still the old one: it measures, and opens windows that it has never opened before.
    const then = await sent('icmp');
    await expect.poll(() => sent('icmp'), { ...SOON, interval: 1000 }).toBeGreaterThan(then + 30);
    expect(helpers().map(({ pid, executable }) => [pid, executable])).toEqual([[helper?.pid, REPLACED]]);
    await expect.poll(() => app.status(), SOON).toMatch(byHelper(OLDER));
    await app.open('Settings', 'Faultline settings');
    await desktop.keepPicture(`${PICTURES}/settings.png`);
    expect(await app.quit()).toBe(0);

    const before = await sent();
    const next = await startApp();
    await measured(next);
    await expect.poll(() => next.status(), SOON).toMatch(byHelper(VERSION));
    await expect.poll(() => sent(), SOON).toBeGreaterThan(before);
    expect(await root.must(['cat', config])).toBe(settings);
    expect(await questionsAsked(root)).toBe('');
    expect(await next.quit()).toBe(0);
  });

  test('a lower version takes its place when that is asked for, with its right', async () => {
    await root.must(['apt-get', 'install', '-y', '-q', '--allow-downgrades', debs.older]);
    expect(await stateOf(root)).toBe(`ii ${OLDER}`);
    expect(await capabilitiesOfHelper()).toBe('cap_net_raw=ep');
    const told = await root.must([PROGRAM, 'ping', lab.anchors[0]?.address ?? '', '--count', '1', '--json'], {
      as: ada,
    });
    expect(JSON.parse(told)).toMatchObject({ mode: 'helper', received: 1 });
  });

  test('a helper that has to start anew is not the one that it knows: it says what to do, and measures on', async () => {
    const settings = await root.must(['cat', config]);
    const app = await startApp();
    await measured(app);
    const [helper] = helpers();
    if (helper === undefined) throw new Error('no helper');
    await upgrade();
    expect(helpers()).toMatchObject([{ pid: helper.pid, executable: REPLACED }]);

    process.kill(helper.pid, 'SIGKILL');
    await app.open('Open dashboard', 'Faultline');
    await expect.poll(dashboard, SOON).toContain(ASTRAY);
    await desktop.keepPicture(`${PICTURES}/exchanged-helper.png`);
    expect(helpers()).toEqual([]);
    expect(await app.item.labels()).toContain('The helper is not running…');
    // No word of an outage, and none of the samples is missing from the history.
    await measured(app);
    const then = await sent('icmp');
    await expect.poll(() => sent('icmp'), { ...SOON, interval: 1000 }).toBeGreaterThan(then + 30);
    await measured(app);
    expect(await dashboard()).toContain(ASTRAY);
    expect(await questionsAsked(root)).toBe('');
    expect(await app.quit()).toBe(0);

    const before = await sent();
    const next = await startApp();
    await measured(next);
    await expect.poll(() => next.status(), SOON).toMatch(byHelper(VERSION));
    expect(helpers()).toMatchObject([{ executable: HELPER }]);
    await expect.poll(() => sent(), SOON).toBeGreaterThan(before);
    expect(await root.must(['cat', config])).toBe(settings);
    expect(await questionsAsked(root)).toBe('');
    expect(await next.quit()).toBe(0);
  });
});
