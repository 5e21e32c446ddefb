import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../main/domain/model/units.ts';
import { AUDIT_FILE, olderFile, openAudit } from '../../../main/encapsulation/audit/open-audit.ts';
import { readAudit } from '../../../main/encapsulation/audit/read-audit.ts';
import type { AuditEntry, AuditRun } from '../../../main/encapsulation/types.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const entry = (sent: number): AuditEntry => ({
  atMs: wallMs(Date.UTC(2026, 0, 2)),
  what: 'path probe',
  network: 'home',
  source: '192.0.2.10',
  path: ['198.51.100.1', '198.51.100.2'],
  sent,
  durationMs: 1500,
  end: 'done',
});

const { sent: _, durationMs: __, end: ___, ...run } = entry(0);
const RUN: AuditRun = { ...run, run: 'one' };

describe('the log', () => {
  test('is one JSON object a line, for its owner alone, in a folder that is made', async () => {
    const folder = join(temporaryFolder(), 'new');
    const { file, add } = openAudit({ directory: folder });
    await add(entry(1));
    await add(entry(2));
    expect(file).toBe(join(folder, AUDIT_FILE));
    const lines = readFileSync(file ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).sent)).toEqual([1, 2]);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      at: '2026-01-02T00:00:00.000Z',
      what: 'path probe',
      network: 'home',
      source: '192.0.2.10',
      path: ['198.51.100.1', '198.51.100.2'],
      sent: 1,
      durationMs: 1500,
      end: 'done',
    });
    expect(statSync(file ?? '').mode & 0o777).toBe(0o600);
  });

  test('beyond its bound a new file is begun, and one before it is kept', async () => {
    const directory = temporaryFolder();
    const { add } = openAudit({ directory, bytes: 400 });
    for (let sent = 0; sent < 9; sent += 1) await add(entry(sent));
    const file = join(directory, AUDIT_FILE);
    expect(statSync(file).size).toBeLessThan(800);
    expect(existsSync(olderFile(file))).toBe(true);
    const read = readAudit(directory, 100).runs;
    expect(read.length).toBeGreaterThan(2);
    expect(read[0]?.sent).toBe(8);
    expect(read.map(({ sent }) => sent)).toEqual(
      [...read.map(({ sent }) => sent)].sort((a, b) => Number(b) - Number(a)),
    );
  });

  test('without a folder is kept nowhere', async () => {
    const { file, add } = openAudit({ directory: null });
    expect(file).toBeNull();
    await expect(add(entry(1))).resolves.toBeUndefined();
  });

  test('that can not be written rejects', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'file'), '');
    const { add, begin } = openAudit({ directory: join(directory, 'file', 'below') });
    expect(() => begin(RUN)).toThrow(/ENOTDIR/);
    await expect(add(entry(1))).rejects.toThrow(/ENOTDIR/);
  });
});

describe('reading it', () => {
  test('nothing was sent: nothing to read', () => {
    expect(readAudit(temporaryFolder(), 10)).toEqual({ runs: [], damaged: 0 });
  });

  test('the newest first, as many as asked for; what is none of ours is counted', async () => {
    const directory = temporaryFolder();
    const { add, file } = openAudit({ directory });
    await add(entry(1));
    writeFileSync(file ?? '', 'no JSON\n{"at":1}\n', { flag: 'a' });
    await add(entry(2));
    await add(entry(3));
    expect(readAudit(directory, 2).runs.map(({ sent }) => sent)).toEqual([3, 2]);
    expect(readAudit(directory, 9).runs.map(({ sent }) => sent)).toEqual([3, 2, 1]);
    expect(readAudit(directory, 2).damaged).toBe(2);
  });

  test('a line that was cut short does not swallow the next', async () => {
    const directory = temporaryFolder();
    const { add, begin, file } = openAudit({ directory });
    writeFileSync(file ?? '', '{"broken');
    begin(RUN);
    await add({ ...entry(5), ...RUN });
    const { runs, damaged } = readAudit(directory, 9);
    expect([runs.map(({ sent }) => sent), damaged]).toEqual([[5], 1]);
  });

  test('a run that has not ended is told of without its figures, one that has once', async () => {
    const directory = temporaryFolder();
    const { add, begin } = openAudit({ directory });
    begin(RUN);
    begin({ ...RUN, what: 'calibration' });
    begin({ ...RUN, run: 'two' });
    await add({ ...entry(7), run: 'two' });
    const { runs } = readAudit(directory, 9);
    expect(runs.map(({ run, what, sent, durationMs }) => [run, what, sent, durationMs])).toEqual([
      ['two', 'path probe', 7, 1500],
      ['one', 'calibration', null, null],
      ['one', 'path probe', null, null],
    ]);
    expect(runs[1]).toMatchObject({ end: 'still runs, or was cut off', path: RUN.path });
  });
});
