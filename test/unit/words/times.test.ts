import { describe, expect, test } from 'vitest';
import {
  agoText,
  clockSecondsText,
  durationText,
  momentText,
  spanTexts,
} from '../../../main/domain/words/times.ts';

const at = (text: string): number => Date.parse(text);

describe('durationText', () => {
  test.each([
    [-5, '0 ms'],
    [850, '850 ms'],
    [12_900, '12 s'],
    [60_000, '1 min'],
    [192_000, '3 min 12 s'],
    [3_599_999, '59 min 59 s'],
    [7_500_000, '2 h 5 min'],
    [86_400_000, '1 d'],
    [273_600_000, '3 d 4 h'],
  ])('%s ms -> %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('moments', () => {
  const now = at('2026-11-21T14:05:31Z');

  test('today is a clock time, another day has its date', () => {
    expect(momentText(at('2026-11-21T14:02:00Z'), now, 'UTC')).toBe('14:02');
    expect(momentText(at('2026-11-20T14:02:00Z'), now, 'UTC')).toBe('2026-11-20 14:02');
  });

  test('a span within one minute has seconds, a longer one has none', () => {
    const from = at('2026-11-21T14:02:05Z');
    expect(spanTexts(from, from + 3000, now, 'UTC')).toEqual(['14:02:05', '14:02:08']);
    expect(spanTexts(from, from + 55_000, now, 'UTC')).toEqual(['14:02', '14:03']);
    const before = at('2026-11-20T14:02:05Z');
    expect(spanTexts(before, before, now, 'UTC')).toEqual(['2026-11-20 14:02:05', '2026-11-20 14:02:05']);
  });

  test('the day is that of the zone, not of UTC', () => {
    expect(momentText(at('2026-11-20T23:30:00Z'), now, 'Europe/Berlin')).toBe('00:30');
    expect(momentText(at('2026-11-20T22:30:00Z'), now, 'Europe/Berlin')).toBe('2026-11-20 23:30');
  });

  test('midnight is 00, not 24', () => {
    expect(clockSecondsText(at('2026-11-21T00:00:05Z'), 'UTC')).toBe('00:00:05');
  });

  test('summer time is followed', () => {
    expect(clockSecondsText(at('2026-07-01T12:00:00Z'), 'Europe/Berlin')).toBe('14:00:00');
  });

  test('relative within the hour, absolute beyond', () => {
    expect(agoText(now - 2000, now, 'UTC')).toBe('just now');
    expect(agoText(now - 42_000, now, 'UTC')).toBe('42 s ago');
    expect(agoText(now - 12 * 60_000, now, 'UTC')).toBe('12 min ago');
    expect(agoText(now - 61 * 60_000, now, 'UTC')).toBe('13:04');
    expect(agoText(at('2026-11-19T09:00:00Z'), now, 'UTC')).toBe('2026-11-19 09:00');
  });

  test('a moment ahead of a clock that was set back is told absolutely', () => {
    expect(agoText(now + 60_000, now, 'UTC')).toBe('14:06');
  });
});
