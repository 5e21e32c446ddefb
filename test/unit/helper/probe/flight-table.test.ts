import { describe, expect, test } from 'vitest';
import { createSequence } from '../../../../helper/probe/echo/sequence.ts';
import type { Flight } from '../../../../helper/probe/flight/flight.ts';
import { createFlightTable } from '../../../../helper/probe/flight/flight-table.ts';

const WINDOW_MS = 10_000;
const stopTimer = (): void => {};
const TARGET = { family: 4, bytes: Uint8Array.of(192, 0, 2, 1), zone: null, text: '192.0.2.1' } as const;

interface Numbered extends Flight {
  readonly sequence: number;
}

class Bench {
  nowMs = 0;
  readonly table = createFlightTable<Numbered>(() => this.nowMs, WINDOW_MS);
  readonly nextSequence;
  #id = 0;

  constructor(firstSequence: number) {
    this.nextSequence = createSequence(firstSequence, (name) => this.table.byName(name) !== null);
  }

  /** Sent now. */
  add(state: Flight['state']): Numbered {
    this.#id += 1;
    const sequence = this.nextSequence();
    const own = { id: this.#id, sequence, names: [sequence], target: TARGET, timeoutMs: 60_000 };
    const echo: Numbered = { ...own, state, sentAtMs: this.nowMs, duplicates: 0, stopTimer };
    this.table.add(echo);
    return echo;
  }
}

describe('sequence numbers', () => {
  test('go up by one and wrap at 16 bits', () => {
    const bench = new Bench(0xfffe);
    expect([1, 2, 3].map(() => bench.add('waiting').sequence)).toEqual([0xfffe, 0xffff, 0]);
  });

  test('around the circle: a pending one and those in their late window are skipped', () => {
    const bench = new Bench(5);
    const slow = bench.add('waiting');
    bench.nowMs = 60_000;
    for (let i = 0; i < 0xffff; i++) bench.add('answered');
    expect(bench.table.size).toBe(0x1_0000);
    bench.nowMs += WINDOW_MS + 1;
    expect(bench.add('answered').sequence).toBe(6);
    expect(bench.table.byName(slow.sequence)).toBe(slow);
  });

  test('the one free number is found', () => {
    const bench = new Bench(0);
    const all = Array.from({ length: 0x1_0000 }, () => bench.add('waiting'));
    const freed = all[0x1234];
    if (freed) bench.table.remove(freed);
    expect(bench.nextSequence()).toBe(0x1234);
  });
});

describe('what may still be answered', () => {
  test.each(['queued', 'waiting'] as const)('%s: as long as it takes', (state) => {
    const bench = new Bench(0);
    const echo = bench.add(state);
    bench.nowMs = 1_000_000;
    expect(bench.table.byId(echo.id)).toBe(echo);
    expect(bench.table.byName(echo.sequence)).toBe(echo);
  });

  test.each(['lost', 'failed', 'answered', 'cancelled'] as const)('%s: until the window ends', (state) => {
    const bench = new Bench(0);
    const echo = bench.add(state);
    bench.nowMs = WINDOW_MS;
    expect(bench.table.byId(echo.id)).toBe(echo);
    bench.nowMs += 1;
    expect(bench.table.byId(echo.id)).toBeNull();
    expect(bench.table.byName(echo.sequence)).toBeNull();
  });

  test('the rest is cleared away, so that the table does not grow', () => {
    const bench = new Bench(0);
    for (let i = 0; i < 20_000; i++) {
      bench.add('answered');
      bench.nowMs += 20;
    }
    expect(bench.table.size).toBeLessThanOrEqual((WINDOW_MS + 1000) / 20 + 1);
  });

  test('every name leads to it, until it is removed', () => {
    const bench = new Bench(0);
    const two: Numbered = { ...bench.add('waiting'), id: 77, sequence: 5, names: ['a', 'b'] };
    bench.table.add(two);
    expect(['a', 'b'].map((name) => bench.table.byName(name))).toEqual([two, two]);
    expect(bench.table.size).toBe(2);
    bench.table.remove(two);
    expect(['a', 'b'].map((name) => bench.table.byName(name))).toEqual([null, null]);
    expect(bench.table.size).toBe(1);
  });

  test('of a dead entry nothing is left when another one takes its name', () => {
    const bench = new Bench(0);
    const dead: Numbered = { ...bench.add('answered'), id: 77, names: ['a'] };
    bench.table.add(dead);
    // No sweep in between: the last one is less than a second ago.
    bench.nowMs = WINDOW_MS;
    bench.table.add({ ...dead, id: 78, names: ['c'], sentAtMs: bench.nowMs });
    bench.nowMs += 500;
    bench.table.add({ ...dead, id: 79, names: ['a'], state: 'waiting', sentAtMs: bench.nowMs });
    bench.nowMs += 2 * WINDOW_MS;
    bench.table.add({ ...dead, id: 80, names: ['d'], state: 'waiting', sentAtMs: bench.nowMs });
    expect(bench.table.size).toBe(2);
  });

  test('removing a dead entry leaves its successor alone', () => {
    const bench = new Bench(0);
    const dead = bench.add('answered');
    bench.nowMs = WINDOW_MS + 1;
    const next: Numbered = { ...dead, state: 'waiting', sentAtMs: bench.nowMs };
    bench.table.add(next);
    bench.table.remove(dead);
    expect(bench.table.byId(dead.id)).toBe(next);
    expect(bench.table.byName(dead.sequence)).toBe(next);
  });
});
