import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KindAnchor } from '../../../main/domain/outage/types.ts';
import { LINES, type LineFigures } from '../../bench/detector/lines.ts';
import { outageYear } from '../../bench/detector/outage-year.ts';
import { Scout } from '../../bench/detector/scout.ts';
import { SkippingMonitor } from '../../bench/detector/skipping-monitor.ts';
import { Slots } from '../../bench/detector/slots.ts';
import { ALL_ANCHORS } from '../../unit/outage/simulator/networks.ts';

const MINUTE_MS = 60_000;
const RUNS = 15;
/** Longer than a probe is undecided. */
const UNDECIDED_MS = 3_000;

/** Lines that are far worse than real ones, so that outages are sure to be named. */
const arbitraryFigures = (isStill: boolean): fc.Arbitrary<LineFigures> =>
  fc
    .record({
      floorMs: fc.constantFrom(4, 24, 120, 600),
      jitter: isStill ? fc.constant(0) : fc.double({ min: 0, max: 2, noNaN: true }),
      isLogNormal: isStill ? fc.constant(false) : fc.boolean(),
      loss: fc.constantFrom(0, 0.0005, 0.01, 0.05),
      bursts: fc.option(
        fc.record({
          goodMs: fc.integer({ min: 15_000, max: 60_000 }),
          badMs: fc.integer({ min: 300, max: 3_000 }),
          loss: fc.constantFrom(0.6, 0.8, 0.9, 1),
        }),
      ),
      everyMs: fc.option(fc.integer({ min: 40_000, max: 120_000 })),
    })
    .map(({ floorMs, jitter, isLogNormal, loss, bursts, everyMs }) => ({
      timeoutMs: floorMs < 600 ? 1000 : 2600,
      roundTrips: isLogNormal
        ? { type: 'log-normal', medianMs: floorMs, sigma: 0.6, wanderSigma: 0.4, wanderMs: 60_000 }
        : { type: 'floored', floorMs, jitterMs: (jitter * floorMs) / 10, badExtraMs: jitter * floorMs },
      loss,
      ...(bursts === null ? {} : { bursts }),
      ...(everyMs === null ? {} : { microBursts: { everyMs, leastMs: 200, mostMs: 6_000 } }),
    }));

/** A window must not end while a kind is down, named or not; an answer may come at the very moment of a judgement. */
const HARD_CASES: readonly [LineFigures, number][] = [
  [
    {
      timeoutMs: 1000,
      roundTrips: { type: 'floored', floorMs: 24, jitterMs: 0, badExtraMs: 0 },
      loss: 0.05,
      bursts: { goodMs: 5267.866369104013, badMs: 1704.5141631737351, loss: 0.8 },
    },
    475,
  ],
  [
    {
      timeoutMs: 2600,
      roundTrips: { type: 'floored', floorMs: 600, jitterMs: 0, badExtraMs: 0 },
      loss: 0.05,
      microBursts: { everyMs: 77022.31958508492, leastMs: 200, mostMs: 6000 },
    },
    113,
  ],
];

/** Sixteen anchors, whose slots are exact in binary, and no gateway, whose bursts outside of windows shift turns. */
const EXACT: readonly KindAnchor[] = [
  ...ALL_ANCHORS.filter(({ kind }) => kind !== 'gateway'),
  { kind: 'dns', anchor: '203.0.113.54:53' },
  { kind: 'dns', anchor: '203.0.113.55:53' },
];

describe('a year that leaves out what does not matter', () => {
  test('sees what every packet shows: the same bursts and the same outages at the same times', {
    timeout: 240_000,
  }, () => {
    let outages = 0;
    let shortened = 0;
    fc.assert(
      fc.property(arbitraryFigures(true), fc.nat(), (figures, seed) => {
        const forMs = 20 * MINUTE_MS;
        const everyBurst: string[] = [];
        const every = new SkippingMonitor(figures, seed, {
          anchors: EXACT,
          onBurst: (atMs, kinds) => everyBurst.push(`${atMs} ${kinds.join()}`),
        });
        const bursts: string[] = [];
        const year = outageYear(figures, seed, forMs, {
          anchors: EXACT,
          onBurst: (atMs, kinds) => bursts.push(`${atMs} ${kinds.join()}`),
        });
        every.play(year.endMs);
        expect(year.outages).toEqual(every.outages);
        expect(bursts).toEqual(everyBurst);
        outages += year.outages.length;
        if (year.playedShare < 0.7) shortened += 1;
      }),
      { numRuns: RUNS, examples: [...HARD_CASES] },
    );
    // The law would be empty had nothing been named, or nothing left out.
    expect(outages).toBeGreaterThan(2 * RUNS);
    expect(shortened).toBeGreaterThan(RUNS / 5);
  });

  test('has an onset before whatever the detector suspects or names, on any line', {
    timeout: 240_000,
  }, () => {
    let outages = 0;
    fc.assert(
      fc.property(arbitraryFigures(false), fc.nat(), (figures, seed) => {
        const forMs = 20 * MINUTE_MS;
        const events: number[] = [];
        const monitor = new SkippingMonitor(figures, seed, {
          onBurst: (atMs, kinds) => {
            if (kinds.some((kind) => kind !== 'gateway')) events.push(atMs);
          },
        });
        const onsets = onsetsOf(figures, seed, forMs);
        // Nothing is usual yet.
        monitor.play(MINUTE_MS);
        events.length = 0;
        let restMs = 0;
        while (monitor.nowMs < forMs - MINUTE_MS) {
          const before = monitor.outages.length;
          monitor.play(monitor.nowMs + 1000);
          events.push(...monitor.outages.slice(before).map(({ raisedMs }) => raisedMs));
          const isForeseen = (atMs: number): boolean =>
            onsets.some((onset) => onset >= restMs - UNDECIDED_MS && onset <= atMs);
          expect(events.filter((atMs) => !isForeseen(atMs))).toEqual([]);
          events.length = 0;
          if (monitor.isAtRest) restMs = monitor.nowMs;
        }
        outages += monitor.outages.length;
      }),
      { numRuns: RUNS },
    );
    expect(outages).toBeGreaterThan(2 * RUNS);
  });

  test.each(LINES.map((line) => [line.name, line] as const))(
    'holds an hour of %s',
    { timeout: 60_000 },
    (_name, line) => {
      const windows: { readonly fromMs: number; readonly toMs: number }[] = [];
      const year = outageYear(line, 5, 60 * MINUTE_MS, { onWindow: (window) => windows.push(window) });
      expect(year.windows).toBe(windows.length);
      expect(year.playedShare).toBeLessThan(0.5);
      for (const onset of onsetsOf(line, 5, 60 * MINUTE_MS)) {
        const isPlayed = windows.some(({ fromMs, toMs }) => fromMs <= onset - 3_500 && onset + 1_500 <= toMs);
        expect(isPlayed || onset < 5_000, `the onset at ${onset} ms is played`).toBe(true);
      }
    },
  );
});

function onsetsOf(figures: LineFigures, seed: number, untilMs: number): readonly number[] {
  const scout = new Scout(figures, seed, new Slots(ALL_ANCHORS));
  const onsets: number[] = [];
  for (let onset = scout.next(untilMs); onset !== null; onset = scout.next(untilMs)) onsets.push(onset);
  return onsets;
}
