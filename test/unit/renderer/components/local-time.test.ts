import { describe, expect, test } from 'vitest';
import {
  localAgo,
  localClock,
  localExact,
  localExactMoment,
  localMoment,
  localSecond,
} from '../../../../renderer/components/local-time.ts';

const AT = Date.UTC(2026, 10, 21, 14, 2, 31);
const MINUTE = 60_000;
const DAY = 86_400_000;
const BERLIN = { locale: 'de-DE', zone: 'Europe/Berlin' };
const LONDON = { locale: 'en-GB', zone: 'UTC' };
const BOSTON = { locale: 'en-US', zone: 'America/New_York' };

test('the clock is in the zone of its reader, and has 24 hours as the sentences have', () => {
  expect(localClock(AT, LONDON)).toBe('14:02');
  expect(localClock(AT, BERLIN)).toBe('15:02');
  expect(localClock(AT, BOSTON)).toBe('09:02');
  expect(localClock(AT + 12 * 60 * MINUTE, BOSTON)).toBe('21:02');
  expect(localClock(Date.UTC(2026, 10, 21, 5, 1), BOSTON)).toBe('00:01');
});

describe('a moment', () => {
  test('of today needs no day', () => {
    expect(localMoment(AT - 3 * 60 * MINUTE, AT, LONDON)).toBe('11:02');
  });

  test('of another day of this year needs no year', () => {
    expect(localMoment(AT - DAY, AT, LONDON)).toBe('20 Nov, 14:02');
  });

  test('of another year needs all', () => {
    expect(localMoment(AT - 365 * DAY, AT, LONDON)).toBe('21 Nov 2025, 14:02');
  });

  test('is of today by the reader’s zone, not by UTC', () => {
    const lateInBerlin = Date.UTC(2026, 10, 20, 23, 30);
    expect(localMoment(lateInBerlin, AT, BERLIN)).toBe('00:30');
    expect(localMoment(lateInBerlin, AT, LONDON)).toBe('20 Nov, 23:30');
  });
});

describe('how long ago', () => {
  test.each([
    [0, 'just now'],
    [4_999, 'just now'],
    [5_000, '5 s ago'],
    [59_999, '59 s ago'],
    [MINUTE, '1 min ago'],
    [60 * MINUTE - 1, '59 min ago'],
    [60 * MINUTE, '13:02'],
  ])('%i ms', (age, expected) => {
    expect(localAgo(AT - age, AT, LONDON)).toBe(expected);
  });

  test('what lies ahead is a moment', () => {
    expect(localAgo(AT + 5 * MINUTE, AT, LONDON)).toBe('14:07');
  });
});

test('the clock with its seconds', () => {
  expect(localSecond(AT, LONDON)).toBe('14:02:31');
  expect(localSecond(AT, BOSTON)).toBe('09:02:31');
});

test('exact times have everything', () => {
  expect(localExact(AT, LONDON)).toBe('21 Nov 2026, 14:02:31');
});

test('to the second: of today without the day', () => {
  expect(localExactMoment(AT, AT + MINUTE, LONDON)).toBe('14:02:31');
  expect(localExactMoment(AT, AT + DAY, LONDON)).toBe('21 Nov 2026, 14:02:31');
});
