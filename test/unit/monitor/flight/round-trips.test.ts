import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENOUGH, RoundTrips } from '../../../../main/monitor/flight/round-trips.ts';

function learnt(...rtts: readonly number[]): RoundTrips {
  const roundTrips = new RoundTrips();
  for (const rtt of rtts) roundTrips.record(rtt);
  return roundTrips;
}
const times = (count: number, rtt: number): number[] => Array<number>(count).fill(rtt);

describe('deadline', () => {
  test('as configured until a few round trips are known, but at least a second', () => {
    expect(learnt().deadlineMs(2500)).toBe(2500);
    expect(learnt(20, 20, 20, 20).deadlineMs(2500)).toBe(2500);
    expect(learnt().deadlineMs(50)).toBe(1000);
  });

  test('a second for every line whose slowest round trips stay below a quarter of it', () => {
    expect(learnt(...times(100, 20), ...times(10, 200)).deadlineMs(3000)).toBe(1000);
  });

  test('four times p99.9 for slower ones, to within the bucket', () => {
    const deadline = learnt(...times(2000, 600)).deadlineMs(1000);
    expect(deadline).toBeGreaterThanOrEqual(2400);
    expect(deadline).toBeLessThanOrEqual(2400 * 1.11);
  });

  test('one straggler does not stretch it, two do', () => {
    expect(learnt(...times(50, 20), 4000).deadlineMs(1000)).toBe(1000);
    expect(learnt(...times(50, 20), 4000, 4000).deadlineMs(1000)).toBe(5000);
  });

  test('what was slow an hour ago is forgotten', () => {
    const roundTrips = learnt(...times(100, 900));
    for (let turn = 0; turn < 40_000; turn += 1) roundTrips.record(20);
    expect(roundTrips.deadlineMs(1000)).toBe(1000);
  });

  test('always between one and five seconds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })),
        fc.nat(60_000),
        (rtts, untilKnown) => {
          const deadline = learnt(...rtts).deadlineMs(untilKnown);
          expect(deadline).toBeGreaterThanOrEqual(1000);
          expect(deadline).toBeLessThanOrEqual(5000);
        },
      ),
    );
  });
});

describe('usual round trip', () => {
  test('unknown until there are enough', () => {
    expect(learnt(...times(ENOUGH - 1, 20)).usualMs).toBeNull();
    expect(learnt(...times(ENOUGH, 20)).usualMs).not.toBeNull();
  });

  test('a few clean ones among many slow ones set it', () => {
    expect(learnt(...times(40, 1020), ...times(10, 20)).usualMs).toBeLessThan(23);
  });

  test('lies between the fastest and the slowest, to within a bucket', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 9000, noNaN: true }), { minLength: ENOUGH }),
        (rtts) => {
          const usual = learnt(...rtts).usualMs ?? Number.NaN;
          expect(usual).toBeGreaterThanOrEqual(Math.min(...rtts) * 0.99);
          expect(usual).toBeLessThanOrEqual(Math.max(...rtts) * 1.11);
        },
      ),
    );
  });
});
