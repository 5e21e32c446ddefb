import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { artifact } from '../../../main/artifact.ts';
import type { HistoryState } from '../../../main/domain/model/history-state.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { HistoryClient } from '../../../main/history/client.ts';
import { openHistoryReader } from '../../../main/history/reader.ts';
import type { History } from '../../../main/history/types.ts';
import { traceView } from '../../unit/app/traces/trace-example.ts';
import { incident, LIMITS, raised, sample } from '../../unit/history/fixtures.ts';

const DEADLINE = { timeout: 60_000, interval: 50 };

/** A disk of its own for one test. */
function smallDisk(size: string): { readonly mount: string; readonly directory: string } {
  const mount = mkdtempSync(join(tmpdir(), `history-disk-${process.pid}-`));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', mount]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', mount]);
    rmSync(mount, { recursive: true, force: true });
  });
  const directory = join(mount, 'data');
  mkdirSync(directory);
  return { mount, directory };
}

/** Fills what is free but for so many bytes; returns the file to be removed to free it again. */
function fillDisk(mount: string, leave: number): string {
  const { bavail, bsize } = statfsSync(mount);
  const filler = join(mount, 'filler');
  writeFileSync(filler, new Uint8Array(Math.max(0, Number(bavail) * Number(bsize) - leave)));
  return filler;
}

async function open(directory: string, waiting: number): Promise<HistoryClient> {
  const client = await HistoryClient.open(
    { ...LIMITS, directory },
    {
      script: artifact('history-worker.mjs'),
      commitMs: 20,
      retryMs: { first: 20, most: 200 },
      waiting,
    },
  );
  onTestFinished(() => client.close());
  return client;
}

async function sentTotal(history: History): Promise<number> {
  const answer = await history.series({
    kinds: ['icmp4'],
    fromMs: wallMs(Date.now() - 3_600_000),
    toMs: wallMs(Date.now() + 60_000),
    points: 1,
  });
  return answer.series[0]?.buckets.reduce((sum, { sent }) => sum + sent, 0) ?? 0;
}

/** Records in small lots until the state says that writing stopped; returns how many samples that took. */
async function recordUntilFull(client: HistoryClient, most: number): Promise<number> {
  let recorded = 0;
  while ((await client.state()).writing && recorded < most) {
    for (let i = 0; i < 100; i += 1) client.record(sample({ at: Date.now() }));
    recorded += 100;
    await client.flush().catch(() => {
      // The state is what this looks at.
    });
  }
  return recorded;
}

describe('a full disk', () => {
  test('stops the writing with its reason, keeps what waits, and goes on once there is room', async () => {
    const { mount, directory } = smallDisk('2m');
    const client = await open(directory, 100_000);
    const states: HistoryState[] = [];
    client.onStateChange((state) => states.push(state));
    const filler = fillDisk(mount, 300_000);
    const recorded = await recordUntilFull(client, 100_000);
    const full = await client.state();
    expect(full.writing).toBe(false);
    expect(full.reason).toContain(`The disk that holds ${directory} is full. Free some space`);
    expect(full.reason).toMatch(/Measuring goes on: \d+ events wait/);
    await expect(client.flush()).rejects.toMatchObject({ code: 'full' });

    client.record(raised(incident()));
    client.recordTrace(traceView(), { reason: 'incident', incident: incident().id });
    for (let i = 0; i < 50; i += 1) client.record(sample({ at: Date.now() }));
    rmSync(filler);
    await vi.waitFor(async () => expect((await client.state()).writing).toBe(true), DEADLINE);
    await client.flush();
    expect(await sentTotal(client)).toBe(recorded + 50);
    expect(await client.openIncidents()).toEqual([incident()]);
    expect(await client.trace(traceView().id)).toEqual(traceView());
    expect((await client.state()).dropped).toBeUndefined();
    expect(states.map(({ writing }) => writing)).toEqual([false, true]);
  });

  test('for too long costs the oldest samples, counted, and never an incident', async () => {
    const { mount, directory } = smallDisk('2m');
    const client = await open(directory, 500);
    const filler = fillDisk(mount, 200_000);
    const recorded = await recordUntilFull(client, 100_000);
    client.record(raised(incident()));
    for (let i = 0; i < 2000; i += 1) client.record(sample({ at: Date.now() }));
    const dropped = (await client.state()).dropped ?? 0;
    expect(dropped).toBeGreaterThanOrEqual(1400);
    expect((await client.state()).reason).toMatch(/older ones are lost/);
    rmSync(filler);
    await vi.waitFor(async () => expect((await client.state()).writing).toBe(true), DEADLINE);
    await client.flush();
    const lost = (await client.state()).dropped ?? 0;
    expect(await sentTotal(client)).toBe(recorded + 2000 - lost);
    expect(await client.openIncidents()).toHaveLength(1);
  });

  test('at the start is waited for: the history opens once there is room', async () => {
    const { mount, directory } = smallDisk('2m');
    const filler = fillDisk(mount, 0);
    const client = await open(directory, 1000);
    expect((await client.state()).writing).toBe(false);
    client.record(sample({ at: Date.now() }));
    await expect(client.openIncidents()).rejects.toMatchObject({ code: 'full' });
    rmSync(filler);
    await vi.waitFor(async () => expect((await client.state()).writing).toBe(true), DEADLINE);
    await client.flush();
    expect(await sentTotal(client)).toBe(1);
  });
});

describe('a disk that is read only', () => {
  test('is refused for writing and can be read', async () => {
    const { mount, directory } = smallDisk('8m');
    const client = await open(directory, 1000);
    client.record(sample({ at: Date.now() }));
    await client.close();
    execFileSync('mount', ['-o', 'remount,ro', mount]);
    await expect(open(directory, 1000)).rejects.toMatchObject({ code: 'unwritable' });
    const reader = await openHistoryReader(directory);
    const range = { fromMs: wallMs(Date.now() - 60_000), toMs: wallMs(Date.now() + 1000), points: 1 };
    const { series } = await reader.series({ kinds: ['icmp4'], ...range });
    expect(series[0]?.buckets.reduce((sum, { sent }) => sum + sent, 0)).toBe(1);
    expect((await reader.state()).writing).toBe(false);
    await reader.close();
  });
});
