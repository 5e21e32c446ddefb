import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import { describe, expect, test } from 'vitest';
import type { Migrations } from '../../../../main/desktop/settings/migrations.ts';
import { MIGRATIONS, SETTINGS_VERSION } from '../../../../main/desktop/settings/migrations.ts';
import { lastGoodFile, SettingsKeeper } from '../../../../main/desktop/settings/settings-keeper.ts';
import type { OpenStore } from '../../../../main/desktop/settings/store.ts';
import type { Config } from '../../../../main/domain/model/config.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { loadConfig } from '../../../../main/settings/load-config.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** What electron-store is made of; it takes the name of the file by another option. */
const openConf: OpenStore = ({ name, ...options }) => new Conf({ ...options, configName: name });

interface Over {
  readonly openStore?: OpenStore;
  readonly version?: string;
  readonly migrations?: Migrations;
}

const open = (file: string, over: Over = {}): SettingsKeeper =>
  new SettingsKeeper({
    file,
    openStore: openConf,
    version: SETTINGS_VERSION,
    migrations: MIGRATIONS,
    nowMs: () => Date.UTC(2026, 10, 21, 14, 0, 0),
    ...over,
  });

const newFile = (): string => join(temporaryFolder(), 'faultline', 'config.json');

/** A file in a folder that is there, with this in it. */
function fileWith(content: unknown): string {
  const file = newFile();
  mkdirSync(join(file, '..'));
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const json = (file: string): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8'));
const modeOf = (path: string): number => statSync(path).mode & 0o777;
const filesBeside = (file: string): string[] => readdirSync(join(file, '..')).sort();
const slow: Config = { ...DEFAULT_CONFIG, intervalMs: 5000, dnsName: 'Example.ORG' };
const mark = (version: string) => ({ __internal__: { migrations: { version } } });

describe('an ordinary life', { timeout: 60_000 }, () => {
  test('no file: the defaults, and nothing is written before something is changed', () => {
    const file = newFile();
    const keeper = open(file);
    expect([keeper.path, keeper.config, keeper.trouble]).toEqual([file, DEFAULT_CONFIG, null]);
    expect(existsSync(file)).toBe(false);
  });

  test('saved settings are there at the next start, for the command line too, for the owner alone', () => {
    const file = newFile();
    expect(open(file).save(slow)).toEqual({ ok: true });
    expect(open(file).config).toEqual(slow);
    expect(open(file).trouble).toBeNull();
    expect(loadConfig(file, true)).toEqual({ ok: true, config: slow, file });
    expect([modeOf(file), modeOf(lastGoodFile(file)), modeOf(join(file, '..'))]).toEqual([
      0o600, 0o600, 0o700,
    ]);
    expect(json(file)['__internal__']).toEqual({ migrations: { version: SETTINGS_VERSION } });
    expect(filesBeside(file)).toEqual(['config.json', 'config.last-good.json']);
  });

  test('a file written by hand is taken as it is, and not touched by reading it', () => {
    const text = '{"intervalMs": 2000, "thresholds": {"lossPercent": 20}}';
    const file = fileWith(text);
    const keeper = open(file);
    expect(keeper.config).toEqual({
      ...DEFAULT_CONFIG,
      intervalMs: 2000,
      thresholds: { ...DEFAULT_CONFIG.thresholds, lossPercent: 20 },
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(keeper.save({ ...keeper.config, dnsName: 'example.net' })).toEqual({ ok: true });
    expect(open(file).config).toMatchObject({ intervalMs: 2000, dnsName: 'example.net' });
    expect(modeOf(file)).toBe(0o600);
  });

  test('many changes in one run', () => {
    const file = newFile();
    const keeper = open(file);
    for (let intervalMs = 1000; intervalMs < 1020; intervalMs += 1) {
      expect(keeper.save({ ...slow, intervalMs }).ok).toBe(true);
      expect(keeper.config.intervalMs).toBe(intervalMs);
    }
    expect(open(file).config.intervalMs).toBe(1019);
    expect(filesBeside(file)).toHaveLength(2);
  });

  test('a link to a file elsewhere stays one', () => {
    const file = fileWith({});
    const real = join(file, '..', 'dotfiles.json');
    writeFileSync(real, '{}');
    rmSync(file);
    symlinkSync(real, file);
    expect(open(file).save(slow).ok).toBe(true);
    expect(json(real)).toMatchObject({ intervalMs: 5000 });
  });
});

describe('a damaged or invalid file is set aside, never deleted', () => {
  const DAMAGES: readonly [string, string, RegExp][] = [
    ['half a file', '{"intervalMs": 50', /not valid JSON: .* line 1 column/],
    ['nothing', '', /not valid JSON/],
    ['zeros, as after a power cut', '\0'.repeat(4096), /not valid JSON/],
    ['a wrong value', '{"intervalMs": 5}', /"intervalMs" is too small, .*; the least is 1000/],
    ['an unknown key', '{"intervallMs": 5000}', /unknown key "intervallMs".*did you mean "intervalMs"/],
    ['no object', '[]', /the configuration has the wrong type/],
    ['far too long', ' '.repeat(1_000_001), /1000001 bytes/],
    ['a mark that is none', '{"__internal__": 5, "x": 1}', /unknown key "x"/],
  ];

  test.each(DAMAGES)('%s: the last good settings are in force', (_, content, why) => {
    const file = newFile();
    open(file).save(slow);
    writeFileSync(file, content);
    const keeper = open(file);
    expect(keeper.config).toEqual(slow);
    const aside = join(file, '..', 'config.damaged-20261121T140000Z.json');
    expect(readFileSync(aside, 'utf8')).toBe(content);
    expect(keeper.trouble?.what).toMatch(why);
    expect(keeper.trouble?.wayOut).toBe(`It was set aside as ${aside}; the last good settings are in force.`);
    // The command line and the next start see them again.
    expect(loadConfig(file, true)).toMatchObject({ ok: true, config: slow });
    expect([open(file).config, open(file).trouble]).toEqual([slow, null]);
  });

  test('without a last good copy: the defaults', () => {
    const file = fileWith('{"intervalMs": ');
    const keeper = open(file);
    expect(keeper.config).toEqual(DEFAULT_CONFIG);
    expect(keeper.trouble?.wayOut).toMatch(/; the defaults are in force\.$/);
    expect(keeper.save(slow)).toEqual({ ok: true });
    expect(keeper.trouble).toBeNull();
    expect(open(file).config).toEqual(slow);
  });

  test('the last good copy is damaged too: the defaults, and nothing is lost', () => {
    const file = newFile();
    open(file).save(slow);
    writeFileSync(file, 'x');
    writeFileSync(lastGoodFile(file), 'y');
    const keeper = open(file);
    expect(keeper.config).toEqual(DEFAULT_CONFIG);
    expect(keeper.save(slow)).toEqual({ ok: true });
    const contents = filesBeside(file).map((name) => readFileSync(join(file, '..', name), 'utf8'));
    expect(contents).toContain('x');
    expect(contents).toContain('y');
  });

  test('twice within a second: two names', () => {
    const file = fileWith('one');
    open(file);
    writeFileSync(file, 'two');
    open(file);
    expect(filesBeside(file).filter((name) => name.includes('damaged'))).toEqual([
      'config.damaged-20261121T140000Z-2.json',
      'config.damaged-20261121T140000Z.json',
    ]);
  });

  test('a folder in its place', () => {
    const file = newFile();
    mkdirSync(file, { recursive: true });
    const keeper = open(file);
    expect(keeper.trouble?.what).toMatch(/it is a folder/);
    expect(keeper.save(slow)).toEqual({ ok: true });
    expect(open(file).config).toEqual(slow);
  });

  test('damaged while the app runs: the next change sets it aside and is kept', () => {
    const file = newFile();
    open(file).save(slow);
    const keeper = open(file);
    writeFileSync(file, 'damaged meanwhile');
    expect(keeper.save({ ...slow, intervalMs: 7000 })).toEqual({ ok: true });
    expect(open(file).config.intervalMs).toBe(7000);
    expect(filesBeside(file)).toContain('config.damaged-20261121T140000Z.json');
  });

  test('gone: the last good settings come back, and that is said', () => {
    const file = newFile();
    open(file).save(slow);
    rmSync(file);
    const keeper = open(file);
    expect(keeper.config).toEqual(slow);
    expect(keeper.trouble?.what).toMatch(/was gone\.$/);
    expect(loadConfig(file, true)).toMatchObject({ ok: true, config: slow });
  });
});

describe('what can not be written or read', () => {
  const failing =
    (code: string): OpenStore =>
    () => {
      throw Object.assign(new Error(`${code}: no`), { code });
    };

  test.each([
    ['EROFS', 'that disk can only be read'],
    ['ENOSPC', 'the disk is full'],
    ['EACCES', 'you may not write there'],
    ['EXOTIC', 'EXOTIC: no'],
  ])('%s: refused with the reason, and the running settings stay', (code, reason) => {
    const file = fileWith({ intervalMs: 2000 });
    const keeper = open(file, { openStore: failing(code) });
    const before = keeper.config;
    expect(before.intervalMs).toBe(2000);
    expect(keeper.trouble).toBeNull();
    expect(keeper.save(slow)).toEqual({ ok: false, reason });
    expect(keeper.config).toBe(before);
    expect(json(file)).toEqual({ intervalMs: 2000 });
  });

  test('a folder whose name is taken by a file', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'faultline'), '');
    const keeper = open(join(folder, 'faultline', 'config.json'));
    expect(keeper.config).toEqual(DEFAULT_CONFIG);
    expect(keeper.trouble?.what).toMatch(/can not be read: .*a part of its path is a file\.$/);
    expect(keeper.save(slow).ok).toBe(false);
    expect(keeper.config).toEqual(DEFAULT_CONFIG);
  });

  test('it becomes unwritable in a running app', () => {
    const file = newFile();
    let broken = false;
    const keeper = open(file, {
      openStore: (options) => {
        const store = openConf(options);
        return {
          get store() {
            return store.store;
          },
          set store(value) {
            if (broken) throw Object.assign(new Error('read-only'), { code: 'EROFS' });
            store.store = value;
          },
        };
      },
    });
    expect(keeper.save(slow)).toEqual({ ok: true });
    broken = true;
    expect(keeper.save(DEFAULT_CONFIG)).toEqual({ ok: false, reason: 'that disk can only be read' });
    expect(keeper.config).toEqual(slow);
    broken = false;
    expect(keeper.save(DEFAULT_CONFIG)).toEqual({ ok: true });
    expect(open(file).config).toEqual(DEFAULT_CONFIG);
  });

  test('a damaged file that can not be moved either is left, and said', () => {
    const file = fileWith('damaged');
    // Each name that it could get is longer than a file name may be.
    const long = join(file, '..', `${'x'.repeat(245)}.json`);
    writeFileSync(long, 'damaged');
    const keeper = open(long);
    expect(keeper.config).toEqual(DEFAULT_CONFIG);
    expect(keeper.trouble?.wayOut).toMatch(
      /^It could not be set aside either .*the defaults are in force\.$/,
    );
    expect(keeper.save(slow).ok).toBe(false);
    expect(readFileSync(long, 'utf8')).toBe('damaged');
  });

  test('a mode that lets others read it is narrowed by the next change', () => {
    const file = fileWith({});
    chmodSync(file, 0o666);
    open(file).save(slow);
    expect(modeOf(file)).toBe(0o600);
  });
});

describe('versions', () => {
  const toTwo: Migrations = {
    '2.0.0': (store) => {
      if (!store.has('pauseMs')) return;
      store.set('intervalMs', store.get('pauseMs'));
      store.delete('pauseMs');
    },
  };

  test('an old file is migrated once, and kept as it was', () => {
    const old = { pauseMs: 3000, dnsName: 'example.net', ...mark('1.0.0') };
    const file = fileWith(old);
    const keeper = open(file, { version: '2.0.0', migrations: toTwo });
    expect(keeper.config).toMatchObject({ intervalMs: 3000, dnsName: 'example.net' });
    expect(keeper.trouble).toBeNull();
    expect(json(file)).toMatchObject({ intervalMs: 3000, ...mark('2.0.0') });
    const kept = filesBeside(file).filter((name) => name.includes('.old-'));
    expect(kept).toEqual(['config.old-20261121T140000Z.json']);
    expect(json(join(file, '..', kept[0] ?? ''))).toEqual(old);
    open(file, { version: '2.0.0', migrations: toTwo });
    expect(filesBeside(file).filter((name) => name.includes('.old-'))).toEqual(kept);
  });

  test('a file by hand has no version: only what it finds is changed', () => {
    const file = fileWith({ intervalMs: 4000 });
    expect(open(file, { version: '2.0.0', migrations: toTwo }).config.intervalMs).toBe(4000);
  });

  test('a migration that fails or leaves nonsense: set aside, as any other damage', () => {
    const broken: Migrations = {
      '2.0.0': (store) => {
        if (store.has('pauseMs')) throw new Error('a bug');
      },
    };
    const nonsense: Migrations = {
      '2.0.0': (store) => {
        if (store.has('pauseMs')) store.set('intervalMs', 'soon');
      },
    };
    for (const migrations of [broken, nonsense]) {
      const file = fileWith({ pauseMs: 3000 });
      const keeper = open(file, { version: '2.0.0', migrations });
      expect(keeper.config).toEqual(DEFAULT_CONFIG);
      expect(keeper.trouble?.what).toMatch(/brought up to date/);
      const contents = filesBeside(file).map((name) => readFileSync(join(file, '..', name), 'utf8'));
      expect(contents).toContain('{"pauseMs":3000}');
      expect(keeper.save(slow)).toEqual({ ok: true });
    }
  });

  test('a newer file with what is not known here: untouched, its key is named', () => {
    const file = newFile();
    open(file).save(slow);
    const newer = JSON.stringify({ ...mark('3.0.0'), intervalMs: 9000, gamma: true });
    writeFileSync(file, newer);
    const keeper = open(file);
    expect(keeper.config).toEqual(slow);
    expect(keeper.trouble?.what).toMatch(/newer Faultline and holds what .*unknown key "gamma", .* line 1/);
    expect(keeper.trouble?.wayOut).toMatch(/left as it is, the last good settings are in force/);
    expect(keeper.save(DEFAULT_CONFIG)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/version 3\.0\.0/),
    });
    expect(keeper.config).toEqual(slow);
    expect(readFileSync(file, 'utf8')).toBe(newer);
    expect(filesBeside(file)).toEqual(['config.json', 'config.last-good.json']);
  });

  test('a newer file that is understood: in force, and untouched', () => {
    const newer = JSON.stringify({ ...mark('1.0.1'), intervalMs: 9000 });
    const file = fileWith(newer);
    const keeper = open(file);
    expect(keeper.config.intervalMs).toBe(9000);
    expect(keeper.trouble?.what).toMatch(/newer Faultline \(settings version 1\.0\.1\)/);
    expect(keeper.save(slow).ok).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe(newer);
    expect(filesBeside(file)).toEqual(['config.json']);
  });
});

describe('the schema given to the store', () => {
  test('takes all that the settings take, and is a second wall for what they do not', () => {
    const file = newFile();
    const keeper = open(file);
    const full: Config = {
      ...DEFAULT_CONFIG,
      dnsName: 'UPPER.example.',
      portalUrl: '',
      anchors: [{ kind: 'gateway', address: 'fe80::1%br-lan' }],
      notifications: { ...DEFAULT_CONFIG.notifications, muted: ['dns', 'total'] },
    };
    expect(keeper.save(full)).toEqual({ ok: true });
    const wrong: unknown = { ...DEFAULT_CONFIG, intervalMs: 5, colour: 'red' };
    expect(keeper.save(wrong as Config)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/schema violation/),
    });
    expect(keeper.config).toEqual(full);
  });
});
