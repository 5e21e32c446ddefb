import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { openHistory } from '../../../main/history/open.ts';
import { Database } from '../../../main/history/store/database.ts';
import { writeMeta } from '../../../main/history/store/meta.ts';
import type { History } from '../../../main/history/types.ts';
import { incident } from '../../unit/words/incident-example.ts';
import { runCli } from './run-cli.ts';
import { HISTORY, INCIDENTS } from './schemas.ts';

/** Several processes are started one after the other, which takes its time on a busy machine. */
vi.setConfig({ testTimeout: 120_000 });

/** A whole minute of some time ago, so that no bucket is the present one. */
const START = Math.floor(Date.now() / 60_000) * 60_000 - 30 * 60_000;
const MINUTE = 60_000;

function sample(index: number): MonitorEvent {
  const lost = index % 10 === 0;
  return {
    type: 'sample',
    sample: {
      id: index,
      kind: 'icmp4',
      anchor: '192.0.2.1',
      sentWallMs: wallMs(START + index * 1000),
      sentMonoMs: monoMs(index * 1000),
      outcome: lost ? 'lost' : 'reply',
      rttMs: lost ? null : 20 + (index % 7),
      via: 'helper',
    },
  };
}

const OVER = incident('ipv4-only', {
  id: 'ipv4-only-1',
  sinceMs: wallMs(START),
  raisedMs: wallMs(START + 4000),
  untilMs: wallMs(START + 90_000),
  end: 'recovered',
});
const OPEN = incident('dns', {
  id: 'dns-1',
  sinceMs: wallMs(START + MINUTE),
  raisedMs: wallMs(START + MINUTE + 4000),
});

let folder = '';
let writer: History;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-past-'));
  writer = await openHistory({
    directory: folder,
    rawHours: 48,
    minuteDays: 400,
    hourDays: 3650,
    maxBytes: 1e8,
  });
  for (let index = 0; index < 120; index++) writer.record(sample(index));
  writer.record({
    type: 'gap',
    gap: { fromMs: wallMs(START + 2 * MINUTE), toMs: wallMs(START + 3 * MINUTE), reason: 'pause' },
  });
  writer.record({ type: 'incident', phase: 'raised', incident: { ...OVER, untilMs: null, end: null } });
  writer.record({ type: 'incident', phase: 'cleared', incident: OVER });
  writer.record({ type: 'incident', phase: 'raised', incident: OPEN });
  await writer.noteIncident(OVER.id, 'Called them, ticket 42.');
  await writer.flush();
});
afterAll(async () => {
  await writer.close();
  rmSync(folder, { recursive: true, force: true });
});

const iso = (ms: number): string => new Date(ms).toISOString();
const RANGE = ['--from', iso(START), '--to', iso(START + 4 * MINUTE)];

async function json(...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await runCli([...args, '--data', folder, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^[^\n]+\n$/);
  return JSON.parse(stdout);
}

describe('history, while it is being written', () => {
  test('as JSON: exact counts, buckets, the gap', async () => {
    const result = HISTORY.parse(await json('history', ...RANGE, '--kind', 'icmp4', '--points', '4'));
    expect(result).toMatchObject({
      from: iso(START),
      to: iso(START + 4 * MINUTE),
      bucketMs: MINUTE,
      resolution: 'raw',
    });
    const [series] = result.series;
    expect(series?.total).toMatchObject({ sent: 120, received: 108, lost: 12, lossPercent: 10 });
    expect(series?.total.rttMs).toMatchObject({ min: 20, max: 26 });
    expect(series?.buckets.map(({ sent }) => sent)).toEqual([60, 60, 0, 0]);
    expect(series?.buckets.map(({ gap }) => gap)).toEqual([null, null, 'pause', null]);
    expect(result.gaps).toEqual([
      {
        from: iso(START + 2 * MINUTE),
        to: iso(START + 3 * MINUTE),
        durationMs: MINUTE,
        reason: 'pause',
        text: 'monitoring was paused',
      },
    ]);
  });

  test('all kinds when none is named, and the kinds that are', async () => {
    const all = HISTORY.parse(await json('history', ...RANGE));
    expect(all.series.map(({ kind }) => kind)).toEqual(['icmp4', 'icmp6', 'tcp4', 'tcp6', 'dns', 'gateway']);
    const some = HISTORY.parse(await json('history', ...RANGE, '--kind', 'tcp4,icmp4'));
    expect(some.series.map(({ kind }) => kind).sort()).toEqual(['icmp4', 'tcp4']);
  });

  test('relative times end now', async () => {
    const result = HISTORY.parse(await json('history', '--from', '-1h', '--kind', 'icmp4'));
    expect(Date.parse(result.to) - Date.parse(result.from)).toBeGreaterThanOrEqual(60 * MINUTE);
    expect(result.series[0]?.total.sent).toBe(120);
  });

  test('for people, in a pipe and in ASCII', async () => {
    const { code, stdout } = await runCli(['history', ...RANGE, '--data', folder, '--ascii']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ping over IPv4 +120 +12 +10 % +20\.0 +\d+\.\d +26\.0/);
    expect(stdout).toMatch(/Not measured from .* for 1 min: monitoring was paused\./);
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
  });
});

describe('incidents that nobody watches', () => {
  const RAISED = Date.now() - 40 * MINUTE;
  let left = '';
  beforeAll(async () => {
    left = mkdtempSync(join(tmpdir(), 'faultline-left-'));
    const run = await openHistory({
      directory: left,
      rawHours: 48,
      minuteDays: 400,
      hourDays: 3650,
      maxBytes: 1e8,
    });
    const open = incident('dns', { sinceMs: wallMs(RAISED), raisedMs: wallMs(RAISED) });
    run.record({ type: 'incident', phase: 'raised', incident: open });
    await run.close();
    // The heartbeat of a run that ended ten minutes after the incident was raised.
    const database = new Database(join(left, 'history.sqlite'));
    writeMeta(database, 'alive', RAISED + 10 * MINUTE);
    database.close();
  });
  afterAll(() => rmSync(left, { recursive: true, force: true }));

  test('last until they were last seen, not until now', async () => {
    const { code, stdout } = await runCli(['incidents', '--data', left]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ 10 min {2}DNS down +open when last seen at (\S+ )?\d\d:\d\d\n$/);
  });

  test('as JSON: no end, and a text that says so', async () => {
    const { stdout } = await runCli(['incidents', '--data', left, '--json']);
    const [found] = INCIDENTS.parse(JSON.parse(stdout)).incidents;
    expect(found).toMatchObject({ until: null, durationMs: null, end: null });
    expect(found?.text).toMatch(/^Names were not found from .* until at least .* \(10 min\)\. Nobody has/);
  });
});

describe('incidents', () => {
  test('as JSON, newest first', async () => {
    const result = INCIDENTS.parse(await json('incidents'));
    expect(result.incidents.map(({ id }) => id)).toEqual(['dns-1', 'ipv4-only-1']);
    expect(result.incidents[0]).toMatchObject({ until: null, durationMs: null, end: null });
    expect(result.incidents[1]).toMatchObject({ since: iso(START), durationMs: 90_000, end: 'recovered' });
    expect([result.from, result.to]).toEqual([null, null]);
    expect(result.incidents.map(({ note }) => note)).toEqual([undefined, 'Called them, ticket 42.']);
  });

  test('by class, by time, by number', async () => {
    expect(INCIDENTS.parse(await json('incidents', '--class', 'dns')).incidents).toHaveLength(1);
    expect(INCIDENTS.parse(await json('incidents', '--class', 'total')).incidents).toEqual([]);
    expect(INCIDENTS.parse(await json('incidents', '--limit', '1')).incidents.map(({ id }) => id)).toEqual([
      'dns-1',
    ]);
    expect(INCIDENTS.parse(await json('incidents', '--to', iso(START - MINUTE))).incidents).toEqual([]);
  });

  test('for people', async () => {
    const { stdout } = await runCli(['incidents', '--data', folder]);
    expect(stdout).toMatch(/☒ {2}\S+ +\d+ min.* {2}DNS down +goes on\n/);
    expect(stdout).toMatch(/1 min 30 s {2}IPv4 down +recovered\n {5}note: Called them, ticket 42\.\n$/);
  });
});
