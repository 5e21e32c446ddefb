import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summarize } from '../../../main/domain/statistics/summary.ts';
import { RoundTripLedger } from '../../../main/domain/trace/engine/round-trip-ledger.ts';

const roundTrips = fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
});

test('figures kept as they come are those of the whole run', () => {
  fc.assert(
    fc.property(roundTrips, (values) => {
      const ledger = new RoundTripLedger();
      for (const value of values) ledger.add(value);
      const figures = ledger.figures();
      const exact = summarize(values);
      expect(figures?.last).toBe(values.at(-1));
      expect(figures?.min).toBe(exact?.min);
      expect(figures?.max).toBe(exact?.max);
      const p95 = exact?.p95 ?? Number.NaN;
      if (values.length <= 64) expect(figures?.p95).toBe(p95);
      else expect(Math.abs((figures?.p95 ?? 0) - p95)).toBeLessThanOrEqual(Math.max(0.0100001 * p95, 0.001));
      expect(figures?.p95).toBeGreaterThanOrEqual(figures?.min ?? Number.NaN);
      expect(figures?.p95).toBeLessThanOrEqual(figures?.max ?? Number.NaN);
      expect(figures?.mean).toBeCloseTo(exact?.mean ?? 0, 6);
      expect(figures?.stddev).toBeCloseTo(exact?.stddev ?? 0, 5);
      const steps = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? 0)));
      const jitter = steps.length === 0 ? 0 : steps.reduce((sum, step) => sum + step, 0) / steps.length;
      expect(figures?.jitter).toBeCloseTo(jitter, 6);
    }),
  );
});

test('p95 of a few answers is the slowest of them, as it was measured', () => {
  const ledger = new RoundTripLedger();
  for (const value of [6.765, 11.015, 6.81]) ledger.add(value);
  expect(ledger.figures()?.p95).toBe(11.015);
});

test('nothing has no figures', () => {
  expect(new RoundTripLedger().figures()).toBeNull();
});
