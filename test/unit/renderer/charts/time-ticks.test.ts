import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tickText, timeTicks } from '../../../../renderer/charts/time-ticks.ts';

const at = (iso: string): number => Date.parse(iso);
const HOUR = 3_600_000;
const tick = (iso: string, widthMs: number, locale = 'en-GB', zone = 'Europe/Berlin'): string =>
  tickText(at(iso), widthMs, zone, locale);

describe('ticks', () => {
  test('say as much as the width needs', () => {
    expect(tick('2026-11-21T13:02:30Z', 60_000)).toBe('14:02:30');
    expect(tick('2026-11-21T13:02:00Z', HOUR)).toBe('14:02');
    expect(tick('2026-11-21T13:00:00Z', 30 * 24 * HOUR)).toBe('21 Nov');
  });

  test('midnight names the day', () => {
    expect(tick('2026-11-20T23:00:00Z', 24 * HOUR)).toBe('21 Nov');
  });

  test('follow the reader, but for the clock of 24 hours', () => {
    expect(tick('2026-11-21T13:02:00Z', HOUR, 'en-US')).toBe('14:02');
    expect(tick('2026-11-21T13:00:00Z', 30 * 24 * HOUR, 'de-DE')).toBe('21. Nov.');
  });

  test('the hour that comes twice in autumn is told twice', () => {
    expect(tick('2026-10-25T00:30:00Z', HOUR)).toBe('02:30');
    expect(tick('2026-10-25T01:30:00Z', HOUR)).toBe('02:30');
    expect(tick('2026-10-25T02:30:00Z', HOUR)).toBe('03:30');
  });
});

/** The machine's own zone is that of the environment. */
function inZone(zone: string): void {
  const before = process.env['TZ'];
  process.env['TZ'] = zone;
  onTestFinished(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });
}

describe('the places of ticks', () => {
  const DAY = 24 * HOUR;
  const clock = (atMs: number): string => new Date(atMs).toTimeString().slice(0, 5);

  test.each(['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns'])(
    '%s: round on the local clock',
    (zone) => {
      inZone(zone);
      const from = at('2026-11-21T09:07:31Z');
      expect(timeTicks(from, from + DAY, 6).every((tick) => Number(clock(tick).slice(0, 2)) % 4 === 0)).toBe(
        true,
      );
      expect(timeTicks(from, from + DAY, 6).every((tick) => clock(tick).endsWith(':00'))).toBe(true);
      expect(timeTicks(from, from + 90 * DAY, 6).map(clock)).toEqual(Array(3).fill('00:00'));
    },
  );

  test('a day of 25 hours and one of 23 keep their midnights', () => {
    inZone('Europe/Berlin');
    for (const from of [at('2026-10-23T22:00:00Z'), at('2026-03-27T23:00:00Z')]) {
      expect(
        timeTicks(from, from + 4 * DAY, 5)
          .slice(0, 4)
          .map(clock),
      ).toEqual(Array(4).fill('00:00'));
    }
  });

  test('ascend, lie within, are not too many, and stay where they are as time moves on', () => {
    inZone('America/New_York');
    const start = at('2026-03-01T00:00:00Z');
    const span = fc.integer({ min: 30_000, max: 400 * DAY });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 * DAY }),
        span,
        fc.integer({ min: 2, max: 12 }),
        (ago, width, count) => {
          const from = start + ago;
          const ticks = timeTicks(from, from + width, count);
          // An hour more or less on the days that have one.
          expect(ticks.length).toBeLessThanOrEqual(count + 2);
          expect(ticks.every((tick, index) => index === 0 || tick > (ticks[index - 1] ?? 0))).toBe(true);
          expect(ticks.every((tick) => tick >= from && tick <= from + width)).toBe(true);
          const later = timeTicks(from + width / 10, from + 1.1 * width, count);
          const shared = ticks.filter((tick) => tick >= from + width / 10);
          expect(later.slice(0, shared.length)).toEqual(shared);
        },
      ),
    );
  });
});
