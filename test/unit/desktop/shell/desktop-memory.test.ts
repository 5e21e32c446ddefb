import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDesktopMemory } from '../../../../main/desktop/app/desktop-memory.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const unexpected = (what: string): never => {
  throw new Error(what);
};

test('the first start is the first one only, even if it ends badly', () => {
  const file = join(temporaryFolder(), 'desktop', 'windows.json');
  expect(openDesktopMemory(file, unexpected).firstStart).toBe(true);
  expect(openDesktopMemory(file, unexpected).firstStart).toBe(false);
});

test('sizes come back at the next start', () => {
  const file = join(temporaryFolder(), 'windows.json');
  const memory = openDesktopMemory(file, unexpected);
  expect(memory.size('dashboard')).toBeNull();
  memory.remember('dashboard', { width: 800, height: 600 });
  memory.remember('settings', { width: 500, height: 700 });
  memory.remember('dashboard', { width: 900, height: 640 });
  const next = openDesktopMemory(file, unexpected);
  expect(next.size('dashboard')).toEqual({ width: 900, height: 640 });
  expect(next.size('settings')).toEqual({ width: 500, height: 700 });
});

describe('a damaged file', () => {
  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"windows":[]}',
    '{"windows":{"dashboard":{"width":"800","height":600}}}',
    '{"windows":{"dashboard":{"width":-1,"height":600}}}',
    '{"windows":{"dashboard":{"width":800.5,"height":600}}}',
    '{"windows":{"dashboard":{"width":1e9,"height":600}}}',
    '{"windows":{"dashboard":{"width":800}}}',
  ])('%j is as good as none, but no first start', (text) => {
    const file = join(temporaryFolder(), 'windows.json');
    writeFileSync(file, text);
    const memory = openDesktopMemory(file, unexpected);
    expect(memory.firstStart).toBe(false);
    expect(memory.size('dashboard')).toBeNull();
    memory.remember('dashboard', { width: 800, height: 600 });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      windows: { dashboard: { width: 800, height: 600 } },
    });
  });
});

test('a folder in its place is logged, not thrown', () => {
  const file = join(temporaryFolder(), 'windows.json');
  mkdirSync(file);
  const logged: string[] = [];
  const memory = openDesktopMemory(file, (what) => logged.push(what));
  memory.remember('dashboard', { width: 800, height: 600 });
  expect(memory.size('dashboard')).toEqual({ width: 800, height: 600 });
  expect(logged).toHaveLength(1);
});

test('an unchanged size is not written again', () => {
  const file = join(temporaryFolder(), 'windows.json');
  const memory = openDesktopMemory(file, unexpected);
  memory.remember('dashboard', { width: 800, height: 600 });
  writeFileSync(file, 'untouched');
  memory.remember('dashboard', { width: 800, height: 600 });
  expect(readFileSync(file, 'utf8')).toBe('untouched');
  expect(existsSync(`${file}.new`)).toBe(false);
});
