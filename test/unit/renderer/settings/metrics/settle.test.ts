import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { settle, settleNow } from '../../../../../renderer/settings/metrics/settle.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the last of a row is done, once', () => {
  const done: string[] = [];
  settle('one', () => done.push('first'));
  vi.advanceTimersByTime(200);
  settle('one', () => done.push('second'));
  settle('other', () => done.push('other'));
  vi.advanceTimersByTime(299);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(done).toEqual(['second', 'other']);
  vi.advanceTimersByTime(10_000);
  expect(done).toHaveLength(2);
});

test('what waits is done at once when the window goes, and not again', () => {
  const done: string[] = [];
  settle('one', () => done.push('one'));
  settleNow();
  expect(done).toEqual(['one']);
  vi.advanceTimersByTime(10_000);
  settleNow();
  expect(done).toEqual(['one']);
});
