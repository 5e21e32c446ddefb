import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { packBatch, unpackBatch } from '../../../../main/export/push/points/codec.ts';
import { Queue, type QueueOptions } from '../../../../main/export/push/queue/queue.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { point } from './fixtures.ts';
import { newerFormat } from './newer-format.ts';

const PATH = 'metrics-queue.sqlite';

interface Opened {
  readonly queue: Queue;
  readonly time: { monoMs: number };
  readonly left: string[];
}

function open(folder: string | null, change: Partial<QueueOptions> = {}): Opened {
  const time = { monoMs: 0 };
  const queue = new Queue({
    path: folder === null ? null : join(folder, PATH),
    maxBytes: 1e6,
    wallMs: () => Date.UTC(2026, 0, 31, 23, 59, 59),
    monoMs: () => time.monoMs,
    keepMs: 0,
    ...change,
  });
  const opened = { queue, time, left: [] };
  reopen(opened);
  onTestFinished(() => queue.close());
  return opened;
}

const reopen = ({ queue, left }: { queue: Queue; left: string[] }) =>
  queue.open((rows) => {
    left.push(...rows.map((row) => new TextDecoder().decode(row)));
    return rows.length === 0 ? [] : [batchOf('left', rows.length)];
  });

const batchOf = (name: string, count = 1) => ({
  points: count,
  payload: packBatch({ labels: {}, points: Array.from({ length: count }, (_, i) => point(name, i, i)) }),
});

/** Names of the batches as they would be sent; takes them. */
function drain({ queue }: Pick<Opened, 'queue'>): string[] {
  const names: string[] = [];
  for (let next = queue.next(); next !== null; next = queue.next()) {
    names.push(unpackBatch(next.batch.payload).points[0]?.series.name ?? '');
    queue.done(next.batch);
  }
  return names;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('on disk', () => {
  test('what waits is there for the next run, in order; what was delivered is not', () => {
    const folder = temporaryFolder();
    const first = open(folder);
    for (const name of ['a', 'b', 'c']) first.queue.put(batchOf(name, 3));
    first.queue.commit();
    const next = first.queue.next();
    if (next !== null) first.queue.done(next.batch);
    first.queue.put(batchOf('d'));
    first.queue.close();
    const second = open(folder);
    expect(second.queue.points).toBe(7);
    second.queue.put(batchOf('e'));
    expect(drain(second)).toEqual(['b', 'c', 'd', 'e']);
    expect([second.queue.points, second.queue.bytes]).toEqual([0, 0]);
    second.queue.close();
    const third = open(folder);
    expect([third.queue.points, drain(third)]).toEqual([0, []]);
  });

  test('only its owner can read it', () => {
    const folder = temporaryFolder();
    const { queue } = open(folder);
    queue.put(batchOf('a'));
    queue.commit();
    const modes = readdirSync(folder).map((name) => (statSync(join(folder, name)).mode & 0o777).toString(8));
    expect(modes.length).toBeGreaterThan(1);
    expect(new Set(modes)).toEqual(new Set(['600']));
  });

  test('what is in no batch yet is left to the next run as a batch, once', () => {
    const folder = temporaryFolder();
    const first = open(folder);
    first.queue.put(batchOf('a'));
    const id = first.queue.journal(bytes('one'));
    first.queue.journal(bytes('two'));
    first.queue.commit();
    first.queue.unjournal(id);
    first.queue.journal(bytes('three'));
    first.queue.took({ session: 's', through: 17 });
    first.queue.close();
    const second = open(folder);
    expect(second.left).toEqual(['two', 'three']);
    second.queue.commit();
    expect(drain(second)).toEqual(['a', 'left']);
    second.queue.close();
    expect(open(folder).left).toEqual([]);
  });

  test('it remembers how far the events of a session were taken', () => {
    const folder = temporaryFolder();
    const first = open(folder);
    first.queue.took({ session: 's', through: 17 });
    first.queue.close();
    const queue = open(null, { path: join(folder, PATH), monoMs: () => 10_000 });
    queue.queue.close();
    const again = new Queue({
      path: join(folder, PATH),
      maxBytes: 1e6,
      wallMs: Date.now,
      monoMs: () => 0,
      keepMs: 0,
    });
    onTestFinished(() => again.close());
    expect(again.open(() => [])).toEqual({ session: 's', through: 17 });
  });

  test('two cannot have it at once: the second keeps its own in memory and gets it later, in order', () => {
    const folder = temporaryFolder();
    const first = open(folder);
    first.queue.put(batchOf('a'));
    first.queue.commit();
    const second = open(folder);
    expect(second.queue.failure?.code).toBe('in-use');
    second.queue.put(batchOf('b'));
    second.queue.commit();
    const onItsWay = second.queue.next();
    expect(onItsWay).not.toBeNull();
    first.queue.close();
    second.time.monoMs = 2000;
    reopen(second);
    expect(second.queue.failure).toBeNull();
    second.queue.commit();
    if (onItsWay !== null) second.queue.done(onItsWay.batch);
    second.queue.put(batchOf('c'));
    expect(drain(second)).toEqual(['a', 'c']);
    expect(second.queue.points).toBe(0);
    second.queue.close();
    expect(drain(open(folder))).toEqual([]);
  });
});

describe('bounds', () => {
  test('the oldest go and are counted; the file stays small', () => {
    const folder = temporaryFolder();
    const { queue } = open(folder, { maxBytes: 20_000 });
    for (let i = 0; i < 400; i += 1) {
      queue.put(batchOf(`b${i}`, 10));
      queue.commit();
      queue.trim();
    }
    expect(queue.bytes).toBeLessThanOrEqual(20_000);
    expect(queue.isOverflowing).toBe(true);
    expect(queue.points + queue.dropped).toBe(4000);
    const kept = drain({ queue });
    expect(kept.at(-1)).toBe('b399');
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => `b${400 - kept.length + i}`));
    expect(queue.dropped).toBe(4000 - 10 * kept.length);
    queue.close();
    expect(statSync(join(folder, PATH)).size).toBeLessThan(200_000);
  });

  test('without a disk memory is bounded in the same way', () => {
    const { queue } = open(null, { memoryBytes: 5000 });
    for (let i = 0; i < 300; i += 1) {
      queue.put(batchOf(`b${i}`));
      queue.trim();
    }
    expect(queue.bytes).toBeLessThanOrEqual(5000);
    expect(queue.dropped + queue.points).toBe(300);
    expect(drain({ queue }).at(-1)).toBe('b299');
  });
});

describe('a disk or a file that fails', () => {
  test('a damaged file is set aside; it begins anew and says so', () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, PATH),
      'this is no database, only text that is long enough to be looked at'.repeat(90),
    );
    const { queue } = open(folder);
    expect(queue.setAside).toBe(join(folder, 'metrics-queue.damaged-20260131T235959Z.sqlite'));
    expect(existsSync(queue.setAside ?? '')).toBe(true);
    queue.put(batchOf('a'));
    queue.commit();
    expect([queue.failure, drain({ queue })]).toEqual([null, ['a']]);
  });

  test('a file from a newer version is left alone', () => {
    const folder = temporaryFolder();
    const first = open(folder);
    first.queue.close();
    const path = join(folder, PATH);
    newerFormat(path);
    const { queue } = open(folder);
    expect(queue.failure?.code).toBe('newer');
    queue.put(batchOf('a'));
    expect(drain({ queue })).toEqual(['a']);
    expect(existsSync(path)).toBe(true);
  });

  test('a file that is taken away: what it held is counted, what is in memory goes on in another', () => {
    const folder = temporaryFolder();
    const opened = open(folder);
    const { queue } = opened;
    queue.put(batchOf('a', 5));
    const journaled = queue.journal(bytes('waits'));
    queue.commit();
    const onItsWay = queue.next();
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    queue.put(batchOf('b', 2));
    queue.commit();
    expect(queue.failure?.code).toBe('missing');
    expect([queue.dropped, queue.points]).toEqual([5, 2]);
    reopen(opened);
    queue.commit();
    expect(queue.failure).toBeNull();
    if (onItsWay !== null) queue.done(onItsWay.batch);
    expect(queue.points).toBe(2);
    expect(drain(opened)).toEqual(['b']);
    queue.close();
    expect(open(folder).left).toEqual(['waits']);
    expect(journaled).toBeGreaterThan(0);
  });

  test('a folder that cannot be written: memory, and tried again', () => {
    const folder = temporaryFolder();
    const place = join(folder, 'not-yet');
    const opened = open(place);
    expect(opened.queue.failure?.code).toBe('unwritable');
    opened.queue.put(batchOf('a'));
    opened.queue.commit();
    renameSync(temporaryFolder(), place);
    reopen(opened);
    expect(opened.queue.failure?.code).toBe('unwritable');
    opened.time.monoMs = 1000;
    reopen(opened);
    expect(opened.queue.failure).toBeNull();
    opened.queue.close();
    expect(drain(open(place))).toEqual(['a']);
  });
});

describe('sending again', () => {
  test('goes back to what was acknowledged within the time, and not further', () => {
    const opened = open(temporaryFolder(), { keepMs: 10_000 });
    const { queue, time } = opened;
    for (let i = 0; i < 30; i += 1) {
      queue.put(batchOf(`b${i}`));
      queue.commit();
      time.monoMs = i * 1000;
      drain(opened);
    }
    time.monoMs = 7_200_000;
    queue.put(batchOf('new'));
    queue.again(29_000 - 5000);
    expect(queue.next()?.isAgain).toBe(true);
    expect(drain(opened)).toEqual(['b24', 'b25', 'b26', 'b27', 'b28', 'b29', 'new']);
    expect(queue.points).toBe(0);
    queue.again(0);
    expect(drain(opened)).toEqual(['new']);
  });
});
