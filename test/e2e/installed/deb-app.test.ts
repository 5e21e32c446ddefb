import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { TraceSummary } from '../../../main/domain/model/trace.ts';
import { openHistoryReader } from '../../../main/history/reader.ts';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { builtPackages } from '../../support/package/built-packages.ts';
import { APP, HELPER, install, PROGRAM } from '../../support/root/deb.ts';
import { type DesktopInside, startDesktopInside } from '../../support/root/desktop-inside.ts';
import {
  type InstalledApp,
  measured,
  putStandIn,
  questionsAsked,
  refuseQuestions,
  SOON,
  startInstalled,
  writeSettings,
} from '../../support/root/installed-app.ts';
import { type ProcessSeen, processesOf } from '../../support/root/processes.ts';
import { type Person, startThrowAwayRoot, type ThrowAwayRoot } from '../../support/root/throw-away-root.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const PICTURES = fileURLToPath(new URL('../../../.cache/installed', import.meta.url));
let lab: HomeLab;
let root: ThrowAwayRoot;
let ada: Person;
let bob: Person;
let desktop: DesktopInside;

beforeAll(async () => {
  const [home, { deb }] = await Promise.all([startHome(), builtPackages()]);
  lab = home;
  root = await startThrowAwayRoot(lab, [dirname(deb)]);
  ada = await root.addPerson('ada');
  bob = await root.addPerson('bob');
  await refuseQuestions(root);
  // ICMP can come from nowhere but the helper then.
  await putStandIn(root, '/usr/bin/ping');
  desktop = await startDesktopInside(root, ada);
  await writeSettings(root, ada, { anchors: lab.anchors, portalUrl: lab.portalUrl, notifyAfterMs: 7000 });
  await install(root, deb);
}, 240_000);
afterAll(async () => {
  await desktop.stop();
  await root.stop();
  await lab.stop();
});

const CONFIG = '/home/ada/.config/faultline/config.json';
const DATA = '/home/ada/.local/share/faultline';

/** As the menu of the desktop or a login starts it. */
const startApp = (args: readonly string[] = ['--hidden']): Promise<InstalledApp> =>
  startInstalled({ root, desktop, as: ada, command: [PROGRAM, ...args] });

const running = (): readonly ProcessSeen[] => processesOf(root, ada, APP);
const helpers = (): readonly ProcessSeen[] => running().filter(({ executable }) => executable === HELPER);
const asked = (): Promise<string> => questionsAsked(root);

const windows = (): readonly ProcessSeen[] =>
  running().filter(({ command }) => command.join(' ').includes('--type=renderer'));

/** For whoever wants to look at it afterwards. */
const picture = (name: string): Promise<void> => desktop.keepPicture(`${PICTURES}/${name}.png`);
const titles = async (): Promise<string> => (await desktop.windowTitles()).join(' | ');

async function command(...words: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await root.must([PROGRAM, ...words, '--json'], { as: ada }));
}

/** The traces that were kept; the app has ended, so the file is whole. */
async function keptTraces(): Promise<readonly TraceSummary[]> {
  const folder = temporaryFolder();
  copyFileSync(root.path(`${DATA}/history.sqlite`), join(folder, 'history.sqlite'));
  const reader = await openHistoryReader(folder);
  onTestFinished(() => reader.close());
  return reader.traces({ limit: 10 });
}

describe('installed, and started by an ordinary user', () => {
  test('it measures ICMP by the helper without asking anybody', async () => {
    const app = await startApp();
    await measured(app);
    expect(await asked()).toBe('');
    const [helper, ...others] = helpers();
    expect(others).toEqual([]);
    // CAP_NET_RAW, and nothing beside it.
    for (const set of ['CapPrm', 'CapEff']) expect(helper?.status(set)).toBe('0000000000002000');
    const rest = running().filter(({ executable, command }) => executable !== HELPER && command.length > 0);
    const powerful = rest.filter((one) => one.namespaces.user === helper?.namespaces.user);
    expect(powerful.map((one) => one.status('CapEff'))).toEqual(powerful.map(() => '0000000000000000'));
    expect(await app.quit()).toBe(0);
    expect(running()).toEqual([]);
  });

  test("its windows are in Chromium's own sandbox", async () => {
    const app = await startApp([]);
    await expect.poll(() => windows().length, SOON).toBeGreaterThan(0);
    expect(running().filter(({ command }) => command.join(' ').includes('no-sandbox'))).toEqual([]);
    const main = running().find(({ pid }) => pid === app.pid);
    for (const window of windows()) {
      // A filter for system calls, and nothing to be seen of the machine's processes and users.
      expect(window.status('Seccomp')).toBe('2');
      expect(window.status('NoNewPrivs')).toBe('1');
      expect(window.namespaces.user).not.toBe(main?.namespaces.user);
      expect(window.namespaces.pid).not.toBe(main?.namespaces.pid);
      expect(window.namespaces.net).not.toBe(main?.namespaces.net);
    }
    await measured(app);
    await picture('dashboard');
    expect(await app.quit()).toBe(0);
  });

  test('a trace from the menu runs, is shown and is kept; so does one at the terminal', async () => {
    const [anchor] = lab.anchors;
    const address = anchor?.address ?? '';
    const app = await startApp();
    await measured(app);
    await app.item.choose(address);
    await expect.poll(() => windows().length, SOON).toBe(1);
    await expect.poll(titles, SOON).toContain(address);
    expect(await command('trace', address)).toMatchObject({ reached: true });
    expect(await command('ping', address, '--count', '3')).toMatchObject({ received: 3, mode: 'helper' });
    await picture('trace');
    // It goes on until it is stopped, by the end of the program as well: some rounds have been since.
    expect(await app.quit()).toBe(0);
    expect(await keptTraces()).toMatchObject([
      { host: address, address, reached: true, hops: 3, reason: 'asked' },
    ]);
    expect(await asked()).toBe('');
  });

  test('another user of the machine gets at nothing of it', async () => {
    const app = await startApp();
    await measured(app);
    const helper = helpers()[0]?.pid ?? 0;
    expect(helper).toBeGreaterThan(1);
    for (const pid of [helper, app.pid]) {
      const attempts = [
        ['sh', '-c', `kill -USR1 ${pid}`],
        ['sh', '-c', `kill -KILL ${pid}`],
        ['cat', `/proc/${pid}/environ`],
        ['cat', `/proc/${pid}/maps`],
        ['dd', `if=/proc/${pid}/mem`, 'count=1'],
        ['ls', `/proc/${pid}/fd/`],
        ['ls', '-l', `/proc/${pid}/cwd/`],
        ['readlink', `/proc/${pid}/exe`],
      ];
      for (const attempt of attempts) {
        const { code, stdout } = await root.exec(attempt, { as: bob });
        expect({ attempt, code: code === 0, stdout }).toEqual({ attempt, code: false, stdout: '' });
      }
    }
    // What has been measured is nobody else's to read.
    for (const folder of [DATA, `${dirname(CONFIG)}/desktop`]) {
      expect((await root.exec(['ls', folder], { as: bob })).stderr).toContain('denied');
    }
    expect(helpers().map(({ pid }) => pid)).toEqual([helper]);
    await measured(app);
    expect(await app.quit()).toBe(0);
  });
});
