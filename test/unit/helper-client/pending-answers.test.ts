import { expect, test } from 'vitest';
import { PendingAnswers } from '../../../main/helper-client/pending-answers.ts';
import type { ProbeReport } from '../../../main/helper-client/types.ts';

const lost = (id: number): ProbeReport => ({ event: 'probe', id, outcome: 'lost', answer: null, code: null });

function around(most = 100) {
  const clock = { nowMs: 1000 };
  const pending = new PendingAnswers<ProbeReport>(most, () => clock.nowMs);
  const told: number[] = [];
  const add = (id: number, forMs: number): void => pending.add(id, () => told.push(id), forMs);
  return { clock, pending, told, add };
}

test('what is answered is let go when nothing can follow any more, not before', () => {
  const { clock, pending, add } = around();
  add(1, 500);
  pending.answer(1, lost(1));
  clock.nowMs += 499;
  pending.sweep();
  expect(pending.has(1)).toBe(true);
  clock.nowMs += 1;
  pending.sweep();
  expect(pending.has(1)).toBe(false);
});

test('what is not answered is kept, however long it takes', () => {
  const { clock, pending, told, add } = around();
  add(1, 500);
  add(2, 500);
  pending.answer(2, lost(2));
  clock.nowMs += 100_000;
  pending.sweep();
  expect(pending.unanswered()).toEqual([1]);
  expect(pending.answer(1, lost(1))).toBe(true);
  expect(told).toEqual([2, 1]);
  pending.sweep();
  expect([pending.has(1), pending.has(2)]).toEqual([false, false]);
});

test('a steady pace keeps no more than can still be spoken of', () => {
  const { clock, pending, add } = around(10_000);
  for (let id = 1; id <= 5000; id += 1) {
    pending.sweep();
    add(id, 500);
    pending.answer(id, lost(id));
    clock.nowMs += 10;
  }
  const kept = Array.from({ length: 5000 }, (_, index) => index + 1).filter((id) => pending.has(id));
  expect(kept.length).toBeLessThanOrEqual(51);
  expect(kept.at(-1)).toBe(5000);
});

test('a helper that answers nothing fills it up to its bound only', () => {
  const { pending, add } = around(3);
  for (const id of [1, 2, 3, 4]) add(id, 500);
  expect(pending.unanswered()).toEqual([2, 3, 4]);
});

test('a listener is let go once; the answer is expected all the same, and told to nobody', () => {
  const { pending, told, add } = around();
  add(1, 500);
  expect([pending.forget(1), pending.forget(1), pending.forget(7)]).toEqual([true, false, false]);
  expect(pending.answer(1, lost(1))).toBe(true);
  expect(told).toEqual([]);
});
