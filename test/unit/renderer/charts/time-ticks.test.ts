import { describe, expect, test } from 'vitest';
import { tickText } from '../../../../renderer/charts/time-ticks.ts';

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

  test('follow the reader', () => {
    expect(tick('2026-11-21T13:02:00Z', HOUR, 'en-US').replace('\u202f', ' ')).toBe('02:02 PM');
    expect(tick('2026-11-21T13:00:00Z', 30 * 24 * HOUR, 'de-DE')).toBe('21. Nov.');
  });

  test('the hour that comes twice in autumn is told twice', () => {
    expect(tick('2026-10-25T00:30:00Z', HOUR)).toBe('02:30');
    expect(tick('2026-10-25T01:30:00Z', HOUR)).toBe('02:30');
    expect(tick('2026-10-25T02:30:00Z', HOUR)).toBe('03:30');
  });
});
