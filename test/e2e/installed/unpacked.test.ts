import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { builtPackages } from '../../support/package/built-packages.ts';
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

/** Unpacked by a person into the own home, without being root: nothing has a right. */
const APP = '/home/ada/Faultline';
const HELPER_FOLDER = `${APP}/resources/helper`;
const HELPER = `${HELPER_FOLDER}/faultline-helper`;

let lab: HomeLab;
let root: ThrowAwayRoot;
let ada: Person;
let desktop: DesktopInside;

beforeAll(async () => {
  const [home, { archive }] = await Promise.all([startHome(), builtPackages()]);
  lab = home;
  root = await startThrowAwayRoot(lab, [dirname(archive)]);
  ada = await root.addPerson('ada');
  await root.must(['mkdir', APP], { as: ada });
  await root.must(['tar', '-xzf', archive, '-C', APP, '--strip-components=1'], { as: ada });
  await refuseQuestions(root);
  desktop = await startDesktopInside(root, ada);
  await writeSettings(root, ada, { anchors: lab.anchors, portalUrl: lab.portalUrl });
}, 240_000);
afterAll(async () => {
  await desktop.stop();
  await root.stop();
  await lab.stop();
});

const startApp = (): Promise<InstalledApp> =>
  startInstalled({ root, desktop, as: ada, command: [`${APP}/faultline`, '--hidden'] });
const helpers = (): readonly ProcessSeen[] =>
  processesOf(root, ada, APP).filter(({ executable }) => executable === HELPER);

/** What a `faultline` command tells. */
async function command(...words: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await root.exec([`${APP}/resources/bin/faultline`, ...words, '--json'], { as: ada });
  return JSON.parse(stdout);
}
const ping = (): Promise<Readonly<Record<string, unknown>>> =>
  command('ping', lab.anchors[0]?.address ?? '', '--count', '1');
const advice = async (app: InstalledApp): Promise<readonly string[]> =>
  (await app.item.labels()).filter((label) => label.endsWith('…') && label !== 'Other…');

describe('unpacked into a home', () => {
  test('it measures through the system, asks nobody at its start, and says what is missing', async () => {
    const app = await startApp();
    await measured(app);
    expect(helpers()).toEqual([]);
    await expect.poll(() => advice(app), SOON).toEqual([expect.stringMatching(/helper|raw sockets|ICMP/i)]);
    expect(await ping()).toMatchObject({ received: 1, mode: 'ping' });
    expect(await questionsAsked(root)).toBe('');
    expect(await app.quit()).toBe(0);
  });

  test('a helper that somebody else could change is not started, whatever right it has', async () => {
    await root.must(['setcap', 'cap_net_raw+ep', HELPER]);
    await root.must(['chmod', 'o+w', HELPER_FOLDER]);
    onTestFinished(async () => void (await root.must(['chmod', 'o-w', HELPER_FOLDER])));
    const doctor = JSON.stringify(await command('doctor'));
    expect(doctor).toContain(`could change ${HELPER_FOLDER}`);
    expect(doctor).toContain(`sudo chmod go-w ${HELPER_FOLDER}`);
    const app = await startApp();
    await measured(app);
    expect(helpers()).toEqual([]);
    expect(await advice(app)).not.toEqual([]);
    expect(await app.quit()).toBe(0);
  });

  test('one that is not the file that was built with it is not started either', async () => {
    await root.must(['cp', HELPER, '/root/kept']);
    onTestFinished(async () => void (await root.must(['cp', '/root/kept', HELPER])));
    await root.must(['sh', '-c', `printf x >> ${HELPER}`]);
    await root.must(['setcap', 'cap_net_raw+ep', HELPER]);
    expect(await ping()).toMatchObject({ mode: 'ping' });
    expect(JSON.stringify(await command('doctor'))).toContain(`${HELPER} is not the file`);
  });

  test('given the right once, it measures by the helper from then on', async () => {
    await root.must(['setcap', 'cap_net_raw+ep', HELPER]);
    expect(await ping()).toMatchObject({ received: 1, mode: 'helper' });
    const app = await startApp();
    await measured(app);
    expect(helpers().map((helper) => helper.status('CapEff'))).toEqual(['0000000000002000']);
    expect(await advice(app)).toEqual([]);
    expect(await questionsAsked(root)).toBe('');
    expect(await app.quit()).toBe(0);
  });
});
