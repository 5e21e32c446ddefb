import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HistoryError } from '../../../main/history/errors.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../../../main/history/migrations/all.ts';
import { Database } from '../../../main/history/store/database.ts';
import { fileOf, openFile } from '../../../main/history/store/files.ts';
import { migrate, refuseFuture, versionOf } from '../../../main/history/store/migrate.ts';
import { openStore, T0, tempFolder } from './fixtures.ts';

function memory(version: number): Database {
  const database = new Database(':memory:');
  onTestFinished(() => database.close());
  migrate(database, version);
  return database;
}

const tables = (database: Database): unknown[] =>
  database.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").map((row) => row['name']);

describe('migrations', () => {
  test('001 samples: one series a kind and anchor, a sample is replaced by run and id', () => {
    const database = memory(1);
    expect(versionOf(database)).toBe(1);
    expect(tables(database)).toEqual(['meta', 'raw_minute', 'sample', 'series']);
    database.run("INSERT INTO series (kind, anchor) VALUES ('icmp4', 'a')");
    expect(() => database.run("INSERT INTO series (kind, anchor) VALUES ('icmp4', 'a')")).toThrow(/UNIQUE/);
    expect(() => database.run("INSERT INTO series VALUES (65536, 'icmp4', 'b')")).toThrow(/CHECK/);
    for (const outcome of [2, 1]) {
      database.run("INSERT OR REPLACE INTO sample VALUES (1, 7, 1, 0, ?, NULL, 0, '')", outcome);
    }
    expect(database.all('SELECT outcome FROM sample')).toEqual([expect.objectContaining({ outcome: 1 })]);
  });

  test('002 rollups: rows and blocks of both levels; what was there before stays', () => {
    const database = memory(1);
    database.run("INSERT INTO meta VALUES ('run', 41)");
    migrate(database, 2);
    expect(versionOf(database)).toBe(2);
    expect(tables(database)).toEqual(
      expect.arrayContaining(['hour_block', 'hour_row', 'minute_block', 'minute_row']),
    );
    expect(database.number("SELECT value FROM meta WHERE name = 'run'")).toBe(41);
  });

  test('003 events: the open incidents are found by an index', () => {
    const database = memory(2);
    migrate(database, 3);
    expect(tables(database)).toEqual(expect.arrayContaining(['gap', 'health', 'incident', 'network']));
    const plan = database.all(
      'EXPLAIN QUERY PLAN SELECT * FROM incident WHERE until_ms IS NULL ORDER BY since_ms',
    );
    expect(JSON.stringify(plan)).toContain('incident_open');
  });

  test('004 worked: one row a network; incidents of before stay', () => {
    const database = memory(3);
    database.run("INSERT INTO gap VALUES (1, 'sleep', 2)");
    migrate(database, 4);
    expect(versionOf(database)).toBe(4);
    database.run("INSERT INTO worked VALUES ('home', 'tcp4', 0)");
    expect(() => database.run("INSERT INTO worked VALUES ('home', 'dns', 1)")).toThrow(/UNIQUE/);
    expect(database.number('SELECT count(*) FROM gap')).toBe(1);
  });

  test('005 notices: an incident of before has an empty note; a notice is there once', () => {
    const database = memory(4);
    database.run("INSERT INTO incident VALUES ('total-1', 'total', 1, 2, NULL, NULL, NULL, 'home', '{}')");
    migrate(database, 5);
    expect(versionOf(database)).toBe(5);
    expect(database.all('SELECT id, note FROM incident')).toEqual([
      expect.objectContaining({ id: 'total-1', note: '' }),
    ]);
    const tell = (): unknown =>
      database.run("INSERT INTO notice VALUES ('total-1:begun', 'begun', 'total-1', 1, 'a', 'b', 'shown')");
    tell();
    expect(tell).toThrow(/UNIQUE/);
    const plan = database.all('EXPLAIN QUERY PLAN SELECT * FROM notice ORDER BY at_ms DESC, id DESC LIMIT 9');
    expect(JSON.stringify(plan)).toContain('notice_at');
  });

  test('006 traces: one row an id, bounded; what was there before stays', () => {
    const database = memory(5);
    database.run("INSERT INTO notice VALUES ('n', 'begun', NULL, 1, 'a', 'b', 'shown')");
    migrate(database, 6);
    expect(versionOf(database)).toBe(6);
    expect(database.number('SELECT count(*) FROM notice')).toBe(1);
    const keep = (bytes: number): unknown =>
      database.run(
        `INSERT INTO trace VALUES ('t', 1, 'h', 'a', 4, 'udp', 'n', 1, 3, 'asked', NULL, NULL, 1, 'good', 's',
         zeroblob(?))`,
        bytes,
      );
    expect(() => keep(1_048_577)).toThrow(/CHECK/);
    keep(1_048_576);
    expect(() => keep(1)).toThrow(/UNIQUE/);
    const plan = database.all('EXPLAIN QUERY PLAN SELECT id FROM trace ORDER BY at_ms DESC, id DESC LIMIT 9');
    expect(JSON.stringify(plan)).toContain('trace_at');
  });

  test('007 trace directions: traces of before were forward, and stay whole and found by the same indexes', () => {
    const database = memory(6);
    database.run(
      "INSERT INTO trace VALUES ('t', 1, 'h', 'a', 4, 'udp', 'n', 1, 3, 'asked', 'i', 'b', 1, 'good', 's', x'01ff')",
    );
    migrate(database, 7);
    expect(versionOf(database)).toBe(7);
    expect(tables(database)).not.toContain('trace_new');
    expect(database.all("SELECT *, hex(body) AS packed FROM trace WHERE id = 't'")).toEqual([
      expect.objectContaining({
        direction: 'forward',
        relay: null,
        host: 'h',
        address: 'a',
        incident: 'i',
        baseline: 'b',
        healthy: 1,
        sentence: 's',
        packed: '01FF',
      }),
    ]);
    const columns = database.all("SELECT name FROM pragma_table_info('trace') ORDER BY cid DESC LIMIT 1");
    expect(columns).toEqual([expect.objectContaining({ name: 'body' })]);
    const indexes = database.all(
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE 'trace@_%' ESCAPE '@'",
    );
    expect(indexes.map((row) => row['name']).sort()).toEqual([
      'trace_at',
      'trace_baseline',
      'trace_healthy',
      'trace_incident',
    ]);
    expect(() => database.run("UPDATE trace SET body = zeroblob(1048577) WHERE id = 't'")).toThrow(/CHECK/);
  });

  test('a chart reads blocks by their key, never the whole table', () => {
    const database = memory(SCHEMA_VERSION);
    for (const table of ['raw_minute', 'minute_row', 'minute_block', 'hour_row', 'hour_block']) {
      const plan = JSON.stringify(
        database.all(`EXPLAIN QUERY PLAN SELECT payload FROM ${table} WHERE key >= 1 AND key < 9`),
      );
      expect(plan).toContain('SEARCH');
      expect(plan).toContain('rowid>');
    }
  });

  test('a step that fails leaves the version before it, whole', () => {
    const database = memory(1);
    const broken = { name: 'broken', sql: 'CREATE TABLE half (a); CREATE TABLE half (a);' };
    const [first] = MIGRATIONS;
    expect(() => migrate(database, 2, first === undefined ? [] : [first, broken])).toThrow(/half/);
    expect(versionOf(database)).toBe(1);
    expect(tables(database)).not.toContain('half');
  });

  test('a file from the future is refused and not touched', () => {
    const directory = tempFolder();
    const { database } = openFile(directory, T0);
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    database.close();
    const before = readFileSync(fileOf(directory));
    const open = (): unknown => openStore({ directory });
    expect(open).toThrow(HistoryError);
    expect(open).toThrow(/newer Faultline \(format 8; this one knows up to 7\).*left untouched/);
    expect(readFileSync(fileOf(directory)).equals(before)).toBe(true);
  });

  test('refusing reads only the version', () => {
    const database = memory(SCHEMA_VERSION);
    expect(() => refuseFuture(database, 'x', SCHEMA_VERSION - 1)).toThrow(
      expect.objectContaining({ code: 'newer-file' }),
    );
    expect(() => refuseFuture(database, 'x')).not.toThrow();
  });

  test('an empty file is begun like a missing one', () => {
    const directory = tempFolder();
    writeFileSync(fileOf(directory), '');
    expect(openStore({ directory }).store.setAside).toBeNull();
  });
});
