import { describe, expect, test } from 'vitest';
import { AnswerHistory } from '../../../main/domain/outage/line/answer-history.ts';

describe('the history of answers', () => {
  test('tells the newest probe answered by then, and not what was answered since', () => {
    const history = new AnswerHistory(1_000);
    expect(history.newestSentBy(0)).toBe(Number.NEGATIVE_INFINITY);
    history.note(100, 120);
    history.note(400, 420);
    expect(history.newestSentBy(119)).toBe(Number.NEGATIVE_INFINITY);
    expect(history.newestSentBy(120)).toBe(100);
    expect(history.newestSentBy(1_000)).toBe(400);
  });

  test('a late answer to an older probe takes nothing back', () => {
    const history = new AnswerHistory(1_000);
    history.note(5_000, 5_020);
    history.note(100, 5_100);
    expect(history.newestSentBy(6_000)).toBe(5_000);
  });

  test('is as right after hours without a question', () => {
    const history = new AnswerHistory(1_000);
    for (let atMs = 0; atMs < 3_600_000; atMs += 330) history.note(atMs, atMs + 20);
    expect(history.newestSentBy(3_599_000)).toBe(Math.floor(3_598_980 / 330) * 330);
  });

  test('holds what is fresh and no more when nobody asks', () => {
    const history = new AnswerHistory(1_000);
    let most = 0;
    for (let atMs = 0; atMs < 3_600_000; atMs += 100) {
      history.note(atMs, atMs + 20);
      most = Math.max(most, history.size);
    }
    expect(most).toBe(10);
  });
});
