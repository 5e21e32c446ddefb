import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exportRange } from '../../../main/app/export/export-range.ts';
import type { ExportOptions } from '../../../main/app/export/types.ts';
import type { ProbeRow } from '../../../main/domain/model/measured.ts';
import { wallMs } from '../../../main/domain/model/units.ts';

/** A disk of its own, made as asked. */
function disk(options: string): string {
  const mount = mkdtempSync(join(tmpdir(), `export-disk-${process.pid}-`));
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', mount]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', mount]);
    rmSync(mount, { recursive: true, force: true });
  });
  return mount;
}

const PROBE: ProbeRow = {
  ...{ resolution: 'raw', kind: 'icmp4', anchor: '192.0.2.1', atMs: wallMs(5), outcome: 'reply' },
  ...{ rttMs: 10, via: 'helper', detail: '' },
};

const to = (file: string): ExportOptions => ({
  file,
  format: 'csv',
  fromMs: wallMs(0),
  toMs: wallMs(10),
  nowMs: wallMs(10),
  zone: 'UTC',
  version: '0',
  history: {
    flush: async () => {},
    async *measured() {
      for (let page = 0; page < 100; page += 1) yield Array.from({ length: 1000 }, () => PROBE);
    },
    async *allIncidents() {},
    gaps: async () => [],
  },
});

test('a disk that fills up: said in words, no half file, and the export of before is whole', async () => {
  const mount = disk('size=1m');
  const file = join(mount, 'out.csv');
  writeFileSync(file, 'before');
  const result = await exportRange(to(file));
  expect(result).toMatchObject({
    type: 'failed',
    trouble: {
      what: `The disk that holds ${mount} is full.`,
      wayOut: expect.stringContaining('Free some space'),
    },
  });
  expect(readdirSync(mount)).toEqual(['out.csv']);
  expect(readFileSync(file, 'utf8')).toBe('before');
});

test('a disk that can only be read', async () => {
  const mount = disk('size=1m,ro');
  expect(await exportRange(to(join(mount, 'out.csv')))).toMatchObject({
    type: 'failed',
    trouble: { what: `${mount} can only be read.`, wayOut: 'Choose another folder.' },
  });
});
