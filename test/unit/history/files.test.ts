import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MalformedBlock } from '../../../main/history/codec/bytes.ts';
import { HistoryError } from '../../../main/history/errors.ts';
import { readIncidents } from '../../../main/history/events/incidents.ts';
import { failureCode, isRejection, toHistoryError } from '../../../main/history/store/failures.ts';
import { fileOf, isLocked, setFileAside } from '../../../main/history/store/files.ts';
import { incident, openStore, raised, sample, stream, T0, tempFolder } from './fixtures.ts';

const STAMP = '20260101T000000Z';

/** A closed history with something in it. */
function written(): string {
  const held = openStore();
  held.store.commit([...stream(T0, 3000), raised(incident())]);
  held.setNow(T0 + 3_600_000 * 2);
  held.settle();
  held.store.close();
  return held.directory;
}

function overwrite(path: string, at: number, bytes: Uint8Array): void {
  const content = readFileSync(path);
  content.set(bytes, at);
  writeFileSync(path, content);
}

test('nobody else can read what was measured, also in a folder that is open to all', () => {
  const before = process.umask(0o022);
  try {
    const directory = tempFolder();
    chmodSync(directory, 0o755);
    const held = openStore({ directory });
    held.store.commit(stream(T0, 3000));
    const names = readdirSync(directory);
    expect(names).toEqual(expect.arrayContaining(['history.lock', 'history.sqlite', 'history.sqlite-wal']));
    expect(names.filter((name) => (statSync(join(directory, name)).mode & 0o777) !== 0o600)).toEqual([]);
    held.store.close();
  } finally {
    process.umask(before);
  }
});

describe('a file that is taken away under its writer', () => {
  const takings: [string, number | null, (directory: string) => void][] = [
    ['the folder is deleted', T0, (directory) => rmSync(directory, { recursive: true })],
    ['the file alone is deleted', T0, (directory) => rmSync(fileOf(directory))],
    ['the file is moved', T0, (directory) => renameSync(fileOf(directory), join(directory, 'elsewhere'))],
    [
      'another file takes its place',
      null,
      (directory) => {
        const other = written();
        rmSync(directory, { recursive: true });
        renameSync(other, directory);
      },
    ],
  ];
  test.each(takings)('%s: the next commit says so, and a new file takes the rest', (_, begunAnewMs, take) => {
    const { store, directory } = openStore();
    store.commit([sample()]);
    take(directory);
    expect(() => store.commit([sample()])).toThrow(/was taken away while it was being written/);
    expect(store.begunAnewMs).toBeNull();
    store.replaceMissing();
    expect(store.begunAnewMs).toBe(begunAnewMs);
    const late = incident({ id: 'total-2' });
    store.commit([raised(late)]);
    store.close();
    expect(isLocked(directory)).toBe(false);
    const again = openStore({ directory });
    expect(readIncidents(again.store.database, {})).toContainEqual({ ...late, note: '' });
    expect(again.store.lastAlive).toBe(T0);
  });

  test('whoever has begun to write there meanwhile goes on alone', () => {
    const { store, directory } = openStore();
    rmSync(directory, { recursive: true });
    const { store: other } = openStore({ directory });
    expect(() => store.commit([])).toThrow(/taken away/);
    expect(() => store.replaceMissing()).toThrow(/already writing/);
    other.commit([raised(incident())]);
    expect(readIncidents(other.database, {})).toMatchObject([incident()]);
  });
});

describe('a damaged file is set aside and a new one begun', () => {
  const damages: [string, (path: string) => void][] = [
    ['garbage all over', (path) => writeFileSync(path, 'garbage '.repeat(3000))],
    ['a destroyed header', (path) => overwrite(path, 0, new Uint8Array(100).fill(0x55))],
    ['cut in half', (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2 / 4096) * 4096)],
    ['cut within the header', (path) => truncateSync(path, 50)],
    [
      'pages overwritten',
      (path) => {
        const { length } = readFileSync(path);
        for (let at = 8192; at < length; at += 4096) overwrite(path, at, new Uint8Array(200).fill(0xff));
      },
    ],
  ];
  test.each(damages)('%s', (_, damage) => {
    const directory = written();
    const path = fileOf(directory);
    damage(path);
    const damaged = readFileSync(path);
    const { store } = openStore({ directory, startAt: T0 });
    expect(store.setAside).toBe(join(directory, `history.damaged-${STAMP}.sqlite`));
    expect(readFileSync(store.setAside ?? '').equals(damaged)).toBe(true);
    store.commit([sample(), raised(incident())]);
    expect(readIncidents(store.database, {})).toHaveLength(1);
    expect(store.database.value('PRAGMA quick_check')).toBe('ok');
  });

  test('its log goes with it, and a second one in the same second gets a name of its own', () => {
    const directory = written();
    for (const end of ['', '-wal', '-shm']) writeFileSync(fileOf(directory) + end, `first${end}`);
    const first = setFileAside(directory, T0);
    writeFileSync(fileOf(directory), 'second');
    const second = setFileAside(directory, T0);
    expect(second).toBe(join(directory, `history.damaged-${STAMP}-2.sqlite`));
    expect(readFileSync(`${first}-wal`, 'utf8')).toBe('first-wal');
    expect(existsSync(`${first}-shm`)).toBe(true);
    expect(readFileSync(second, 'utf8')).toBe('second');
  });

  test('damage met while running: the run goes on in a new file', () => {
    const { store, directory } = openStore();
    store.commit([sample()]);
    const { run } = store;
    store.replaceDamaged();
    store.commit([sample()]);
    expect(store.run).toBe(run);
    expect(store.setAside).toContain('history.damaged-');
    expect(readdirSync(directory)).toContain('history.sqlite');
    expect(store.database.number('SELECT count(*) FROM sample')).toBe(1);
  });
});

describe('the folder', () => {
  test('is made for its owner alone, parents too', () => {
    const directory = join(tempFolder(), 'a', 'b');
    openStore({ directory });
    expect(existsSync(fileOf(directory))).toBe(true);
  });

  test('has one writer; the lock goes with it', () => {
    const held = openStore();
    expect(isLocked(held.directory)).toBe(true);
    const open = (): unknown => openStore({ directory: held.directory });
    expect(open).toThrow(expect.objectContaining({ code: 'in-use' }));
    expect(open).toThrow(/Another Faultline is already writing/);
    held.store.commit([sample()]);
    held.store.close();
    expect(isLocked(held.directory)).toBe(false);
    expect(openStore({ directory: held.directory }).store.run).toBe(2);
  });

  test('that cannot be made is named', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    const open = (): unknown => {
      try {
        return openStore({ directory: join(file, 'data') });
      } catch (error) {
        throw toHistoryError(error, join(file, 'data'));
      }
    };
    expect(open).toThrow(expect.objectContaining({ code: 'unwritable' }));
    expect(open).toThrow(/can't be written in .*file\/data/);
  });

  test('never looked at has no lock', () => {
    expect(isLocked(join(tempFolder(), 'nowhere'))).toBe(false);
    const folder = tempFolder();
    writeFileSync(join(folder, 'history.lock'), '');
    chmodSync(join(folder, 'history.lock'), 0o444);
    expect(isLocked(folder)).toBe(false);
  });
});

describe('causes', () => {
  test.each([
    [{ errcode: 13 }, 'full'],
    [{ errcode: 778, systemErrno: 28 }, 'full'],
    [{ errcode: 14, systemErrno: 122 }, 'full'],
    [{ code: 'ENOSPC' }, 'full'],
    [{ errcode: 11 }, 'damaged'],
    [{ errcode: 267 }, 'damaged'],
    [{ errcode: 26 }, 'damaged'],
    [{ errcode: 5 }, 'in-use'],
    [{ errcode: 8 }, 'unwritable'],
    [{ errcode: 14 }, 'unwritable'],
    [{ code: 'EACCES' }, 'unwritable'],
    [{ errcode: 10 }, 'failed'],
    [new MalformedBlock('x'), 'damaged'],
    [new HistoryError('closed', 'x'), 'closed'],
    [undefined, 'failed'],
    ['text', 'failed'],
  ])('%j is %s', (error, code) => {
    expect(failureCode(error)).toBe(code);
    expect(toHistoryError(error, '/data').message).not.toBe('');
  });

  test('only what the values themselves are guilty of is a rejection', () => {
    expect(isRejection({ errcode: 1299 })).toBe(true);
    expect(isRejection({ errcode: 20 })).toBe(true);
    expect(isRejection({ code: 'ERR_INVALID_ARG_TYPE' })).toBe(true);
    for (const errcode of [10, 11, 13, 5, 522]) expect(isRejection({ errcode })).toBe(false);
  });
});
