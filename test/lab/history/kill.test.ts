import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wallMs } from '../../../main/domain/model/units.ts';
import { decodeRaw } from '../../../main/history/codec/raw-block.ts';
import { decodeTrace } from '../../../main/history/codec/trace-block.ts';
import { openHistoryReader } from '../../../main/history/reader.ts';
import { bytesOf, numberOf } from '../../../main/history/store/columns.ts';
import { Database } from '../../../main/history/store/database.ts';
import { fileOf } from '../../../main/history/store/files.ts';

const ROUNDS = 20;
/** What a kill may cost. */
const GRACE_MS = 1000;

let directory = '';
let script = '';
const children = new Set<ChildProcess>();

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), `history-kill-${process.pid}-`));
  // In dist/, beside the worker that it starts.
  script = join('dist', `.history-recorder-${process.pid}.mjs`);
  await build({
    entryPoints: ['test/lab/history/recorder.ts'],
    outfile: script,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
  rmSync(script, { force: true });
});

interface Killed {
  readonly adopted: readonly string[];
  /** When each number was recorded. */
  readonly recorded: ReadonlyMap<number, number>;
  /** The same of traces, by their id. */
  readonly traced: ReadonlyMap<string, number>;
  readonly killedAt: number;
}

/** Runs a recorder and kills it `afterMs` after its first number. */
async function runAndKill(afterMs: number): Promise<Killed> {
  const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  const recorded = new Map<number, number>();
  const traced = new Map<string, number>();
  let adopted: readonly string[] = [];
  let killedAt = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const told: { adopted?: string[]; number?: number; trace?: string; at?: number } = JSON.parse(line);
    if (told.adopted !== undefined) ({ adopted } = { adopted: told.adopted });
    if (told.trace !== undefined && told.at !== undefined) traced.set(told.trace, told.at);
    if (told.number === undefined || told.at === undefined) continue;
    recorded.set(told.number, told.at);
    const first = recorded.get(1) ?? told.at;
    if (killedAt === 0 && told.at - first >= afterMs) {
      killedAt = Date.now();
      child.kill('SIGKILL');
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  children.delete(child);
  return { adopted, recorded, traced, killedAt };
}

interface Found {
  readonly runs: number;
  /** Numbers by run, wherever they lie; a number found twice in the same place shows as `copies`. */
  readonly numbers: ReadonlyMap<number, ReadonlySet<number>>;
  readonly copies: number;
  /** Ids of those whose body can be read. */
  readonly traces: ReadonlySet<string>;
  readonly check: unknown;
}

function lookInside(): Found {
  const database = new Database(fileOf(directory), { readOnly: true });
  try {
    const samples = [
      ...database
        .all('SELECT run, id FROM sample')
        .map((row) => ({ run: numberOf(row, 'run'), id: numberOf(row, 'id') })),
      ...database.all('SELECT payload FROM raw_minute').flatMap((row) => decodeRaw(bytesOf(row, 'payload'))),
    ];
    const numbers = new Map<number, Set<number>>();
    for (const { run, id } of samples) {
      const known = numbers.get(run) ?? new Set();
      numbers.set(run, known.add(id));
    }
    const distinct = [...numbers.values()].reduce((sum, { size }) => sum + size, 0);
    const runs = database.number("SELECT value FROM meta WHERE name = 'run'");
    const traces = database.all('SELECT body FROM trace').map((row) => decodeTrace(bytesOf(row, 'body')).id);
    const copies = samples.length - distinct;
    return { runs, numbers, copies, traces: new Set(traces), check: database.value('PRAGMA quick_check') };
  } finally {
    database.close();
  }
}

function missing(killed: Killed, kept: ReadonlySet<number>): number[] {
  return [...killed.recorded]
    .filter(([number, at]) => at < killed.killedAt - GRACE_MS && !kept.has(number))
    .map(([number]) => number);
}

function missingTraces({ traced, killedAt }: Killed, kept: ReadonlySet<string>): string[] {
  return [...traced].filter(([id, at]) => at < killedAt - GRACE_MS && !kept.has(id)).map(([id]) => id);
}

describe('kill -9', () => {
  test(`${ROUNDS} times at random moments: whole, at most the last second lost, one row an incident`, async () => {
    let checked = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const killed = await runAndKill(1100 + Math.random() * 1000);
      const found = lookInside();
      expect(found).toMatchObject({ check: 'ok', runs: round, copies: 0 });
      expect(missing(killed, found.numbers.get(round) ?? new Set())).toEqual([]);
      expect(missingTraces(killed, found.traces)).toEqual([]);
      expect(found.traces.size).toBeGreaterThan(round);
      checked += [...killed.recorded.values()].filter((at) => at < killed.killedAt - GRACE_MS).length;
    }
    expect(checked).toBeGreaterThan(ROUNDS);
    await expectWholeHistory();
  });
});

/** After all the kills: totals over the hours equal the samples, and each incident has one raise and clear. */
async function expectWholeHistory(): Promise<void> {
  const reader = await openHistoryReader(directory);
  try {
    const found = lookInside();
    const samples = [...found.numbers.values()].reduce((sum, { size }) => sum + size, 0);
    const { series, resolution } = await reader.series({
      kinds: ['icmp4'],
      fromMs: wallMs(Date.now() - 86_400_000 * 20),
      toMs: wallMs(Date.now() + 3_600_000),
      points: 1,
    });
    expect(resolution).toBe('hour');
    expect(series[0]?.buckets.reduce((sum, { sent }) => sum + sent, 0)).toBe(samples);
    const incidents = await reader.incidents({ limit: 1000 });
    expect(incidents.length).toBeGreaterThan(ROUNDS);
    expect(new Set(incidents.map(({ id }) => id)).size).toBe(incidents.length);
    const open = await reader.openIncidents();
    // Only the last run may have left one open.
    expect(open.length).toBeLessThanOrEqual(1);
    expect(incidents.filter(({ untilMs }) => untilMs !== null)).toHaveLength(incidents.length - open.length);
  } finally {
    await reader.close();
  }
}
