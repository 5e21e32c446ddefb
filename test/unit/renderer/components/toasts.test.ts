import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  attempt,
  dismiss,
  hold,
  release,
  SHOWN_MS,
  say,
  toasts,
} from '../../../../renderer/components/feedback/toasts.ts';

const texts = (): string[] => toasts.value.map(({ text }) => text);
const newest = () => {
  const toast = toasts.value.at(-1);
  if (toast === undefined) throw new Error('there is no toast');
  return toast;
};

beforeEach(() => {
  vi.useFakeTimers();
  toasts.value = [];
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

describe('a toast', () => {
  test.each(['done', 'trouble'] as const)('of tone %s goes by itself', (tone) => {
    say(tone, 'x');
    vi.advanceTimersByTime(SHOWN_MS[tone] - 1);
    expect(texts()).toEqual(['x']);
    vi.advanceTimersByTime(1);
    expect(texts()).toEqual([]);
  });

  test('stays while somebody is at it, and has its whole time after that', () => {
    say('trouble', 'x');
    hold(newest().id);
    vi.advanceTimersByTime(10 * SHOWN_MS.trouble);
    expect(texts()).toEqual(['x']);
    release(newest());
    vi.advanceTimersByTime(SHOWN_MS.trouble - 1);
    expect(texts()).toEqual(['x']);
    vi.advanceTimersByTime(1);
    expect(texts()).toEqual([]);
  });

  test('said again is shown once, for the whole of its time', () => {
    say('trouble', 'x');
    vi.advanceTimersByTime(SHOWN_MS.trouble - 1);
    say('trouble', 'x');
    vi.advanceTimersByTime(SHOWN_MS.trouble - 1);
    expect(texts()).toEqual(['x']);
  });

  test('makes room for newer ones, and leaves no timer behind when it is dismissed', () => {
    for (const text of ['a', 'b', 'c', 'd']) say('trouble', text);
    expect(texts()).toEqual(['b', 'c', 'd']);
    for (const { id } of toasts.value) dismiss(id);
    expect(texts()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('what is refused is said, and answered', async () => {
  expect(await attempt(() => Promise.reject(new Error('No.')))).toBe(false);
  expect(newest()).toMatchObject({ tone: 'trouble', text: 'No.' });
  expect(await attempt(async () => undefined)).toBe(true);
  expect(texts()).toEqual(['No.']);
});
