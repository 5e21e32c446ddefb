import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectedTrouble } from '../../../../main/app/refusal.ts';
import { type Network, NO_NETWORK } from '../../../../main/domain/model/network.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { type Bench, setUp } from '../set-up.ts';
import { ANSWERED_MS } from './encapsulation-double.ts';

const HOME: Network = { ...NO_NETWORK, id: 'home', label: 'eth0 192.0.2.10 via 192.0.2.1', ipv4: true };
const CAFE: Network = { ...HOME, id: 'cafe', label: 'wlan0 198.51.100.20 via 198.51.100.1' };
const EVERYWHERE = { ...DEFAULT_CONFIG, allowEncapsulation: true };

const atHome = async (): Promise<Bench> => setUp({ prepare: ({ engine }) => (engine.network = HOME) });

const move = async ({ engine, settle }: Bench, network: Network): Promise<void> => {
  engine().network = network;
  engine().tell({ type: 'network', atMs: ANSWERED_MS, network });
  await settle();
};

const REVERSE = {
  host: '198.51.100.9',
  mode: 'once',
  method: 'auto',
  family: null,
  way: { direction: 'reverse' },
} as const;
const PROBE = { path: { host: '198.51.100.9' }, from: null, family: null } as const;

describe('whether packets in IP-in-IP are allowed', () => {
  test('is no until somebody was asked', async () => {
    const { app, encapsulation } = await atHome();
    expect(await app.handlers.encapsulation(null)).toEqual({
      network: 'home',
      networkLabel: HOME.label,
      allowed: false,
      by: null,
      sinceMs: null,
      auditFile: encapsulation.audit.file,
    });
  });

  test('is told to windows that were open before the engine ran', async () => {
    const { pushed } = await atHome();
    expect(pushed('encapsulation').at(-1)).toMatchObject({ network: 'home', allowed: false });
  });

  test('is answered for one network, and kept for it', async () => {
    const bench = await atHome();
    const { app, encapsulation, pushed } = bench;
    const view = await app.handlers.allowEncapsulation({ network: 'home', allowed: true });
    expect(view).toMatchObject({ allowed: true, by: 'answer', sinceMs: ANSWERED_MS });
    expect(pushed('encapsulation').at(-1)).toEqual(view);
    expect([...encapsulation.records.answers]).toEqual([['home', true]]);
    await move(bench, CAFE);
    expect(await app.handlers.encapsulation(null)).toMatchObject({
      network: 'cafe',
      allowed: false,
      by: null,
    });
    expect(pushed('encapsulation').at(-1)).toMatchObject({ network: 'cafe', allowed: false });
  });

  test('is yes everywhere by the settings, without a question', async () => {
    const { app, encapsulation, settle } = await atHome();
    await app.handlers.changeSettings({ config: EVERYWHERE });
    await settle();
    expect(await app.handlers.encapsulation(null)).toMatchObject({
      allowed: true,
      by: 'settings',
      sinceMs: null,
    });
    const refused = await app.handlers
      .allowEncapsulation({ network: 'home', allowed: false })
      .catch(expectedTrouble);
    expect(refused).toMatchObject({ wayOut: 'Turn that off in the settings first.' });
    expect(encapsulation.records.answers.size).toBe(0);
  });

  test('an answer about a network that is left already is refused', async () => {
    const bench = await atHome();
    await move(bench, CAFE);
    const refused = bench.app.handlers.allowEncapsulation({ network: 'home', allowed: true });
    expect(await refused.catch(expectedTrouble)).toMatchObject({
      what: 'This machine is on another network now than when you were asked.',
    });
    expect(bench.encapsulation.records.answers.size).toBe(0);
  });

  test('without a network, or an engine, there is nothing to allow', async () => {
    const bench = await atHome();
    await move(bench, NO_NETWORK);
    expect(await bench.app.handlers.encapsulation(null)).toMatchObject({ network: '', allowed: false });
    const answer = bench.app.handlers.allowEncapsulation({ network: 'none', allowed: true });
    expect(await answer.catch(expectedTrouble)).toMatchObject({ what: 'This machine is on no network.' });
    const other = await setUp({ start: () => Promise.reject(new Error('no')) });
    expect(await other.app.handlers.encapsulation(null)).toMatchObject({ network: '', allowed: false });
  });
});

describe('without it', () => {
  test.each([
    ['a reverse trace', (bench: Bench) => bench.app.handlers.startTrace(REVERSE)],
    [
      'a trace between two others',
      (bench: Bench) =>
        bench.app.handlers.startTrace({ ...REVERSE, way: { direction: 'between', from: '192.0.2.77' } }),
    ],
    ['a path probe', (bench: Bench) => bench.app.handlers.startPathProbe(PROBE)],
  ])('%s is refused, and nothing begins', async (_what, start) => {
    const bench = await atHome();
    bench.encapsulation.records.answers.set('cafe', true);
    expect(await start(bench).catch(expectedTrouble)).toEqual({
      what: 'Packets in IP-in-IP are not allowed on this network, so nothing was sent.',
      wayOut: 'Allow them in the traceroute window or in the settings.',
    });
    expect(bench.traces.all).toEqual([]);
    expect(bench.encapsulation.probes).toEqual([]);
  });

  test('a forward trace runs all the same', async () => {
    const { app, traces } = await atHome();
    await app.handlers.startTrace({ ...REVERSE, way: { direction: 'forward' } });
    expect(traces.running).toHaveLength(1);
  });

  test('a network that changes while the answer is looked up gets nothing', async () => {
    const bench = await atHome();
    bench.encapsulation.records.answers.set('home', true);
    let read: () => void = () => undefined;
    bench.encapsulation.records.reading = new Promise((resolve) => {
      read = resolve;
    });
    const started = bench.app.handlers.startPathProbe(PROBE).catch(expectedTrouble);
    bench.engine().network = CAFE;
    read();
    expect(await started).toEqual({ what: 'The network has just changed.', wayOut: 'Start again.' });
    expect(bench.encapsulation.probes).toEqual([]);
  });

  test('no engine: said in words', async () => {
    const { app } = await setUp({ start: () => Promise.reject(new Error('no')) });
    const words = { what: 'Monitoring does not run.' };
    expect(await app.handlers.startPathProbe(PROBE).catch(expectedTrouble)).toMatchObject(words);
    expect(await app.handlers.startTrace(REVERSE).catch(expectedTrouble)).toMatchObject(words);
  });
});

describe('what runs ends', () => {
  async function running(): Promise<Bench> {
    const bench = await atHome();
    await bench.app.handlers.allowEncapsulation({ network: 'home', allowed: true });
    await bench.app.handlers.startTrace({ ...REVERSE, way: { direction: 'forward' } });
    await bench.app.handlers.startTrace(REVERSE);
    await bench.app.handlers.startPathProbe(PROBE);
    return bench;
  }
  const stillRunning = ({ traces, encapsulation }: Bench): readonly string[] => [
    ...traces.running.map(({ view }) => view.direction),
    ...encapsulation.probes.filter(({ view }) => view.status === 'running').map(() => 'probe'),
  ];

  /** What the windows were told last of why they ended. */
  const whys = ({ pushed }: Bench) => ({
    probe: pushed('pathProbe')
      .at(-1)
      ?.warnings.map(({ code }) => code),
    trace: pushed('trace')
      .findLast(({ direction }) => direction === 'reverse')
      ?.warnings.map(({ code }) => code),
  });

  test('the person who stops it is not told why', async () => {
    const bench = await running();
    const { id } = bench.pushed('pathProbe').at(-1) ?? bench.encapsulation.last.view;
    await bench.app.handlers.stopPathProbe({ id });
    await bench.settle();
    const shown = await bench.app.handlers.pathProbe({ id });
    expect(shown).toMatchObject({ status: 'stopped', warnings: [] });
  });

  test('when it is taken back; a forward trace goes on', async () => {
    const bench = await running();
    expect(stillRunning(bench)).toEqual(['forward', 'reverse', 'probe']);
    await bench.app.handlers.allowEncapsulation({ network: 'home', allowed: false });
    expect(stillRunning(bench)).toEqual(['forward']);
    await bench.settle();
    expect(whys(bench)).toEqual({ probe: ['taken-back'], trace: ['taken-back'] });
  });

  test('when the machine comes to another network, also to one where it is allowed', async () => {
    const bench = await running();
    bench.encapsulation.records.answers.set('cafe', true);
    await move(bench, CAFE);
    expect(stillRunning(bench)).toEqual(['forward']);
    await bench.settle();
    expect(whys(bench)).toEqual({ probe: ['network-changed'], trace: ['network-changed'] });
  });

  test('when the settings allow it no longer, and not while an answer does', async () => {
    const bench = await running();
    await bench.app.handlers.changeSettings({ config: EVERYWHERE });
    await bench.settle();
    expect(stillRunning(bench)).toHaveLength(3);
    bench.encapsulation.records.answers.delete('home');
    await bench.app.handlers.changeSettings({ config: DEFAULT_CONFIG });
    await bench.settle();
    expect(stillRunning(bench)).toEqual(['forward']);
  });

  test('when it can no longer be read whether it is allowed', async () => {
    const bench = await running();
    bench.encapsulation.records.fault = new Error('the disk is gone');
    await move(bench, HOME);
    expect(stillRunning(bench)).toEqual(['forward']);
    expect(bench.logged).toHaveLength(1);
  });

  test('with the window that asked, and with the app', async () => {
    const closed = await running();
    closed.app.windowClosed('settings');
    expect(stillRunning(closed)).toHaveLength(3);
    closed.app.windowClosed('traceroute');
    expect(stillRunning(closed)).toEqual([]);
    const quit = await running();
    await quit.app.stop();
    expect(stillRunning(quit)).toEqual([]);
  });
});

describe('the log of all runs', () => {
  test('is opened by the desktop', async () => {
    const { app, desktop, encapsulation } = await atHome();
    encapsulation.audit.file = join(temporaryFolder(), 'audit.ndjson');
    writeFileSync(encapsulation.audit.file, '{}\n');
    expect(await app.handlers.openAuditLog(null)).toBeNull();
    expect(desktop.files).toEqual([encapsulation.audit.file]);
    desktop.showsFiles = false;
    expect(await app.handlers.openAuditLog(null).catch(expectedTrouble)).toEqual({
      what: 'No program here opens the log.',
      wayOut: `It is the file ${encapsulation.audit.file}.`,
    });
  });

  test('that has not begun yet is told as such', async () => {
    const { app, desktop } = await atHome();
    expect(await app.handlers.openAuditLog(null).catch(expectedTrouble)).toEqual({
      what: 'Nothing was sent in IP-in-IP yet.',
      wayOut: 'The log begins with the first run.',
    });
    expect(desktop.files).toEqual([]);
  });
});
