import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../main/domain/model/units.ts';
import { minuteOfDayIn } from '../../../main/domain/notices/minute-of-day.ts';
import { type Quiet, quietAt } from '../../../main/domain/notices/quiet-hours.ts';

const BERLIN = minuteOfDayIn('Europe/Berlin');
const at = (iso: string, from = '22:00', to = '07:00', enabled = true): Quiet =>
  quietAt({ enabled, from, to }, BERLIN, wallMs(Date.parse(iso)));
const until = (iso: string) => ({ active: true, untilMs: Date.parse(iso) });
const AWAKE = { active: false, untilMs: null };

describe('quiet hours', () => {
  test('over midnight', () => {
    expect(at('2026-01-15T21:59:59.999+01:00')).toEqual(AWAKE);
    expect(at('2026-01-15T22:00:00+01:00')).toEqual(until('2026-01-16T07:00:00+01:00'));
    expect(at('2026-01-16T06:59:59.999+01:00')).toEqual(until('2026-01-16T07:00:00+01:00'));
    expect(at('2026-01-16T07:00:00+01:00')).toEqual(AWAKE);
  });

  test('within a day, to the minute, the whole day, none', () => {
    expect(at('2026-01-15T13:10:20+01:00', '13:00', '13:11')).toEqual(until('2026-01-15T13:11:00+01:00'));
    expect(at('2026-01-15T12:59:00+01:00', '13:00', '13:11')).toEqual(AWAKE);
    expect(at('2026-01-15T12:00:00+01:00', '08:00', '08:00')).toEqual({ active: true, untilMs: null });
    expect(at('2026-01-15T23:00:00+01:00', '22:00', '07:00', false)).toEqual(AWAKE);
  });

  test('when the clocks go forward they end by the clock, an hour early in time', () => {
    expect(at('2026-03-28T23:00:00+01:00')).toEqual(until('2026-03-29T07:00:00+02:00'));
    // 02:30 never comes that night: at 03:00 it is over.
    expect(at('2026-03-28T23:00:00+01:00', '22:00', '02:30')).toEqual(until('2026-03-29T03:00:00+02:00'));
  });

  test('when the clocks go back they end by the clock, an hour late in time', () => {
    expect(at('2026-10-24T23:00:00+02:00')).toEqual(until('2026-10-25T07:00:00+01:00'));
    expect(at('2026-10-25T02:10:00+02:00', '22:00', '02:30')).toEqual(until('2026-10-25T02:30:00+02:00'));
    expect(at('2026-10-25T02:10:00+01:00', '22:00', '02:30')).toEqual(until('2026-10-25T02:30:00+01:00'));
  });

  test('the machine has a zone of its own', () => {
    const now = new Date(2026, 0, 15, 14, 2);
    expect(minuteOfDayIn(undefined)(wallMs(now.getTime()))).toBe(14 * 60 + 2);
  });

  test.each(['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'])(
    'law, %s: quiet until the very end told, not quiet then',
    (zone) => {
      const minuteOfDay = minuteOfDayIn(zone);
      const minute = fc.integer({ min: 0, max: 1439 });
      const year = { min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) };
      const time = (m: number): string =>
        `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
      fc.assert(
        fc.property(minute, minute, fc.integer(year), (from, to, ms) => {
          // Less than the search's step between two quiet hours is no time to be told anything in.
          fc.pre((from - to + 1440) % 1440 >= 76);
          const hours = { enabled: true, from: time(from), to: time(to) };
          const { active, untilMs } = quietAt(hours, minuteOfDay, wallMs(ms));
          if (!active) {
            expect(untilMs).toBeNull();
            return;
          }
          expect(untilMs).toBeGreaterThan(ms);
          const end = untilMs ?? 0;
          expect(quietAt(hours, minuteOfDay, wallMs(end)).active).toBe(false);
          for (let probe = ms; probe < end; probe += 1 + (end - ms) / 40) {
            expect(quietAt(hours, minuteOfDay, wallMs(probe)).active).toBe(true);
          }
        }),
        { numRuns: 60 },
      );
    },
  );
});
