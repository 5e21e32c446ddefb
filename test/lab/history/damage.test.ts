import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { artifact } from '../../../main/artifact.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { HistoryClient } from '../../../main/history/client.ts';
import { Database } from '../../../main/history/store/database.ts';
import { fileOf } from '../../../main/history/store/files.ts';
import { incident, LIMITS, raised, sample } from '../../unit/history/fixtures.ts';

const PAGE = 4096;

/** Overwrites every page after the first while another thread has the file open, as a failing disk would. */
function scribble(path: string): void {
  const file = openSync(path, 'r+');
  const noise = new Uint8Array(PAGE).fill(0xa5);
  for (let at = PAGE; at < statSync(path).size; at += PAGE) writeSync(file, noise, 0, PAGE, at);
  closeSync(file);
}

/** A write by another connection also makes the worker's one forget what it has read. */
function moveLogIntoFile(path: string): void {
  const other = new Database(path, { busyMs: 5000 });
  other.exec('CREATE TABLE other (a)');
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  other.close();
}

test('damage met while running: the file goes aside, recording goes on in a new one', async () => {
  const directory = mkdtempSync(join(tmpdir(), `history-damage-${process.pid}-`));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const client = await HistoryClient.open(
    { ...LIMITS, directory },
    {
      script: artifact('history-worker.mjs'),
      commitMs: 20,
      retryMs: { first: 20, most: 200 },
      waiting: 200_000,
    },
  );
  onTestFinished(() => client.close());
  const day = {
    kinds: ['icmp4'] as const,
    fromMs: wallMs(Date.now() - 86_400_000),
    toMs: wallMs(Date.now()),
  };
  for (let i = 0; i < 60_000; i += 1) client.record(sample({ at: Date.now() - 80_000_000 + i * 1000 }));
  await client.flush();
  moveLogIntoFile(fileOf(directory));
  scribble(fileOf(directory));

  await vi.waitFor(
    async () => {
      await client.series({ ...day, points: 100 }).catch(() => {
        // Whether the question or the maintenance meets the damage first is not determined.
      });
      client.record(sample({ at: Date.now() }));
      await client.flush().catch(() => {});
      expect((await client.state()).setAside ?? 'nowhere').toContain('history.damaged-');
    },
    { timeout: 60_000, interval: 100 },
  );
  expect(existsSync((await client.state()).setAside ?? '')).toBe(true);
  client.record(raised(incident()));
  await client.flush();
  expect(await client.openIncidents()).toEqual([incident()]);
  expect((await client.state()).writing).toBe(true);
});
