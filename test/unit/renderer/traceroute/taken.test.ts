import { describe, expect, test } from 'vitest';
import { type Around, takenText } from '../../../../renderer/traceroute/head/taken.ts';
import { TRACED_MS } from '../../../support/renderer/scenes/trace-parts.ts';
import { TRACES } from '../../../support/renderer/scenes/traces.ts';

const MINUTE = 60_000;
const momentOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
const around = (change: Partial<Around>): Around => ({
  openedId: null,
  kept: [],
  nowMs: TRACED_MS + 4 * MINUTE,
  momentOf,
  ...change,
});

describe('a trace that was opened', () => {
  const once = { ...TRACES.once, durationMs: 1000 };

  test.each([
    ['asked', ''],
    ['incident', ', as an incident began'],
    ['baseline', ', while all was well'],
  ] as const)('%s: says when it was taken and why', (reason, why) => {
    const kept = [{ id: once.id, reason }];
    expect(takenText(once, around({ openedId: once.id, kept }))).toBe(
      `Taken 2026-11-21 14:03:00${why}. What it showed then:`,
    );
  });

  test('a continuous one has a beginning and an end', () => {
    const { stopped } = TRACES;
    const kept = [{ id: stopped.id, reason: 'incident' }] as const;
    expect(takenText(stopped, around({ openedId: stopped.id, kept }))).toBe(
      'Taken 2026-11-21 14:03:00 to 2026-11-21 14:03:41, from when an incident began. What it showed then:',
    );
  });

  test('still runs: it speaks of now', () => {
    expect(takenText(TRACES.good, around({ openedId: TRACES.good.id }))).toBeNull();
  });
});

describe('a trace that was run here', () => {
  const { once } = TRACES;

  test('is of now when it has just ended, and of the past a minute later', () => {
    const endedMs = once.startedMs + once.durationMs;
    expect(takenText(once, around({ nowMs: endedMs + MINUTE - 1 }))).toBeNull();
    expect(takenText(once, around({ nowMs: endedMs + MINUTE }))).toContain('Taken 2026-11-21');
  });

  test('that failed showed nothing', () => {
    expect(takenText(TRACES.failed, around({ openedId: TRACES.failed.id }))).toBeNull();
  });
});
