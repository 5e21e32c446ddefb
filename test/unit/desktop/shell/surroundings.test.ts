import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foldersOf } from '../../../../main/desktop/app/folders.ts';
import { openLog } from '../../../../main/desktop/app/log-file.ts';
import { makeFolder } from '../../../../main/desktop/app/make-folder.ts';
import { backgroundColor } from '../../../../main/desktop/windows/window-colors.ts';
import { MINIMUM, sizeFor } from '../../../../main/desktop/windows/window-options.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('folders', () => {
  test('follow XDG, and the headless monitor', () => {
    const env = { XDG_CONFIG_HOME: '/x/config', XDG_DATA_HOME: '/x/data' };
    expect(foldersOf({ platform: 'linux', home: '/home/u', env })).toEqual({
      data: '/x/data/faultline',
      configFile: '/x/config/faultline/config.json',
      desktop: '/x/config/faultline/desktop',
    });
  });

  test('are made for their owner alone', () => {
    const folder = join(temporaryFolder(), 'deep', 'desktop');
    makeFolder(folder);
    makeFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('that cannot be made fail with the way out', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(join(file, 'desktop'))).toThrow(/can't be used .* Check who owns it/);
    expect(() => makeFolder('/proc/nowhere')).toThrow(/can't be used/);
  });

  test('have their usual places without it', () => {
    expect(foldersOf({ platform: 'linux', home: '/home/u', env: {} }).desktop).toBe(
      '/home/u/.config/faultline/desktop',
    );
  });
});

describe('the log', () => {
  test('keeps what happened, with the trace', () => {
    const file = join(temporaryFolder(), 'deep', 'faultline.log');
    const told: string[] = [];
    const log = openLog(file, (text) => told.push(text));
    log('it broke', new Error('why'));
    log('it just is', null);
    log('with a value', { a: 1 });
    const lines = readFileSync(file, 'utf8');
    expect(lines).toMatch(/^\d{4}-\d\d-\d\dT.* it broke: Error: why\n\s+at /);
    expect(lines).toMatch(/Z it just is\n/);
    expect(lines).toContain('with a value: { a: 1 }');
    expect(told.join('')).toBe(lines);
  });

  test('never grows without end: one full file is kept', () => {
    const file = join(temporaryFolder(), 'faultline.log');
    writeFileSync(file, 'x'.repeat(500_001));
    openLog(file, () => undefined)('after', null);
    expect(readFileSync(file, 'utf8')).toMatch(/after\n$/);
    expect(readFileSync(file, 'utf8').length).toBeLessThan(200);
    expect(readFileSync(`${file}.old`, 'utf8')).toHaveLength(500_001);
  });

  test('that cannot be written is no failure', () => {
    const file = join(temporaryFolder(), 'faultline.log');
    mkdirSync(file);
    const told: string[] = [];
    openLog(file, (text) => told.push(text))('only standard error hears', null);
    expect(told).toHaveLength(1);
  });
});

describe('a window', () => {
  const room = { width: 1280, height: 800 };

  test('has the remembered size, else its first one', () => {
    expect(sizeFor('dashboard', { width: 640, height: 500 }, room)).toEqual({ width: 640, height: 500 });
    expect(sizeFor('dashboard', null, room)).toEqual({ width: 1000, height: 760 });
  });

  test('is never larger than the screen, nor smaller than its pages have a layout for', () => {
    expect(sizeFor('dashboard', { width: 5000, height: 5000 }, room)).toEqual(room);
    expect(sizeFor('settings', { width: 1, height: 1 }, room)).toEqual(MINIMUM);
    expect(sizeFor('dashboard', null, { width: 320, height: 200 })).toEqual(MINIMUM);
  });

  test('has the background of its theme before it is painted', () => {
    expect(backgroundColor(true)).not.toBe(backgroundColor(false));
  });
});
