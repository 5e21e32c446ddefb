import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import { comparedWith } from '../../../main/domain/trace/compare/compare.ts';
import { slowdownOf } from '../../../main/domain/trace/compare/slowdown.ts';
import { randomFrom } from '../../support/trace/multipath-network.ts';
import { tracedOnce, watched } from '../../support/trace/timed.ts';

const HOPS = 8;
const addressOf = (ttl: number): string => (ttl === HOPS ? '198.51.100.99' : `203.0.113.${ttl}`);

interface Line {
  readonly seed: number;
  /** One way and back, up to each hop: `stepMs` more for each. */
  readonly stepMs: number;
  /** Of each packet, on the first link; exponentially distributed, as queues are. */
  readonly jitterMs: number;
}

/** Of `ttl` now: what every packet takes there, and what the router takes for its own answers. */
type Delay = (ttl: number, random: () => number) => number;

function rounds({ seed, stepMs, jitterMs }: Line, count: number, delay: Delay) {
  const random = randomFrom(seed);
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  return Array.from({ length: HOPS }, (_, index) => {
    const ttl = index + 1;
    const once = (): number => stepMs * ttl + exponential(jitterMs) + exponential(0.5) + delay(ttl, random);
    return { hop: addressOf(ttl), rttsMs: Array.from({ length: count }, once) };
  });
}

const healthy = (line: Line): TraceView => tracedOnce(rounds(line, 3, () => 0));
const now = (line: Line, delay: Delay): TraceView =>
  watched(rounds({ ...line, seed: line.seed + 100_000 }, 60, delay));

const lines = fc.record({
  seed: fc.integer({ min: 1, max: 50_000 }),
  stepMs: fc.double({ min: 0.1, max: 20, noNaN: true }),
  jitterMs: fc.double({ min: 0, max: 8, noNaN: true }),
});
const hop = fc.integer({ min: 1, max: HOPS });
/** What is more than any day's: above all the thresholds for the longest of these lines. */
const delays = fc.integer({ min: 150, max: 800 });

describe('on any line', () => {
  test('a delay of one link is told, at the hop behind it', () => {
    fc.assert(
      fc.property(lines, hop, delays, (line, from, delayMs) => {
        const view = now(line, (ttl) => (ttl >= from ? delayMs : 0));
        expect(slowdownOf(view, healthy(line))).toMatchObject({
          beforeTtl: from === 1 ? null : from - 1,
          ttl: from,
        });
      }),
    );
  });

  test('routers that are slow to answer, before the destination, are never accused', () => {
    fc.assert(
      fc.property(lines, fc.uniqueArray(hop, { minLength: 1 }), delays, (line, slow, delayMs) => {
        const view = now(line, (ttl, random) =>
          ttl < HOPS && slow.includes(ttl) ? delayMs * (1 + random()) : 0,
        );
        expect(slowdownOf(view, healthy(line))).toBeNull();
      }),
    );
  });

  test('nor do they hide where the delay of a link begins, nor move it towards them', () => {
    fc.assert(
      fc.property(lines, fc.uniqueArray(hop), hop, (line, slow, from) => {
        const isSlow = (ttl: number): boolean => ttl < HOPS && ttl !== from && slow.includes(ttl);
        const view = now(line, (ttl) => (ttl >= from ? 200 : 0) + (isSlow(ttl) ? 900 : 0));
        expect(slowdownOf(view, healthy(line))?.ttl).toBe(from);
      }),
    );
  });

  test('there is no gap in the words, and what is slower is never called well', () => {
    fc.assert(
      fc.property(lines, hop, fc.integer({ min: 0, max: 400 }), (line, from, delayMs) => {
        const [view, baseline] = [now(line, (ttl) => (ttl >= from ? delayMs : 0)), healthy(line)];
        const { sentence, comparison } = comparedWith(view, baseline);
        for (const text of [sentence.text, comparison?.text ?? '']) {
          expect(text).toMatch(/^\S.*[^.\s]\.$/);
          expect(text).not.toMatch(/undefined|NaN|null|\[object| {2}/);
        }
        expect(sentence.state).toBe(slowdownOf(view, baseline) === null ? 'good' : 'degraded');
      }),
    );
  });
});

describe('over 1,000 seeded lines that are as they were', () => {
  const accused = (line: Omit<Line, 'seed'>): number =>
    Array.from({ length: 1000 }, (_, seed) => ({ ...line, seed: seed + 1 })).filter(
      (each) =>
        slowdownOf(
          now(each, () => 0),
          healthy(each),
        ) !== null,
    ).length;

  test.each([
    ['a cable', { stepMs: 2, jitterMs: 1 }, 0],
    ['Wi-Fi', { stepMs: 2, jitterMs: 8 }, 0],
    ['a mobile line', { stepMs: 5, jitterMs: 20 }, 0],
    ['one of which each packet waits as long as it travels', { stepMs: 5, jitterMs: 40 }, 5],
  ] as const)('%s: none is accused, or next to none', (_, line, most) => {
    expect(accused(line)).toBeLessThanOrEqual(most);
  });
});
