import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { builtPackages } from '../../support/package/built-packages.ts';
import type { Asked } from '../../support/polkit/decisions.ts';
import { type PolkitInside, startPolkitInside } from '../../support/polkit/polkit-inside.ts';
import { APP, HELPER, install, PROGRAM } from '../../support/root/deb.ts';
import { type DesktopInside, startDesktopInside } from '../../support/root/desktop-inside.ts';
import {
  type InstalledApp,
  measured,
  SOON,
  startInstalled,
  writeSettings,
} from '../../support/root/installed-app.ts';
import { type ProcessSeen, processesOf } from '../../support/root/processes.ts';
import { type Person, startThrowAwayRoot, type ThrowAwayRoot } from '../../support/root/throw-away-root.ts';

const PICTURES = fileURLToPath(new URL('../../../.cache/installed', import.meta.url));
const OWN_ACTION = 'org.faultline.helper.run';
/** From the top of the dashboard: the network, how ICMP is measured, Pause, Settings, Trace now, Start the helper. */
const TO_START_THE_HELPER = [...Array<string>(6).fill('Tab'), 'space'];
const BY_PING = "ICMP is measured by the system's ping";

let lab: HomeLab;
let root: ThrowAwayRoot;
let ada: Person;
let desktop: DesktopInside;
let polkit: PolkitInside;

beforeAll(async () => {
  const [home, { deb }] = await Promise.all([startHome(), builtPackages()]);
  lab = home;
  root = await startThrowAwayRoot(lab, [dirname(deb)]);
  ada = await root.addPerson('ada');
  desktop = await startDesktopInside(root, ada);
  await writeSettings(root, ada, { anchors: lab.anchors, portalUrl: lab.portalUrl });
  await install(root, deb);
  // As where files can have no capabilities, or somebody has taken this one away.
  await root.must(['setcap', '-r', HELPER]);
  polkit = await startPolkitInside(root, ada);
}, 240_000);
afterAll(async () => {
  await polkit?.stop();
  await desktop?.stop();
  await root?.stop();
  await lab?.stop();
});

/** How many questions there were before this test. */
let before = 0;
beforeEach(() => {
  before = polkit.asked().length;
});
const asked = (): readonly Asked[] => polkit.asked().slice(before);
const helpers = (): readonly ProcessSeen[] =>
  processesOf(root, ada, APP).filter(({ executable }) => executable === HELPER);

const dashboard = async (): Promise<string> =>
  (await desktop.windowTitles()).includes('Faultline') ? desktop.textIn('Faultline') : '';

/** Its dashboard is open. */
async function startApp(): Promise<InstalledApp> {
  const app = await startInstalled({ root, desktop, as: ada, command: [PROGRAM] });
  await measured(app);
  await expect.poll(dashboard, SOON).toContain(`The helper is not running: ${BY_PING}`);
  return app;
}

const question = (decision: Asked['decision']): Asked => ({
  action: OWN_ACTION,
  user: 'ada',
  program: HELPER,
  commandLine: HELPER,
  decision,
});

describe('installed, but without the capability', () => {
  test('it measures through the system, and asks nobody by itself', async () => {
    await polkit.decide('yes');
    const app = await startApp();
    expect(await dashboard()).toContain(
      `${BY_PING}, less precisely. No right to open raw sockets: let Faultline ask for it`,
    );
    await expect.poll(() => app.status(), SOON).toContain(`${BY_PING}. No right to open raw sockets`);
    expect(await app.item.labels()).toContain('The helper is not running…');
    expect(helpers()).toEqual([]);
    expect(await app.quit()).toBe(0);
    expect(asked()).toEqual([]);
  });

  test('a person who wants the helper is refused by the system: that is said, and nobody is asked again', async () => {
    await polkit.decide('no');
    const app = await startApp();
    await desktop.press('Faultline', TO_START_THE_HELPER);
    await expect
      .poll(dashboard, SOON)
      .toContain(
        `${BY_PING}, less precisely. This system did not let the right to open raw sockets be given, or could not ` +
          'ask you; it is tried again when you ask for it.',
      );
    await desktop.keepPicture(`${PICTURES}/refused.png`);
    await measured(app);
    expect(helpers()).toEqual([]);
    expect(await app.quit()).toBe(0);
    // Nor is it at the next start.
    const next = await startApp();
    expect(await next.quit()).toBe(0);
    expect(asked()).toEqual([question('no')]);
  });

  test('allowed, the helper runs by pkexec, without any right of its own left', async () => {
    await polkit.decide('yes');
    const app = await startApp();
    await desktop.press('Faultline', TO_START_THE_HELPER);
    await expect.poll(dashboard, SOON).not.toContain('The helper is not running');
    await expect.poll(() => app.status(), SOON).toMatch(/^ICMP is measured by the helper\.$/m);
    expect(asked()).toEqual([question('yes')]);
    const [helper, ...others] = helpers();
    expect(others).toEqual([]);
    expect(helper?.status('Uid')).toBe(Array(4).fill(String(ada.uid)).join('\t'));
    for (const set of ['CapPrm', 'CapEff', 'CapAmb']) expect(helper?.status(set)).toBe('0000000000000000');
    await measured(app);
    await desktop.keepPicture(`${PICTURES}/allowed.png`);
    expect(await app.item.labels()).not.toContain('The helper is not running…');
    expect(await app.quit()).toBe(0);
    await expect.poll(helpers, SOON).toEqual([]);
    expect(asked()).toEqual([question('yes')]);
  });
});
