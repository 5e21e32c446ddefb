import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectedTrouble } from '../../../../main/app/refusal.ts';
import { suggestedTraceName } from '../../../../main/app/traces/share.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { setUp } from '../set-up.ts';
import { traceView } from './trace-example.ts';

/** The user's own address, and his router's. */
const OWN = '192.168.77.10';
const ROUTER = '192.168.77.1';

async function withOne() {
  const bench = await setUp();
  const view = traceView({ id: 'one', source: OWN });
  const [first, ...others] = view.hops;
  const [node] = first?.nodes ?? [];
  if (first === undefined || node === undefined) throw new Error('no hop');
  const home = { ...first, nodes: [{ ...node, address: ROUTER, note: 'private' as const }] };
  bench.engine().history.kept = [
    { view: { ...view, hops: [home, ...others] }, reason: 'asked', incident: null },
  ];
  return bench;
}

describe('a copy', () => {
  test('is text on the clipboard, masked when that is asked for', async () => {
    const { app, desktop } = await withOne();
    expect(await app.handlers.copyTrace({ id: 'one', mask: false })).toBeNull();
    await app.handlers.copyTrace({ id: 'one', mask: true });
    const [plain, masked] = desktop.copied;
    expect(plain).toContain(ROUTER);
    expect(masked).toContain('198.51.100.9');
    expect(masked).not.toContain(ROUTER);
    expect(masked).not.toContain(OWN);
  });

  test('of one that is gone copies nothing', async () => {
    const { app, desktop } = await withOne();
    expect(await app.handlers.copyTrace({ id: 'gone', mask: true }).catch(expectedTrouble)).not.toBeNull();
    expect(desktop.copied).toEqual([]);
  });
});

describe('a saved one', () => {
  test('as JSON is opened again as it was, under an id of its own', async () => {
    const { app, desktop } = await withOne();
    const file = join(temporaryFolder(), 'trace.json');
    desktop.saveTo = file;
    expect(await app.handlers.saveTrace({ id: 'one', mask: false, format: 'json' })).toEqual({ file });
    desktop.toOpen = file;
    const opened = await app.handlers.openTrace(null);
    const kept = await app.handlers.trace({ id: 'one' });
    expect(opened).toEqual({ ...kept, id: 'trace-1' });
    expect(await app.handlers.trace({ id: 'trace-1' })).toEqual(opened);
    await app.handlers.copyTrace({ id: 'trace-1', mask: false });
    expect(desktop.copied).toHaveLength(1);
  });

  test('masked holds no private address, in either format, and can still be opened', async () => {
    const { app, desktop } = await withOne();
    const folder = temporaryFolder();
    for (const format of ['json', 'text'] as const) {
      const file = join(folder, format);
      desktop.saveTo = file;
      await app.handlers.saveTrace({ id: 'one', mask: true, format });
      const text = readFileSync(file, 'utf8');
      expect(text).not.toContain('192.168.77');
      expect(text).toContain('198.51.100.9');
    }
    desktop.toOpen = join(folder, 'json');
    expect(await app.handlers.openTrace(null)).toMatchObject({ host: '198.51.100.9' });
  });

  test('of one that still runs is as it stands, and opens as stopped', async () => {
    const { app, desktop } = await setUp();
    await app.handlers.startTrace({ host: 'host.example', mode: 'continuous', method: 'udp', family: null });
    const file = join(temporaryFolder(), 'running.json');
    desktop.saveTo = file;
    desktop.toOpen = file;
    await app.handlers.saveTrace({ id: 'trace-1', mask: false, format: 'json' });
    expect(await app.handlers.openTrace(null)).toMatchObject({ status: 'stopped', host: 'host.example' });
  });

  test('is nothing when the dialog is closed', async () => {
    const { app } = await withOne();
    expect(await app.handlers.saveTrace({ id: 'one', mask: true, format: 'text' })).toEqual({ file: null });
    expect(await app.handlers.openTrace(null)).toBeNull();
  });

  test('where nothing can be written fails in words and leaves nothing', async () => {
    const { app, desktop } = await withOne();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'taken.json'));
    writeFileSync(join(folder, 'taken.json', 'x'), '');
    desktop.saveTo = join(folder, 'taken.json');
    const ask = { id: 'one', mask: false, format: 'json' } as const;
    expect(await app.handlers.saveTrace(ask).catch(expectedTrouble)).toEqual({
      what: `${desktop.saveTo} is a folder.`,
      wayOut: 'Choose another name.',
    });
    desktop.saveTo = join(folder, 'missing', 'trace.json');
    expect(await app.handlers.saveTrace(ask).catch(expectedTrouble)).toEqual({
      what: `The folder ${join(folder, 'missing')} is not there.`,
      wayOut: 'Choose another folder.',
    });
    expect(readdirSync(folder)).toEqual(['taken.json']);
  });
});

describe('the suggested name', () => {
  const startedMs = wallMs(Date.UTC(2026, 10, 21, 12));

  test.each([
    ['192.0.2.1', 'json', 'trace-192.0.2.1-2026-11-21.json'],
    ['fe80::1%eth0', 'text', 'trace-fe80-1-eth0-2026-11-21.txt'],
    ['../../etc/passwd', 'text', 'trace-etc-passwd-2026-11-21.txt'],
    ['///', 'json', 'trace-2026-11-21.json'],
  ] as const)('for %s as %s is %s', (host, format, name) => {
    expect(suggestedTraceName(traceView({ host, startedMs }), false, format)).toBe(name);
  });

  test('tells no private host of a masked one', async () => {
    const view = traceView({ host: ROUTER, destination: { address: ROUTER, name: null }, startedMs });
    expect(suggestedTraceName(view, true, 'json')).not.toContain('192.168.77');
  });
});

describe('opening what is no trace', () => {
  const refusal = async (make: (file: string) => void) => {
    const { app, desktop } = await setUp();
    const file = join(temporaryFolder(), 'file.json');
    make(file);
    desktop.toOpen = file;
    return app.handlers.openTrace(null).catch(expectedTrouble);
  };

  test.each([
    ['nothing', ''],
    ['another text', 'hello'],
    ['other JSON', '{"hops": []}'],
    ['a list', '[]'],
    ['half a trace', JSON.stringify(traceView()).slice(0, 300)],
    ['a trace with a wrong hop', JSON.stringify({ ...traceView(), hops: [{ ttl: 'x' }] })],
  ])('%s is refused in words', async (_what, text) => {
    expect(await refusal((file) => writeFileSync(file, text))).toMatchObject({
      what: expect.stringMatching(/\S.*\.$/),
    });
  });

  test('a huge file is refused before it is read', async () => {
    const trouble = await refusal((file) => {
      writeFileSync(file, '');
      truncateSync(file, 2 ** 40);
    });
    expect(trouble).toEqual({
      what: 'This file is too large to be a saved trace.',
      wayOut: 'Choose another one.',
    });
  });

  test('a folder is no file', async () => {
    expect(await refusal((file) => mkdirSync(file))).toMatchObject({ what: 'This is not a file.' });
  });

  test('a file that is gone says so', async () => {
    expect(await refusal(() => undefined)).toMatchObject({
      what: expect.stringMatching(/^The file can't be read: ENOENT/),
    });
  });
});
