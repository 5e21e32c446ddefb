import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Check, limited, no, ok, type Surroundings } from '../../../main/cli/doctor/check.ts';
import { DATA_FOLDER } from '../../../main/cli/doctor/data-folder.ts';
import { HELPER } from '../../../main/cli/doctor/helper.ts';
import { HELPER_FILES } from '../../../main/cli/doctor/helper-files.ts';
import { HELPER_WAY_CHECKS } from '../../../main/cli/doctor/helper-ways.ts';
import { NODE_VERSION } from '../../../main/cli/doctor/node-version.ts';
import { doctorLines } from '../../../main/cli/doctor/print.ts';
import { PRIVILEGE } from '../../../main/cli/doctor/privilege.ts';
import { CHECKS } from '../../../main/cli/doctor/registry.ts';
import { examine } from '../../../main/cli/doctor/result.ts';
import { TRAY } from '../../../main/cli/doctor/tray.ts';
import { HELPER_WAYS, type HelperWayName } from '../../../main/domain/model/helper-way.ts';
import type { HelperClient } from '../../../main/helper-client/types.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { ASCII } from './capture.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-doctor-'));
});
afterAll(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

const NO_HELPER = { ok: false, code: 'no-privilege', reason: 'no right to open raw sockets' } as const;

const NO_WAYS = HELPER_WAYS.map((name) => ({ name, asks: false, obstacle: 'Faultline has it not.' }));

const around = (change: Partial<Surroundings> = {}): Surroundings => ({
  home: { platform: 'linux', home: '/home/ada', env: {} },
  dataDirectory: folder,
  config: { ok: true, config: DEFAULT_CONFIG, file: null },
  helper: NO_HELPER,
  uid: 1000,
  dropped: false,
  nodeVersion: '20.19.0',
  electronVersion: undefined,
  access: { ways: NO_WAYS, file: '/opt/helper', distrust: '' },
  ...change,
});

function helperWith(
  families: readonly (4 | 6)[],
  dropped: boolean,
  capabilities: readonly number[],
  uid = 65534,
) {
  const hello: HelperClient['hello'] = {
    event: 'hello',
    id: 1,
    protocol: 1,
    version: '0.1.0',
    pid: 1,
    features: ['echo'],
    families,
    privilege: { uid, gid: 65534, dropped, capabilities },
    limits: {},
  };
  const client: HelperClient = {
    hello,
    echo: () => 1,
    cancel: () => {},
    probe: () => null,
    cancelProbe: () => {},
    train: () => null,
    cancelTrain: () => {},
    openPath: () => Promise.reject(new Error('not asked')),
    stats: () => Promise.reject(new Error('not asked')),
    onExit: () => () => {},
    close: async () => {},
    giveUp: () => {},
  };
  return around({ helper: { ok: true, client, way: 'pkexec' } });
}

describe('single checks', () => {
  test.each([
    ['20.18.9', 'no'],
    ['18.20.0', 'no'],
    ['20.19.0', 'ok'],
    ['22.0.0', 'ok'],
  ])('Node %s: %s', async (nodeVersion, state) => {
    expect(await NODE_VERSION.run(around({ nodeVersion }))).toMatchObject({ state });
  });

  test('the helper: not running, one family only, rights kept, all well', async () => {
    expect(await HELPER.run(around())).toMatchObject({ state: 'no', text: 'no right to open raw sockets' });
    expect(await HELPER.run(helperWith([4], true, []))).toMatchObject({ state: 'limited' });
    expect(await HELPER.run(helperWith([4, 6], false, [13, 21]))).toMatchObject({ state: 'limited' });
    expect(await HELPER.run(helperWith([4, 6], false, [], 0))).toMatchObject({ state: 'limited' });
    expect(await HELPER.run(helperWith([4, 6], false, [13], 1000))).toMatchObject({
      state: 'ok',
      text: 'runs for IPv4 and IPv6, way: pkexec; user 1000 with the right to open raw sockets and no other',
    });
    expect(await HELPER.run(helperWith([4, 6], true, []))).toMatchObject({
      state: 'ok',
      text: 'runs for IPv4 and IPv6, way: pkexec; rights given up, user 65534',
    });
  });

  test('its files: trusted, not trusted with who can change them, none', async () => {
    const files = (file: string, distrust: string) =>
      HELPER_FILES.run(around({ access: { ways: [], file, distrust } }));
    expect(await files('/opt/helper', '')).toMatchObject({
      state: 'ok',
      text: 'nobody but root and you can change /opt/helper and what it loads',
    });
    expect(await files('/opt/helper', 'Everybody could change /opt.')).toMatchObject({
      state: 'no',
      text: 'Everybody could change /opt',
    });
    expect(await files('', '')).toMatchObject({ state: 'limited' });
  });

  test('its ways: what each lacks, which is amiss only while no helper runs', async () => {
    const way = (name: HelperWayName) => HELPER_WAY_CHECKS[HELPER_WAYS.indexOf(name)];
    const obstacle = 'Pkexec is missing.';
    const access = { file: '', distrust: '', ways: [{ name: 'pkexec', asks: true, obstacle } as const] };
    const running = helperWith([4, 6], true, []);
    expect(await way('pkexec')?.run(around({ access }))).toEqual({
      state: 'limited',
      text: 'not here: pkexec is missing',
      wayOut: '',
    });
    expect(await way('pkexec')?.run({ ...running, access })).toMatchObject({ state: 'ok' });
    expect(await way('inherited')?.run(around())).toMatchObject({ text: 'not here: Faultline has it not' });
    expect(await way('sudo-prompt')?.run(around({ access }))).toMatchObject({
      text: 'not here: this program does not have it',
    });
    const open = {
      ...access,
      ways: HELPER_WAYS.map((name) => ({ name, asks: name === 'sudo-prompt', obstacle: '' })),
    };
    expect(await way('pkexec')?.run({ ...running, access: open })).toMatchObject({
      text: 'taken, and asked nobody',
    });
    expect(await way('inherited')?.run({ ...running, access: open })).toMatchObject({
      text: 'can be taken, and asks nobody',
    });
    // Both asked nobody, so both were tried.
    expect(await way('inherited')?.run(around({ access: open }))).toMatchObject({
      state: 'limited',
      text: 'tried, and brought no right',
    });
    expect(await way('sudo-prompt')?.run({ ...running, access: open })).toMatchObject({
      text: 'the desktop app can ask for it',
    });
  });

  test('the Node inside Electron came with it, whatever its version', async () => {
    const electron = around({ nodeVersion: '20.18.1', electronVersion: '33.2.1' });
    expect(await NODE_VERSION.run(electron)).toEqual({
      state: 'ok',
      text: '20.18.1, inside Electron 33.2.1',
      wayOut: '',
    });
  });

  test('privilege: root for nobody is limited, dropped or ordinary is well', async () => {
    expect(await PRIVILEGE.run(around({ uid: 0 }))).toMatchObject({ state: 'limited' });
    expect(await PRIVILEGE.run(around({ uid: 1000, dropped: true }))).toMatchObject({ state: 'ok' });
    expect(await PRIVILEGE.run(around({ uid: 1000 }))).toMatchObject({
      state: 'ok',
      text: 'runs as user 1000',
    });
    expect(await PRIVILEGE.run(around({ uid: undefined }))).toMatchObject({
      state: 'ok',
      text: 'runs as you',
    });
  });

  test('the data folder: there with its size, not begun, not a folder', async () => {
    writeFileSync(join(folder, 'history.sqlite'), 'x'.repeat(1500));
    expect(await DATA_FOLDER.run(around())).toMatchObject({ state: 'ok', text: `${folder}, 1.5 kB` });
    const below = join(folder, 'a', 'b');
    expect(await DATA_FOLDER.run(around({ dataDirectory: below }))).toMatchObject({
      state: 'ok',
      text: `${below}, not begun yet`,
    });
    const file = join(folder, 'history.sqlite');
    expect(await DATA_FOLDER.run(around({ dataDirectory: file }))).toMatchObject({
      state: 'limited',
      text: `${file} is a file, not a folder`,
    });
    expect(await DATA_FOLDER.run(around({ dataDirectory: join(file, 'x') }))).toMatchObject({
      state: 'limited',
    });
  });

  test('the data folder: trying leaves nothing behind', async () => {
    const before = readdirSync(folder);
    await DATA_FOLDER.run(around());
    expect(readdirSync(folder)).toEqual(before);
  });

  test('the data folder: where nothing can be made by anybody, root neither', async () => {
    expect(await DATA_FOLDER.run(around({ dataDirectory: '/proc/faultline' }))).toMatchObject({
      state: 'limited',
      text: "/proc can't be written",
    });
  });

  test('the desktop', async () => {
    const on = (platform: NodeJS.Platform, env: Record<string, string>) =>
      TRAY.run(around({ home: { platform, home: '/', env } }));
    expect(await on('linux', {})).toMatchObject({ state: 'limited' });
    expect(await on('linux', { DISPLAY: ':0' })).toMatchObject({ state: 'ok', text: 'X11 at :0' });
    expect(await on('linux', { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' })).toMatchObject({
      text: 'Wayland',
    });
    expect(await on('darwin', {})).toMatchObject({ state: 'ok' });
  });
});

describe('the conclusion', () => {
  const said = (states: Readonly<Record<string, 'ok' | 'limited' | 'no'>>): Check[] =>
    Object.entries(states).map(([id, state]) => ({
      id,
      title: id,
      run: () => ({ ok, limited, no })[state]('text', 'way out'),
    }));

  test.each([
    [{ node: 'ok', helper: 'ok', ping: 'ok', tcp: 'ok' }, true, 'helper'],
    [{ node: 'ok', helper: 'limited', ping: 'no', tcp: 'no' }, true, 'helper'],
    [{ node: 'ok', helper: 'no', ping: 'ok', tcp: 'no' }, true, 'ping'],
    [{ node: 'ok', helper: 'no', ping: 'no', tcp: 'ok' }, true, 'none'],
    [{ node: 'ok', helper: 'no', ping: 'no', tcp: 'no' }, false, 'none'],
    [{ node: 'no', helper: 'ok', ping: 'ok', tcp: 'ok' }, false, 'helper'],
  ] as const)('%j: %s, ICMP by %s', async (states, canMonitor, icmp) => {
    expect(await examine(said(states), around())).toMatchObject({ canMonitor, icmp });
  });

  test('for people: a line a check, the way out below it, then the conclusion', async () => {
    const result = await examine(said({ node: 'ok', helper: 'no', tcp: 'ok' }), around());
    expect(doctorLines(ASCII, result)).toEqual([
      '(o)  node    ok  text',
      '[x]  helper  no  text',
      '                 -> way out',
      '(o)  tcp     ok  text',
      '',
      '(o) Monitoring can run here, with no ICMP.',
    ]);
  });

  test('every check has an id of its own', () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('the real ones answer here, whatever this machine can do', async () => {
    const result = await examine(CHECKS, around());
    expect(result.checks.map(({ id }) => id)).toEqual(CHECKS.map(({ id }) => id));
    for (const { text } of result.checks) expect(text).not.toBe('');
    expect(result.canMonitor).toBe(true);
  });
});
