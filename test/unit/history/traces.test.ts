import { randomBytes } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { artifact } from '../../../main/artifact.ts';
import {
  SAMPLES_KEPT,
  type TraceHop,
  type TraceReason,
  type TraceView,
} from '../../../main/domain/model/trace.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { HistoryClient } from '../../../main/history/client.ts';
import { MalformedBlock } from '../../../main/history/codec/bytes.ts';
import { decodeTrace, encodeTrace } from '../../../main/history/codec/trace-block.ts';
import { isTraceView } from '../../../main/history/codec/trace-shape.ts';
import {
  readHealthyTrace,
  readTrace,
  readTraces,
  type TraceEntry,
} from '../../../main/history/events/traces.ts';
import { cutLargeTraces, cutManyTraces } from '../../../main/history/store/trace-retention.ts';
import { hop, traceView } from '../app/traces/trace-example.ts';
import {
  cleared,
  DAY_MS,
  incident,
  LIMITS,
  openStore,
  raised,
  T0,
  type TestStore,
  tempFolder,
} from './fixtures.ts';

const view = (change: Partial<TraceView> = {}): TraceView => traceView({ startedMs: wallMs(T0), ...change });

const entry = (
  change: Partial<TraceView> = {},
  about: Partial<Omit<TraceEntry, 'type' | 'view'>> = {},
): TraceEntry => ({
  type: 'trace',
  view: view(change),
  reason: 'asked',
  incident: null,
  healthy: true,
  ...about,
});

/** With something in every field that may be empty. */
function fullView(): TraceView {
  const [first, ...others] = view().hops;
  if (first === undefined) throw new Error('no hop');
  const rich: TraceHop = {
    ...first,
    nodes: first.nodes.map((node) => ({
      ...node,
      name: 'router.example \u{1f4de}',
      note: 'private',
      mpls: [{ label: 16, trafficClass: 0, bottomOfStack: true, ttl: 1 }],
      interfaces: [{ role: 'incoming', index: 3, address: '192.0.2.1', name: 'eth0', mtu: 1500 }],
      translated: true,
    })),
  };
  return view({
    id: 'full',
    hops: [rich, ...others, hop(4, null)],
    changes: [{ atMs: wallMs(T0), ttl: 2, from: null, to: '203.0.113.1' }],
    links: [{ fromTtl: 1, from: '192.0.2.1', to: null }],
    pathMtu: { bytes: 1400, toldBy: null, ttl: 2 },
    relay: { address: '203.0.113.9', name: null },
    warnings: [{ code: 'relay-not-decapsulating', text: 'It does not.', offer: '203.0.113.1' }],
    comparison: {
      baseline: { id: 'healthy', atMs: wallMs(T0) },
      firstDifferentTtl: 2,
      text: 'Hop 2 differs.',
    },
    trouble: 'It was interrupted.',
  });
}

/** As large as a continuous trace gets: thirty hops with two minutes of samples each. */
const longView = (): TraceView =>
  view({
    id: 'long',
    mode: 'continuous',
    hops: Array.from({ length: 30 }, (_, index) => ({
      ...hop(index + 1, `203.0.113.${index + 1}`),
      samples: Array.from({ length: SAMPLES_KEPT }, (_, second) => ({
        atMs: wallMs(T0 + second * 1000 + ((second * 7919) % 13)),
        rttMs: second % 17 === 0 ? null : 10 + ((second * 104_729) % 1000) / 97,
      })),
    })),
  });

const ids = (held: TestStore): string[] =>
  readTraces(held.store.database, { limit: 1000 }).map(({ id }) => id);

describe('traces', () => {
  test('come back whole', () => {
    const { store } = openStore();
    const full = fullView();
    store.commit([{ ...entry(), view: full }]);
    expect(readTrace(store.database, 'full')).toEqual(full);
    expect(readTrace(store.database, 'none')).toBeNull();
  });

  test('are listed newest first, in short', () => {
    const { store } = openStore();
    store.commit([
      entry(),
      entry({ id: 'b', startedMs: wallMs(T0 + 1), family: 6, reached: false }, { reason: 'baseline' }),
    ]);
    const [newest, oldest] = readTraces(store.database, { limit: 10 });
    expect(newest).toMatchObject({ id: 'b', family: 6, reached: false, reason: 'baseline' });
    expect(oldest).toEqual({
      id: 'trace-1',
      atMs: T0,
      direction: 'forward',
      host: '198.51.100.9',
      address: '198.51.100.9',
      relay: null,
      family: 4,
      method: 'udp',
      network: 'home',
      reached: true,
      hops: 3,
      reason: 'asked',
      incident: null,
      sentence: { state: 'good', text: 'All 3 hops answer.' },
    });
    expect(readTraces(store.database, { limit: 1 })).toHaveLength(1);
  });

  test('of another direction tell whose way they show', () => {
    const { store } = openStore();
    const relay = { address: '198.51.100.9', name: 'far.example' };
    store.commit([
      entry({ direction: 'reverse', relay, destination: { address: '192.0.2.10', name: null } }),
    ]);
    expect(readTraces(store.database, { limit: 1 })).toMatchObject([
      { direction: 'reverse', host: '192.0.2.10', address: '192.0.2.10', relay: '198.51.100.9' },
    ]);
    expect(readTrace(store.database, 'trace-1')).toMatchObject({ direction: 'reverse', relay });
  });

  test('told again take the place of what they were', () => {
    const { store } = openStore();
    store.commit([entry(), entry({ sent: 77 })]);
    store.commit([entry({ sent: 78 })]);
    expect(readTraces(store.database, { limit: 10 })).toHaveLength(1);
    expect(readTrace(store.database, 'trace-1')?.sent).toBe(78);
  });

  test('of an incident are listed with the healthy ones they were compared with', () => {
    const { store } = openStore();
    const comparison = { baseline: { id: 'healthy', atMs: wallMs(T0) }, firstDifferentTtl: 2, text: '.' };
    store.commit([
      entry({ id: 'healthy' }, { reason: 'baseline' }),
      entry({ id: 'other' }, { reason: 'baseline' }),
      entry(
        { id: 'onset-4', comparison, startedMs: wallMs(T0 + 9) },
        { reason: 'incident', incident: 'total-1' },
      ),
      entry({ id: 'onset-6', startedMs: wallMs(T0 + 8) }, { reason: 'incident', incident: 'total-1' }),
      entry({ id: 'else', startedMs: wallMs(T0 + 7) }, { reason: 'incident', incident: 'total-2' }),
    ]);
    const found = readTraces(store.database, { limit: 10, incident: 'total-1' });
    expect(found.map(({ id, reason, incident: of }) => [id, reason, of])).toEqual([
      ['onset-4', 'incident', 'total-1'],
      ['onset-6', 'incident', 'total-1'],
      ['healthy', 'baseline', 'total-1'],
    ]);
    expect(readTraces(store.database, { limit: 10, incident: 'none' })).toEqual([]);
  });

  test.each([0, -1, 1.5, 1001, Number.NaN])('a limit of %s is refused', (limit) => {
    expect(() => readTraces(openStore().store.database, { limit })).toThrow(
      expect.objectContaining({ code: 'bad-query' }),
    );
  });

  test('a list reads no body, and finds its rows by an index', () => {
    const { store } = openStore();
    const plan = JSON.stringify(
      store.database.all(
        `EXPLAIN QUERY PLAN SELECT body FROM trace WHERE healthy = 1 AND address = 'a' AND network = 'n'
         AND method = 'udp' AND at_ms < 5 ORDER BY at_ms DESC LIMIT 5`,
      ),
    );
    expect(plan).toContain('trace_healthy');
    expect(plan).not.toContain('TEMP B-TREE');
  });
});

describe('the healthy trace of a path', () => {
  const path = {
    address: '198.51.100.9',
    method: 'udp',
    network: 'home',
    beforeMs: wallMs(T0 + 100),
  } as const;

  test('is the newest one before that time, of that address, method and network', () => {
    const { store } = openStore();
    const at = (id: string, afterMs: number, change: Partial<TraceView> = {}) =>
      entry({ id, startedMs: wallMs(T0 + afterMs), ...change });
    store.commit([
      at('old', 1),
      at('newest', 50),
      at('after', 100),
      at('tcp', 60, { method: 'tcp' }),
      at('elsewhere', 60, { network: 'cafe' }),
      at('other', 60, { destination: { address: '203.0.113.9', name: null } }),
      { ...at('ill', 60), healthy: false },
    ]);
    expect(readHealthyTrace(store.database, path)?.id).toBe('newest');
    expect(readHealthyTrace(store.database, { ...path, beforeMs: wallMs(T0) })).toBeNull();
  });

  test('passes over one that can no longer be read', () => {
    const { store } = openStore();
    store.commit([entry({ id: 'old' }), entry({ id: 'new', startedMs: wallMs(T0 + 5) })]);
    store.database.run("UPDATE trace SET body = x'0102' WHERE id = 'new'");
    expect(readHealthyTrace(store.database, path)?.id).toBe('old');
  });
});

describe('damage', () => {
  test('of one row hides no other from the list', () => {
    const { store } = openStore();
    store.commit([entry(), entry({ id: 'odd' })]);
    for (const [column, value] of [
      ['reason', 'odd'],
      ['method', 'odd'],
      ['state', 'odd'],
      ['direction', 'odd'],
      ['at_ms', 'odd'],
    ] as const) {
      store.commit([entry({ id: 'odd' })]);
      store.database.run(`UPDATE trace SET ${column} = ? WHERE id = 'odd'`, value);
      expect(readTraces(store.database, { limit: 10 }).map(({ id }) => id)).toEqual(['trace-1']);
    }
  });

  test('of a body is told in words when that one is asked for', () => {
    const { store } = openStore();
    store.commit([entry()]);
    store.database.run("UPDATE trace SET body = x'01ff00'");
    expect(() => readTrace(store.database, 'trace-1')).toThrow(
      expect.objectContaining({ code: 'damaged', message: expect.stringContaining('can no longer be read') }),
    );
    expect(readTraces(store.database, { limit: 10 })).toHaveLength(1);
  });

  test('a trace that no row can be made of is dropped and counted, and stops no other', () => {
    const { store } = openStore();
    // Nothing packs what is random.
    const huge = [{ code: 'noise', text: randomBytes(1_200_000).toString('base64') }];
    store.commit([entry({ id: 'huge', warnings: huge }), entry()]);
    expect(store.dropped).toBe(1);
    expect(readTraces(store.database, { limit: 10 }).map(({ id }) => id)).toEqual(['trace-1']);
  });
});

describe('the packed form', () => {
  test('is a tenth of the JSON for a long trace', () => {
    const long = longView();
    const packed = encodeTrace(long).length;
    const plain = JSON.stringify(long).length;
    expect(decodeTrace(encodeTrace(long))).toEqual(long);
    expect(packed).toBeLessThan(plain / 4);
  });

  test('one kept before traces had a direction is a forward one', () => {
    const { direction: _, relay: __, ...before } = view();
    const packed = brotliCompressSync(Buffer.from(JSON.stringify(before)));
    expect(decodeTrace(Buffer.concat([Buffer.of(1), packed]))).toEqual({
      ...before,
      direction: 'forward',
      relay: null,
    });
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['another format', new Uint8Array([9, 1, 2])],
    ['no Brotli', new Uint8Array([1, 1, 2, 3])],
    ['half of it', encodeTrace(traceView()).slice(0, 200)],
    ['another shape', encodeTrace({ ...traceView(), hops: 'none' } as unknown as TraceView)],
  ])('of %s is malformed', (_what, block) => {
    expect(() => decodeTrace(block)).toThrow(MalformedBlock);
  });

  test('is refused for every field that is missing or of another type', () => {
    const full = fullView();
    expect(isTraceView(full)).toBe(true);
    for (const name of Object.keys(full)) {
      expect([name, isTraceView({ ...full, [name]: undefined })]).toEqual([name, false]);
      expect([name, isTraceView({ ...full, [name]: { odd: true } })]).toEqual([name, false]);
    }
    expect(isTraceView({ ...full, durationMs: Number.NaN })).toBe(false);
    for (const value of [null, 5, 'x', [], undefined]) expect(isTraceView(value)).toBe(false);
  });

  test('may hold what a later version knows', () => {
    expect(isTraceView({ ...traceView(), later: 'something' })).toBe(true);
  });
});

describe('retention', () => {
  const onset = (id: string, of: string, startedMs = T0, baseline: string | null = null): TraceEntry =>
    entry(
      {
        id,
        startedMs: wallMs(startedMs),
        comparison:
          baseline === null
            ? null
            : { baseline: { id: baseline, atMs: wallMs(T0) }, firstDifferentTtl: null, text: '.' },
      },
      { reason: 'incident', incident: of },
    );

  test('traces go with the hours; those of an incident, and what they were compared with, go with it', () => {
    const held = openStore({ hourDays: 30 });
    const open = incident({ id: 'open' });
    held.store.commit([
      raised(open),
      entry({ id: 'asked' }),
      entry({ id: 'baseline' }, { reason: 'baseline' }),
      entry({ id: 'compared' }, { reason: 'baseline' }),
      onset('of-open', 'open', T0, 'compared'),
      onset('of-nothing', 'forgotten'),
    ]);
    held.setNow(T0 + 29 * DAY_MS);
    held.settle();
    expect(ids(held)).toHaveLength(5);
    held.setNow(T0 + 31 * DAY_MS);
    held.settle();
    expect(ids(held).sort()).toEqual(['compared', 'of-open']);
    held.store.commit([cleared({ ...open, untilMs: wallMs(T0 + 31 * DAY_MS), end: 'recovered' })]);
    held.setNow(T0 + 62 * DAY_MS);
    held.settle();
    expect(ids(held)).toEqual([]);
  });

  test('of each reason only so many are kept, the oldest go first', () => {
    const held = openStore();
    const few = { asked: 3, incident: 2, baseline: 4, perPath: 2 };
    const many = (reason: TraceReason): TraceEntry[] =>
      Array.from({ length: 6 }, (_, index) =>
        entry(
          {
            id: `${reason}-${index}`,
            startedMs: wallMs(T0 + index),
            destination: { address: `198.51.100.${reason === 'baseline' ? index % 3 : 1}`, name: null },
          },
          { reason, incident: reason === 'incident' ? `total-${index}` : null },
        ),
      );
    held.store.commit([...many('asked'), ...many('incident'), ...many('baseline')]);
    while (cutManyTraces(held.store.database, few)) {
      // Each call is one slice.
    }
    expect(ids(held).sort()).toEqual([
      'asked-3',
      'asked-4',
      'asked-5',
      'baseline-2',
      'baseline-3',
      'baseline-4',
      'baseline-5',
      'incident-4',
      'incident-5',
    ]);
  });

  test('of one path only the newest baselines are kept, and what an incident was compared with', () => {
    const held = openStore();
    const all = Array.from({ length: 10 }, (_, index) =>
      entry({ id: `b${index}`, startedMs: wallMs(T0 + index) }, { reason: 'baseline' }),
    );
    held.store.commit([...all, onset('onset', 'total-1', T0 + 50, 'b1')]);
    expect(cutManyTraces(held.store.database)).toBe(true);
    expect(ids(held)).toEqual(['onset', 'b9', 'b8', 'b7', 'b6', 'b1']);
    expect(cutManyTraces(held.store.database)).toBe(false);
  });

  test('together they have a bound in bytes; those of incidents are given up last', () => {
    const held = openStore();
    const one = encodeTrace(view({ id: 'a0' })).length + 40;
    const all = Array.from({ length: 8 }, (_, index) =>
      entry({ id: `a${index}`, startedMs: wallMs(T0 + 100 + index) }),
    );
    held.store.commit([...all, onset('onset', 'total-1', T0, 'compared'), entry({ id: 'compared' })]);
    expect(cutLargeTraces(held.store.database, one * 5)).toBe(true);
    const left = ids(held);
    expect(left.slice(-2).sort()).toEqual(['compared', 'onset']);
    expect(left.slice(0, -2)).toEqual(['a7', 'a6', 'a5', 'a4', 'a3'].slice(0, left.length - 2));
    expect(left.length).toBeGreaterThanOrEqual(4);
    expect(cutLargeTraces(held.store.database, one * 5)).toBe(false);
  });

  test('a file that is too large as a whole gives up traces beyond a few', () => {
    const held = openStore({ maxBytes: 200_000 });
    const all = Array.from({ length: 60 }, (_, index) =>
      entry({ ...longView(), id: `a${index}`, startedMs: wallMs(T0 + index) }),
    );
    held.store.commit(all);
    const before = ids(held).length;
    held.setNow(T0 + DAY_MS);
    held.settle();
    expect(ids(held).length).toBeLessThan(before / 4);
    expect(ids(held)[0]).toBe('a59');
  });
});

describe('through the worker', () => {
  async function open(): Promise<HistoryClient> {
    const client = await HistoryClient.open(
      { ...LIMITS, directory: tempFolder() },
      {
        script: artifact('history-worker.mjs'),
        commitMs: 60_000,
        retryMs: { first: 10, most: 50 },
        waiting: 1000,
      },
    );
    onTestFinished(() => client.close());
    return client;
  }
  const ASKED = { reason: 'asked', incident: null } as const;

  test('what was recorded a moment ago is found', async () => {
    const client = await open();
    client.recordTrace(view(), ASKED);
    expect(await client.trace('trace-1')).toEqual(view());
    client.recordTrace(view({ id: 'b' }), ASKED);
    expect(await client.traces({ limit: 10 })).toHaveLength(2);
    client.recordTrace(view({ id: 'c' }), { reason: 'incident', incident: 'total-1' });
    expect(await client.traces({ limit: 10, incident: 'total-1' })).toMatchObject([{ id: 'c' }]);
  });

  test('only a healthy one that no incident caused becomes a baseline', async () => {
    const client = await open();
    const at = (id: string, afterMs: number, change: Partial<TraceView> = {}) =>
      view({ id, startedMs: wallMs(T0 + afterMs), ...change });
    client.recordTrace(at('well', 0), ASKED);
    client.recordTrace(at('cut', 1, { reached: false }), ASKED);
    client.recordTrace(at('onset', 2), { reason: 'incident', incident: 'total-1' });
    client.recordTrace(at('way-back', 2, { direction: 'reverse' }), ASKED);
    client.recordTrace(at('between', 2, { direction: 'between' }), ASKED);
    const path = {
      address: '198.51.100.9',
      method: 'udp',
      network: 'home',
      beforeMs: wallMs(T0 + 9),
    } as const;
    expect((await client.healthyTrace(path))?.id).toBe('well');
    client.recordTrace(at('better', 3), { reason: 'baseline', incident: null });
    expect((await client.healthyTrace(path))?.id).toBe('better');
    expect(await client.healthyTrace({ ...path, network: 'cafe' })).toBeNull();
  });

  test('one that is not there is missing; a closed history says so', async () => {
    const client = await open();
    await expect(client.trace('none')).rejects.toMatchObject({ code: 'missing' });
    await client.close();
    await expect(client.trace('none')).rejects.toMatchObject({ code: 'closed' });
    await expect(client.traces({ limit: 1 })).rejects.toMatchObject({ code: 'closed' });
  });
});
