import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { artifact } from '../../../main/artifact.ts';
import type { HistoryState } from '../../../main/domain/model/history-state.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import type { Notice } from '../../../main/domain/notices/types.ts';
import { type ClientSettings, HistoryClient } from '../../../main/history/client.ts';
import { openHistory } from '../../../main/history/open.ts';
import { openHistoryReader } from '../../../main/history/reader.ts';
import { Database } from '../../../main/history/store/database.ts';
import { fileOf } from '../../../main/history/store/files.ts';
import type { WorkerLink } from '../../../main/history/worker-link.ts';
import { gap, incident, LIMITS, openStore, raised, sample, stream, tempFolder } from './fixtures.ts';

const DEADLINE = { timeout: 20_000 };

interface Opened {
  readonly client: HistoryClient;
  readonly directory: string;
  readonly states: HistoryState[];
  readonly workers: WorkerLink[];
}

async function open(change: Partial<ClientSettings> & { directory?: string } = {}): Promise<Opened> {
  const { directory = tempFolder(), ...settings } = change;
  const workers: WorkerLink[] = [];
  const client = await HistoryClient.open(
    { ...LIMITS, directory },
    {
      script: artifact('history-worker.mjs'),
      commitMs: 20,
      retryMs: { first: 10, most: 50 },
      waiting: 1000,
      onWorker: (link) => workers.push(link),
      ...settings,
    },
  );
  onTestFinished(() => client.close());
  const states: HistoryState[] = [];
  client.onStateChange((state) => states.push(state));
  return { client, directory, states, workers };
}

const recent = (): number => Date.now() - 60_000;
const lastMinutes = () => ({
  kinds: ['icmp4'] as const,
  fromMs: wallMs(Date.now() - 600_000),
  toMs: wallMs(Date.now()),
  points: 1,
});
async function sentBy(client: HistoryClient): Promise<number> {
  const { series } = await client.series(lastMinutes());
  return series[0]?.buckets.reduce((sum, { sent }) => sum + sent, 0) ?? 0;
}

describe('history', () => {
  test('remembers across runs', async () => {
    const directory = tempFolder();
    const first = await openHistory({ ...LIMITS, directory });
    expect(await first.lastAlive()).toBeNull();
    for (const event of stream(recent(), 20)) first.record(event);
    first.record(raised(incident()));
    first.record(gap(recent(), recent() + 10));
    await first.close();

    const before = Date.now();
    const { client } = await open({ directory });
    expect(await sentBy(client)).toBe(20);
    expect(await client.openIncidents()).toEqual([incident()]);
    expect(await client.incidents({ class: 'dns' })).toEqual([]);
    expect(await client.gaps(wallMs(0), wallMs(before))).toHaveLength(1);
    expect(await client.lastAlive()).toBeLessThanOrEqual(before);
    expect(await client.state()).toMatchObject({ writing: true, reason: '', setAside: null });
    expect((await client.state()).bytes).toBeGreaterThan(0);
  });

  test('a folder deleted under it is told, and begun anew with all that was not written', async () => {
    const { client, directory, states } = await open();
    client.record(sample({ at: recent() }));
    await client.flush();
    rmSync(directory, { recursive: true });
    client.record(raised(incident()));
    await expect(client.flush()).rejects.toMatchObject({ code: 'missing' });
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ writing: true }), DEADLINE);
    expect(states.map(({ writing }) => writing)).toEqual([false, true]);
    expect(states[0]?.reason).toMatch(/taken away .* 1 events wait to be written/);
    expect(states[0]).not.toHaveProperty('begunAnewMs');
    expect(states[1]?.begunAnewMs).toBeGreaterThan(recent());
    const reader = await openHistoryReader(directory);
    onTestFinished(() => reader.close());
    expect(await reader.incidents({})).toMatchObject([incident()]);
    expect(await client.openIncidents()).toEqual([incident()]);
  });

  test('commits by itself, without a flush', async () => {
    const { client, directory } = await open();
    client.record(sample({ at: recent() }));
    await vi.waitFor(async () => {
      const reader = await openHistoryReader(directory);
      const answer = await reader.series(lastMinutes());
      await reader.close();
      expect(answer.series[0]?.buckets.some(({ sent }) => sent === 1)).toBe(true);
    }, DEADLINE);
  });

  test('flush waits for everything recorded before it, more than one batch', async () => {
    const { client } = await open({ waiting: 100_000 });
    for (const event of stream(Date.now() - 500_000, 5000).map((one, i) => spread(one, i))) {
      client.record(event);
    }
    await client.flush();
    expect(await sentBy(client)).toBe(5000);
  });

  test('bad questions are refused by name', async () => {
    const { client } = await open();
    await expect(client.series({ ...lastMinutes(), points: 0 })).rejects.toMatchObject({
      code: 'bad-query',
      name: 'HistoryError',
    });
    await expect(client.gaps(wallMs(5), wallMs(5))).rejects.toMatchObject({ code: 'bad-query' });
  });

  test('a second one in the same folder is told so; reading is still possible', async () => {
    const { client, directory } = await open();
    await expect(open({ directory })).rejects.toMatchObject({ code: 'in-use' });
    client.record(sample({ at: recent() }));
    await client.flush();
    const reader = await openHistoryReader(directory);
    expect((await reader.state()).writing).toBe(true);
    await reader.close();
  });

  test('a file from the future and a folder that cannot be are refused', async () => {
    const held = openStore();
    held.store.database.exec('PRAGMA user_version = 99');
    held.store.close();
    await expect(open({ directory: held.directory })).rejects.toMatchObject({ code: 'newer-file' });
    const file = `${tempFolder()}/file`;
    writeFileSync(file, '');
    await expect(open({ directory: file })).rejects.toMatchObject({ code: 'unwritable' });
  });

  test('a damaged file is set aside, and the state says where', async () => {
    const directory = tempFolder();
    writeFileSync(fileOf(directory), 'garbage '.repeat(1000));
    const { client } = await open({ directory });
    expect((await client.state()).setAside).toContain('history.damaged-');
    client.record(sample({ at: recent() }));
    await client.flush();
    expect(await sentBy(client)).toBe(1);
  });

  test('a worker that dies is started again: nothing is lost, nothing counted twice', async () => {
    const { client, workers, states } = await open();
    const events = stream(recent(), 30);
    for (const event of events.slice(0, 10)) client.record(event);
    await client.flush();
    await workers[0]?.terminate();
    for (const event of events.slice(10)) client.record(event);
    await vi.waitFor(() => expect(workers).toHaveLength(2), DEADLINE);
    await vi.waitFor(async () => expect((await client.state()).writing).toBe(true), DEADLINE);
    await client.flush();
    expect(await sentBy(client)).toBe(30);
    expect(workers.map(({ opened }) => opened.run)).toEqual([1, 1]);
    expect(states.map(({ writing }) => writing)).toEqual([false, true]);
    expect(states[0]?.reason).toMatch(/worker stopped .*started again.*Measuring goes on/);
  });

  test('questions to a worker that dies are answered with an error', async () => {
    const { client, workers } = await open();
    const asked = client.series(lastMinutes());
    const dying = workers[0]?.terminate();
    await expect(Promise.all([asked, client.openIncidents()])).rejects.toMatchObject({ code: 'failed' });
    await dying;
  });

  test('a worker that cannot start is an error, not a wait', async () => {
    const script = `${tempFolder()}/broken.mjs`;
    writeFileSync(script, 'throw new Error("no such thing")');
    await expect(open({ script })).rejects.toMatchObject({ code: 'failed', message: /no such thing/ });
  });

  test('after close nothing is recorded and nothing answered', async () => {
    const { client } = await open();
    await client.close();
    await client.close();
    expect(() => client.record(sample())).not.toThrow();
    await expect(client.openIncidents()).rejects.toMatchObject({ code: 'closed' });
  });

  test('a listener that was removed hears nothing', async () => {
    const { client, workers } = await open();
    const heard = vi.fn();
    client.onStateChange(heard)();
    await workers[0]?.terminate();
    await vi.waitFor(() => expect(workers).toHaveLength(2), DEADLINE);
    expect(heard).not.toHaveBeenCalled();
  });
});

describe('notes, notices, commits and limits', () => {
  const notice: Notice = {
    id: 'message-x',
    kind: 'message',
    incident: null,
    atMs: wallMs(5),
    title: 'x',
    body: '',
    delivery: 'shown',
  };

  test('an incident recorded a moment ago can be noted; one that is not there cannot', async () => {
    const { client } = await open({ commitMs: 60_000 });
    client.record(raised(incident()));
    expect(await client.noteIncident(incident().id, 'Called them.')).toEqual({
      ...incident(),
      note: 'Called them.',
    });
    expect(await client.incidents({})).toEqual([{ ...incident(), note: 'Called them.' }]);
    await expect(client.noteIncident('gone', 'x')).rejects.toMatchObject({
      code: 'missing',
      message: /no longer in the history/,
    });
    expect((await client.incidents({}))[0]?.note).toBe('Called them.');
  });

  test('notices are kept across runs', async () => {
    const { client, directory } = await open();
    client.recordNotice(notice);
    await client.close();
    const again = await open({ directory });
    expect(await again.client.notices({ limit: 10 })).toEqual([notice]);
    await expect(again.client.notices({ limit: 0 })).rejects.toMatchObject({ code: 'bad-query' });
  });

  test('listeners hear up to when each commit tells, and nothing of an empty one or after they left', async () => {
    const { client } = await open({ commitMs: 60_000 });
    const heard: number[] = [];
    const leave = client.onCommit((toMs) => heard.push(toMs));
    await client.flush();
    expect(heard).toEqual([]);
    client.record(sample({ at: 2000 }));
    client.record(gap(10, 3000));
    await client.flush();
    client.recordNotice(notice);
    await client.flush();
    expect(heard).toEqual([3000, 5]);
    leave();
    client.record(sample({ at: 9000 }));
    await client.flush();
    expect(heard).toHaveLength(2);
  });

  test('other limits are in force at once: the probes go, the file shrinks, the state knows', async () => {
    const { client, directory } = await open({ waiting: 100_000 });
    const start = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 20 * 3_600_000;
    const detail = 'x'.repeat(80);
    for (const event of stream(start, 50_000, { outcome: 'unreachable', detail })) client.record(event);
    await client.flush();
    const range = {
      kinds: ['icmp4'] as const,
      fromMs: wallMs(start),
      toMs: wallMs(start + 600_000),
      points: 1,
    };
    await vi.waitFor(() => expect(countIn(directory, 'sample')).toBe(0), DEADLINE);
    const before = (await client.state()).bytes;
    expect(before).toBeGreaterThan(4_000_000);
    client.configure({ ...LIMITS, rawHours: 1 });
    await vi.waitFor(async () => {
      expect((await client.state()).bytes).toBeLessThan(before - 1_000_000);
      expect((await client.series(range)).resolution).toBe('minute');
    }, DEADLINE);
    const { series } = await client.series(range);
    expect(series[0]?.buckets.map(({ lost }) => lost)).toEqual([600]);
  });

  test('a worker started anew has the limits that were set', async () => {
    const { client, workers, directory } = await open();
    const old = Date.now() - 10 * 3_600_000;
    client.configure({ ...LIMITS, hourDays: 1, minuteDays: 1, rawHours: 1 });
    await client.flush();
    await workers[0]?.terminate();
    await vi.waitFor(() => expect(workers).toHaveLength(2), DEADLINE);
    for (const event of stream(old, 5)) client.record(event);
    await client.flush();
    await vi.waitFor(() => {
      expect(countIn(directory, 'raw_minute')).toBe(0);
      expect(countIn(directory, 'minute_row') + countIn(directory, 'minute_block')).toBeGreaterThan(0);
    }, DEADLINE);
  });
});

function countIn(directory: string, table: string): number {
  const database = new Database(fileOf(directory), { readOnly: true, busyMs: 1000 });
  const count = database.number(`SELECT count(*) FROM ${table}`);
  database.close();
  return count;
}

/** Ten samples a second instead of one. */
function spread(event: ReturnType<typeof sample>, index: number): ReturnType<typeof sample> {
  if (event.type !== 'sample') return event;
  const sentWallMs = wallMs(Date.now() - 500_000 + index * 90);
  return { type: 'sample', sample: { ...event.sample, sentWallMs } };
}
