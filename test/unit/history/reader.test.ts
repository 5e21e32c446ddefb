import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { wallMs } from '../../../main/domain/model/units.ts';
import { SCHEMA_VERSION } from '../../../main/history/migrations/all.ts';
import { openHistoryReader } from '../../../main/history/reader.ts';
import { fileOf } from '../../../main/history/store/files.ts';
import type { HistoryReader } from '../../../main/history/types.ts';
import { traceView } from '../app/traces/trace-example.ts';
import { gap, incident, openStore, raised, stream, T0, tempFolder } from './fixtures.ts';

async function reading(directory: string): Promise<HistoryReader> {
  const reader = await openHistoryReader(directory);
  onTestFinished(() => reader.close());
  return reader;
}

const query = { kinds: ['icmp4'] as const, fromMs: wallMs(T0), toMs: wallMs(T0 + 60_000), points: 1 };

describe('a reader', () => {
  test('sees each commit while another writes, and says that somebody does', async () => {
    const held = openStore();
    held.store.commit(stream(T0, 10));
    const reader = await reading(held.directory);
    const sent = async (): Promise<number | undefined> =>
      (await reader.series(query)).series[0]?.buckets[0]?.sent;
    expect(await sent()).toBe(10);
    held.store.commit([...stream(T0 + 10_000, 5), raised(incident()), gap(T0, T0 + 5)]);
    expect(await sent()).toBe(15);
    expect(await reader.incidents({})).toEqual([{ ...incident(), note: '' }]);
    expect(await reader.openIncidents()).toHaveLength(1);
    expect(await reader.gaps(wallMs(T0), wallMs(T0 + 1))).toHaveLength(1);
    expect(await reader.state()).toMatchObject({ writing: true, reason: '' });
    held.store.close();
    expect(await reader.state()).toMatchObject({ writing: false, reason: /No monitor/ });
  });

  test('tells the traces that were kept, and each in full', async () => {
    const held = openStore();
    const reader = await reading(held.directory);
    const view = traceView({ id: 'one' });
    held.store.commit([{ type: 'trace', view, reason: 'incident', incident: 'total-1', healthy: false }]);
    expect(await reader.traces({ limit: 1, incident: 'total-1' })).toMatchObject([
      { id: 'one', reason: 'incident' },
    ]);
    expect(await reader.traces({ limit: 1, incident: 'total-2' })).toEqual([]);
    expect(await reader.trace('one')).toEqual(view);
    await expect(reader.trace('two')).rejects.toMatchObject({ code: 'missing' });
    await expect(reader.traces({ limit: 0 })).rejects.toMatchObject({ code: 'bad-query' });
  });

  test('changes nothing in a closed history', async () => {
    const held = openStore();
    held.store.commit(stream(T0, 10));
    held.store.close();
    const before = readFileSync(fileOf(held.directory));
    const reader = await openHistoryReader(held.directory);
    await reader.series(query);
    await reader.close();
    expect(readFileSync(fileOf(held.directory)).equals(before)).toBe(true);
  });

  test('names what it cannot read', async () => {
    const nowhere = tempFolder();
    await expect(openHistoryReader(nowhere)).rejects.toMatchObject({
      code: 'missing',
      message: expect.stringContaining('Start the monitor'),
    });
    expect(readdirSync(nowhere)).toEqual([]);

    const garbage = tempFolder();
    writeFileSync(fileOf(garbage), 'garbage '.repeat(1000));
    await expect(openHistoryReader(garbage)).rejects.toMatchObject({ code: 'damaged' });
    expect(readdirSync(garbage)).toEqual(['history.sqlite']);

    for (const [version, code] of [
      [SCHEMA_VERSION + 1, 'newer-file'],
      [SCHEMA_VERSION - 1, 'older-file'],
    ] as const) {
      const held = openStore();
      held.store.database.exec(`PRAGMA user_version = ${version}`);
      held.store.close();
      await expect(openHistoryReader(held.directory)).rejects.toMatchObject({ code });
    }
  });

  test('refuses bad questions and questions after its end', async () => {
    const held = openStore();
    const reader = await reading(held.directory);
    await expect(reader.series({ ...query, points: 0 })).rejects.toMatchObject({ code: 'bad-query' });
    await expect(reader.gaps(wallMs(2), wallMs(1))).rejects.toMatchObject({ code: 'bad-query' });
    await expect(reader.incidents({ limit: 0 })).rejects.toMatchObject({ code: 'bad-query' });
    await reader.close();
    await reader.close();
    await expect(reader.state()).rejects.toMatchObject({ code: 'closed' });
  });

  test('reads a folder it may not write in', async () => {
    const held = openStore();
    held.store.commit(stream(T0, 10));
    held.store.close();
    chmodSync(held.directory, 0o500);
    onTestFinished(() => chmodSync(held.directory, 0o700));
    const reader = await reading(held.directory);
    expect((await reader.series(query)).series[0]?.buckets[0]?.sent).toBe(10);
  });
});
