import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../main/domain/model/units.ts';
import { AUDIT_FILE, olderFile, openAudit } from '../../../main/encapsulation/audit/open-audit.ts';
import { readAudit } from '../../../main/encapsulation/audit/read-audit.ts';
import type { AuditEntry } from '../../../main/encapsulation/types.ts';
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
    const read = readAudit(directory, 100);
    expect(read.length).toBeGreaterThan(2);
    expect(read[0]?.sent).toBe(8);
    expect(read.map(({ sent }) => sent)).toEqual([...read.map(({ sent }) => sent)].sort((a, b) => b - a));
  });

  test('without a folder is kept nowhere', async () => {
    const { file, add } = openAudit({ directory: null });
    expect(file).toBeNull();
    await expect(add(entry(1))).resolves.toBeUndefined();
  });

  test('that can not be written rejects', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'file'), '');
    const { add } = openAudit({ directory: join(directory, 'file', 'below') });
    await expect(add(entry(1))).rejects.toThrow(/ENOTDIR/);
  });
});

describe('reading it', () => {
  test('nothing was sent: nothing to read', () => {
    expect(readAudit(temporaryFolder(), 10)).toEqual([]);
  });

  test('the newest first, as many as asked for, without what is none of ours', async () => {
    const directory = temporaryFolder();
    const { add, file } = openAudit({ directory });
    await add(entry(1));
    writeFileSync(file ?? '', 'no JSON\n{"at":1}\n', { flag: 'a' });
    await add(entry(2));
    await add(entry(3));
    expect(readAudit(directory, 2).map(({ sent }) => sent)).toEqual([3, 2]);
    expect(readAudit(directory, 9).map(({ sent }) => sent)).toEqual([3, 2, 1]);
  });
});
