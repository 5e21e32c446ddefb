import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { type ConfigLoad, loadConfig } from '../../../main/settings/load-config.ts';
import { problemLine } from '../../../main/settings/problem.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const told = (load: ConfigLoad): string => (load.ok ? 'accepted' : problemLine(load.problem));

describe('loadConfig', () => {
  test('a file is read and named', () => {
    const file = join(folder, 'good.json');
    writeFileSync(file, '{"intervalMs": 2000}');
    expect(loadConfig(file, true)).toEqual({
      ok: true,
      config: { ...DEFAULT_CONFIG, intervalMs: 2000 },
      file,
    });
  });

  test('the default file may be missing, a named one must exist', () => {
    const file = join(folder, 'none.json');
    expect(loadConfig(file, false)).toEqual({ ok: true, config: DEFAULT_CONFIG, file: null });
    expect(told(loadConfig(file, true))).toBe(
      `the configuration cannot be read, ${file}; there is no such file: name a readable file`,
    );
  });

  test('a default file that is there but wrong is not ignored', () => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, '{"intervalMs": }');
    expect(told(loadConfig(file, false))).toMatch(/not valid JSON: expected a value.* line 1 column 16/);
  });

  test('a folder, a path through a file, and something far too large', () => {
    expect(told(loadConfig(folder, true))).toMatch(/it is a folder/);
    const file = join(folder, 'large.json');
    writeFileSync(file, ' '.repeat(1_000_001));
    expect(told(loadConfig(file, true))).toMatch(/1000001 bytes, more than any configuration/);
    expect(told(loadConfig(join(file, 'x'), true))).toMatch(/a part of its path is a file/);
  });

  test('what never ends or may wait is not read', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const file of ['/dev/zero', '/dev/null', pipe]) {
      expect(told(loadConfig(file, true))).toBe(
        `the configuration cannot be read, ${file}; it is not a regular file: name a readable file`,
      );
      expect(loadConfig(file, false).ok).toBe(false);
    }
  });

  test('a file that claims to be empty is read up to the limit only', () => {
    expect(told(loadConfig('/proc/self/status', true))).toMatch(/not valid JSON/);
    expect(told(loadConfig('/proc/kallsyms', true))).toMatch(/more than 1000000 bytes/);
  });

  test('a file as long as is allowed', () => {
    const file = join(folder, 'longest.json');
    writeFileSync(file, '{}'.padEnd(1_000_000));
    expect(loadConfig(file, true)).toMatchObject({ ok: true });
  });
});
