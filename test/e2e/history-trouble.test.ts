import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { wallMs } from '../../main/domain/model/units.ts';
import { openHistoryReader } from '../../main/history/reader.ts';
import { type HomeLab, startHome } from '../lab/net/home.ts';
import { type Line, startMonitorProcess } from '../support/monitor-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DEADLINE = { timeout: 60_000, interval: 100 };

/** A disk of its own, made before the lab: its machines see what was mounted by then. */
const smallDisk = mkdtempSync(join(tmpdir(), 'faultline-test-disk-'));
let lab: HomeLab;
beforeAll(async () => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', smallDisk]);
  lab = await startHome();
});
afterAll(async () => {
  await lab.stop();
  execFileSync('umount', ['-l', smallDisk]);
  rmSync(smallDisk, { recursive: true });
});

const isReply = (line: Line): boolean => line['type'] === 'sample' && line['outcome'] === 'reply';

/** Answers that are in the file; 0 where there is none. */
async function remembered(directory: string): Promise<number> {
  const reader = await openHistoryReader(directory).catch(() => null);
  if (reader === null) return 0;
  try {
    const toMs = wallMs(Date.now() + 60_000);
    const { series } = await reader.series({
      kinds: ['tcp4'],
      fromMs: wallMs(toMs - 3_600_000),
      toMs,
      points: 1,
    });
    return series[0]?.buckets.reduce((sum, { received }) => sum + received, 0) ?? 0;
  } finally {
    await reader.close();
  }
}

test('started on a full disk, the monitor measures, says so, and writes once there is room', async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  symlinkSync(smallDisk, data);
  const filler = join(smallDisk, 'filler');
  expect(() => writeFileSync(filler, new Uint8Array(4_000_000))).toThrow(/ENOSPC/);
  const monitor = startMonitorProcess(lab, { folder });
  await monitor.waitFor('an answer', isReply);
  await vi.waitFor(
    () => expect(monitor.stderr()).toMatch(/history is not being written: The disk .* is full/),
    DEADLINE,
  );
  rmSync(filler);
  await vi.waitFor(async () => expect(await remembered(data)).toBeGreaterThan(0), DEADLINE);
  expect(await monitor.end()).toBe(0);
});

test('a data folder deleted under the monitor is told, and begun anew', async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  const monitor = startMonitorProcess(lab, { folder });
  await vi.waitFor(async () => expect(await remembered(data)).toBeGreaterThan(0), DEADLINE);
  rmSync(data, { recursive: true });
  await vi.waitFor(async () => expect(await remembered(data)).toBeGreaterThan(0), DEADLINE);
  expect(await monitor.end()).toBe(0);
  expect(monitor.stderr()).toMatch(/history is not being written: .* was taken away .*; a new one is begun/);
});
