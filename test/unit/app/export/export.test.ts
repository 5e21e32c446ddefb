import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exportRange, suggestedName } from '../../../../main/app/export/export-range.ts';
import type { ExportHistory, ExportOptions, ExportResult } from '../../../../main/app/export/types.ts';
import type { MeasuredRow } from '../../../../main/domain/model/measured.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { HistoryError } from '../../../../main/history/errors.ts';
import { openHistory } from '../../../../main/history/open.ts';
import type { History } from '../../../../main/history/types.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { cleared, gap, incident, raised, sample, stream } from '../../history/fixtures.ts';
import { readCsv } from './csv-reader.ts';

const NOW = Math.floor(Date.now() / 3_600_000) * 3_600_000;
const START = NOW - 2 * 3_600_000;
const NOTE = '=HYPERLINK("http://x"),\r\n"quoted", \u{1f4de}';

async function recorded(): Promise<History> {
  const history = await openHistory({
    directory: temporaryFolder(),
    ...{ rawHours: 48, minuteDays: 90, hourDays: 730, maxBytes: 1e9 },
  });
  onTestFinished(() => history.close());
  for (const event of stream(START, 600, {}, (i) => 10 + i / 1000)) history.record(event);
  history.record(sample({ at: START + 500, outcome: 'lost' }));
  history.record(sample({ at: START + 600, outcome: 'late', rttMs: 4321.5 }));
  history.record(
    sample({
      at: START + 700,
      outcome: 'suspect',
      kind: 'tcp6',
      anchor: '[2001:db8::1]:443',
      via: 'socket',
      detail: 'stall',
    }),
  );
  const over = incident({ id: 'a', sinceMs: wallMs(START), raisedMs: wallMs(START + 4000) });
  history.record(raised(over));
  history.record(cleared({ ...over, untilMs: wallMs(START + 90_000), end: 'recovered' }));
  history.record(
    raised(
      incident({
        id: 'b',
        class: 'degraded-loss',
        sinceMs: wallMs(START + 95_000),
        evidence: { ...over.evidence, figure: 5.25 },
      }),
    ),
  );
  history.record(gap(START + 600_000, START + 660_000, 'pause'));
  await history.noteIncident('a', NOTE);
  return history;
}

interface Exported {
  readonly result: ExportResult;
  readonly folder: string;
  readonly file: string;
  readonly text: () => string;
}

async function exported(history: ExportHistory, change: Partial<ExportOptions> = {}): Promise<Exported> {
  const folder = temporaryFolder();
  const format = change.format ?? 'csv';
  const file = change.file ?? join(folder, `out.${format}`);
  const result = await exportRange({
    history,
    format,
    file,
    fromMs: wallMs(START),
    toMs: wallMs(NOW),
    nowMs: wallMs(NOW),
    zone: 'Europe/Berlin',
    version: '1.2.3',
    ...change,
  });
  return { result, folder, file, text: () => readFileSync(file, 'utf8') };
}

const sum = (records: readonly Record<string, string>[], name: string): number =>
  records.reduce((total, record) => total + Number(record[name] ?? 0), 0);

/** A history of rows that exist only while they are asked for. */
function made(rows: () => AsyncIterable<readonly MeasuredRow[]>): ExportHistory {
  return {
    flush: async () => {},
    measured: rows,
    allIncidents: async function* () {},
    gaps: async () => [],
  };
}

describe('as CSV', () => {
  test('everything that was recorded, exactly', async () => {
    const { result, text, file } = await exported(await recorded());
    const records = readCsv(text());
    expect(result).toEqual({ type: 'written', bytes: readFileSync(file).length, records: records.length });
    const of = (name: string) => records.filter(({ record }) => record === name);
    expect(of('probe')).toHaveLength(603);
    expect([sum(records, 'sent'), sum(records, 'received')]).toEqual([602, 601]);
    expect([sum(records, 'lost'), sum(records, 'late')]).toEqual([1, 1]);
    expect(of('incident').map(({ id }) => id)).toEqual(['a', 'b']);
    expect(of('gap')).toHaveLength(1);
    const rtts = of('probe').filter(({ outcome }) => outcome === 'reply');
    expect(rtts.map(({ rtt_ms }) => Number(rtt_ms))).toEqual(
      Array.from({ length: 600 }, (_, i) => Number((10 + i / 1000).toFixed(3))),
    );
  });

  test('times with their zone and as epoch, what each probe came to, and by what', async () => {
    const records = readCsv((await exported(await recorded())).text());
    const suspect = records.find(({ outcome }) => outcome === 'suspect');
    expect(suspect).toMatchObject({
      kind: 'tcp6',
      anchor: '[2001:db8::1]:443',
      via: 'socket',
      detail: 'stall',
    });
    expect(suspect).toMatchObject({ sent: '0', received: '0', lost: '0', rtt_ms: '' });
    expect(suspect?.['from_epoch_ms']).toBe(String(START + 700));
    expect(suspect?.['from']).toMatch(/T\d\d:\d\d:\d\d\.700\+0[12]:00$/);
    expect(Date.parse(suspect?.['from'] ?? '')).toBe(START + 700);
  });

  test('incidents with evidence, figure and words; gaps with their reason', async () => {
    const records = readCsv((await exported(await recorded())).text());
    const [first, second, third] = records.slice(-3);
    expect(first).toMatchObject({
      class: 'total',
      end: 'recovered',
      failing: 'icmp4 tcp4',
      working: 'gateway',
    });
    expect(first).toMatchObject({ evidence_sent: '6', evidence_lost: '6', figure_percent: '' });
    expect(first?.['lights']).toMatch(/^icmp=good ipv4=good ipv6=unavailable /);
    expect(first?.['text']).toMatch(/^The internet was down from /);
    expect(second).toMatchObject({ class: 'degraded-loss', to: '', figure_percent: '5.25', figure_ms: '' });
    expect(third).toMatchObject({ record: 'gap', reason: 'pause', text: 'monitoring was paused' });
    expect(third?.['to_epoch_ms']).toBe(String(START + 660_000));
  });

  test('a note that a spreadsheet would run is text, and nothing of it is lost', async () => {
    const records = readCsv((await exported(await recorded())).text());
    expect(records.find(({ id }) => id === 'a')?.['note']).toBe(`'${NOTE}`);
  });
});

describe('as JSON', () => {
  test('everything that was recorded, exactly, with the columns named', async () => {
    const { result, text } = await exported(await recorded(), { format: 'json' });
    const found = JSON.parse(text());
    expect(result).toMatchObject({ type: 'written', records: 603 + 2 + 1 });
    expect(found).toMatchObject({ format: 'faultline-export', formatVersion: 1, madeBy: 'Faultline 1.2.3' });
    expect([found.fromEpochMs, found.toEpochMs, Date.parse(found.from)]).toEqual([START, NOW, START]);
    expect(found.measured).toHaveLength(603);
    const probe = Object.fromEntries(
      found.columns.probe.map((name: string, index: number) => [name, found.measured[0][index]]),
    );
    expect(probe).toEqual({
      record: 'probe',
      at: expect.stringMatching(/\+0[12]:00$/),
      atEpochMs: START,
      kind: 'icmp4',
      anchor: '192.0.2.1',
      outcome: 'reply',
      rttMs: 10,
      via: 'helper',
      detail: '',
    });
    expect(found.incidents).toMatchObject([
      { id: 'a', note: NOTE, end: 'recovered', durationMs: 90_000, evidence: { failing: ['icmp4', 'tcp4'] } },
      { id: 'b', note: '', until: null, untilEpochMs: null, evidence: { figure: 5.25 } },
    ]);
    expect(found.gaps).toMatchObject([{ reason: 'pause', durationMs: 60_000 }]);
  });

  test('of an empty range is whole JSON with empty lists', async () => {
    const history = await recorded();
    const { text } = await exported(history, { format: 'json', fromMs: wallMs(0), toMs: wallMs(1) });
    expect(JSON.parse(text())).toMatchObject({ measured: [], incidents: [], gaps: [] });
  });

  test('roll-ups have their own columns', async () => {
    const row: MeasuredRow = {
      ...{
        resolution: 'hour',
        kind: 'dns',
        anchor: '192.0.2.53:53',
        fromMs: wallMs(START),
        toMs: wallMs(NOW),
      },
      ...{
        sent: 9,
        received: 8,
        lost: 1,
        late: 2,
        minMs: 1,
        meanMs: 2.00049,
        p50Ms: 3,
        p95Ms: 4,
        p99Ms: 5,
        maxMs: 6,
      },
    };
    const rows = made(async function* () {
      yield [row];
    });
    const found = JSON.parse((await exported(rows, { format: 'json' })).text());
    expect(found.columns.hour.slice(3)).toEqual([
      ...['kind', 'anchor', 'sent', 'received', 'lost', 'late'],
      ...['minMs', 'meanMs', 'p50Ms', 'p95Ms', 'p99Ms', 'maxMs'],
    ]);
    expect(found.measured[0].slice(2)).toEqual([START, 'dns', '192.0.2.53:53', 9, 8, 1, 2, 1, 2, 3, 4, 5, 6]);
    expect(readCsv((await exported(rows)).text())[0]).toMatchObject({
      record: 'hour',
      p99_ms: '5',
      mean_ms: '2',
    });
  });
});

describe('a range', () => {
  test('ends now at the latest', async () => {
    const { text } = await exported(await recorded(), { nowMs: wallMs(START + 10_000) });
    expect(sum(readCsv(text()), 'sent')).toBe(12);
  });

  test('that lies in the future, or is none, is refused in words', async () => {
    const { result, folder } = await exported(await recorded(), {
      fromMs: wallMs(NOW),
      toMs: wallMs(NOW + 5),
    });
    expect(result).toMatchObject({ type: 'failed', trouble: { what: /before/ } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('names the file', () => {
    const name = (fromMs: number, toMs: number): string =>
      suggestedName({ fromMs: wallMs(fromMs), toMs: wallMs(toMs), format: 'csv', zone: 'UTC' });
    const day = Date.UTC(2026, 10, 21);
    expect(name(day, day + 86_400_000)).toBe('faultline-2026-11-21.csv');
    expect(name(day, day + 86_400_001)).toBe('faultline-2026-11-21-to-2026-11-22.csv');
  });
});

describe('what goes wrong', () => {
  const failing = (error: unknown): ExportHistory =>
    made(async function* () {
      yield [];
      throw error;
    });

  test.each([
    ['ENOSPC', /disk that holds .* is full/],
    ['EDQUOT', /full/],
    ['EIO', /can't be written: broken/],
  ])('%s in the middle: said in words, nothing is left', async (code, words) => {
    const { result, folder } = await exported(failing(Object.assign(new Error('broken'), { code })));
    expect(result).toMatchObject({ type: 'failed', trouble: { what: words, wayOut: /\.$/ } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('the history stops answering: its own words, and what was there before stays', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'out.csv');
    writeFileSync(file, 'before');
    const { result } = await exported(failing(new HistoryError('failed', 'The worker stopped.')), { file });
    expect(result).toMatchObject({ type: 'failed', trouble: { what: 'The worker stopped.' } });
    expect(readdirSync(folder)).toEqual(['out.csv']);
    expect(readFileSync(file, 'utf8')).toBe('before');
  });

  test('a folder that is not there, a folder in its place', async () => {
    const history = made(async function* () {});
    const folder = temporaryFolder();
    const nowhere = await exported(history, { file: join(folder, 'no', 'out.csv') });
    expect(nowhere.result).toMatchObject({ type: 'failed', trouble: { what: /is not there/ } });
    mkdirSync(join(folder, 'out.csv'));
    const taken = await exported(history, { file: join(folder, 'out.csv') });
    expect(taken.result).toMatchObject({ type: 'failed', trouble: { what: /is a folder/ } });
    expect(readdirSync(folder)).toEqual(['out.csv']);
  });

  test('a folder that may not be written in', async () => {
    const { result } = await exported(
      made(async function* () {}),
      { file: '/proc/faultline.csv' },
    );
    expect(result).toMatchObject({ type: 'failed', trouble: { what: /\/proc/, wayOut: /\.$/ } });
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    const asUser = process.geteuid?.() !== 0;
    const closed = await exported(
      made(async function* () {}),
      { file: join(folder, 'out.csv') },
    );
    expect(closed.result.type).toBe(asUser ? 'failed' : 'written');
  });

  test('cancelled before or in the middle: no file, no trouble', async () => {
    const controller = new AbortController();
    const rows = made(async function* () {
      yield [];
      controller.abort();
      yield [];
    });
    const middle = await exported(rows, { signal: controller.signal });
    expect(middle.result).toEqual({ type: 'cancelled' });
    expect(readdirSync(middle.folder)).toEqual([]);
    const before = await exported(rows, { signal: controller.signal });
    expect(before.result).toEqual({ type: 'cancelled' });
    expect(readdirSync(before.folder)).toEqual([]);
  });

  test('a history that can not write now is exported as far as it is written', async () => {
    const history = await recorded();
    const full = {
      flush: () => Promise.reject(new HistoryError('full', 'full')),
      measured: history.measured.bind(history),
      allIncidents: history.allIncidents.bind(history),
      gaps: history.gaps.bind(history),
    };
    expect((await exported(full)).result.type).toBe('written');
  });
});
