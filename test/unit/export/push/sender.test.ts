import { describe, expect, test } from 'vitest';
import { FakeStore, type Mood } from './fake-store.ts';
import { point } from './fixtures.ts';
import { startRig } from './sender-rig.ts';

const HOUR_MS = 3_600_000;

/** Points of one series, a second apart. */
const run = (from: number, count: number, value = 1) =>
  Array.from({ length: count }, (_, i) => point('a', (from + i) * 1000, value));
const names = (from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `a ${(from + i) * 1000}`);

describe('a server that takes everything', () => {
  test('batches go in order, one request each, and leave the queue', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    for (let i = 0; i < 5; i += 1) rig.put(...run(i * 10, 10));
    expect(rig.queue.points).toBe(50);
    await rig.settle();
    expect(store.taken).toEqual(names(0, 50));
    expect(store.requests).toHaveLength(5);
    expect([rig.queue.points, rig.sender.sent, rig.sender.refused]).toEqual([0, 50, 0]);
    expect(rig.sender.trouble).toBeNull();
  });

  test('a batch that comes while others are under way is sent after them', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    rig.put(...run(0, 2));
    const sending = rig.settle();
    rig.put(...run(2, 2));
    await sending;
    await rig.settle();
    expect(store.taken).toEqual(names(0, 4));
  });

  test('a batch that comes in the very moment at which it has found nothing more is not forgotten', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    rig.sender.wake();
    rig.put(...run(0, 2));
    await rig.sender.drained();
    expect(store.taken).toEqual(names(0, 2));
  });

  test('what lies unreadable in the queue is given up, counted, and holds nothing up', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    rig.queue.put({ points: 7, payload: Uint8Array.of(1, 2, 3) });
    rig.put(...run(0, 2));
    await rig.settle();
    expect(store.taken).toEqual(names(0, 2));
    expect([rig.sender.sent, rig.sender.refused, rig.queue.points]).toEqual([2, 7, 0]);
  });
});

describe('a server that is away', () => {
  test.each([
    ['refuses-connections', 'connection refused'],
    ['busy', 'answers 503 (overloaded)'],
    [{ status: 500 }, 'answers 500'],
    [{ status: 429, text: 'slower' }, 'answers 429 (slower)'],
    [{ status: 408 }, 'answers 408'],
  ] as const)('%o: everything waits, then goes in order', async (mood: Mood, cause: string) => {
    const store = new FakeStore();
    const rig = startRig({ store });
    store.mood = mood;
    rig.put(...run(0, 3));
    await rig.settle();
    rig.put(...run(3, 3));
    await rig.pass(HOUR_MS);
    const type = mood === 'refuses-connections' ? 'away' : 'busy';
    expect(rig.sender.trouble).toEqual({ type, cause });
    expect([rig.queue.points, rig.sender.sent, rig.sender.refused]).toEqual([6, 0, 0]);
    store.mood = 'well';
    await rig.pass(60_000);
    expect(store.taken).toEqual(names(0, 6));
    expect(rig.sender.trouble).toBeNull();
  });

  test('one that hangs is in trouble after ten seconds, and no more once it answers', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    store.mood = 'hangs';
    rig.put(...run(0, 1));
    rig.sender.wake();
    while (store.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    rig.clock.advance(9000);
    expect(rig.sender.trouble).toBeNull();
    rig.clock.advance(1000);
    expect(rig.sender.trouble).toEqual({ type: 'away', cause: 'no answer for 10 s' });
    store.answerNow();
    await rig.settle();
    expect([rig.sender.trouble, rig.sender.sent]).toEqual([null, 1]);
  });

  test('it is tried after 1, 2, 4 ... seconds, and once a minute in the end', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    store.mood = 'refuses-connections';
    rig.put(...run(0, 1));
    await rig.settle();
    await rig.pass(300_000);
    const pauses = rig.sentAt.slice(1).map((at, i) => at - (rig.sentAt[i] ?? 0));
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  test('chance makes pauses up to half shorter, so that a fleet does not come all at once', async () => {
    const store = new FakeStore();
    const rig = startRig({ store, random: () => 0.5 });
    store.mood = 'refuses-connections';
    rig.put(...run(0, 1));
    await rig.settle();
    await rig.pass(6000);
    const pauses = rig.sentAt.slice(1).map((at, i) => at - (rig.sentAt[i] ?? 0));
    expect(pauses).toEqual([750, 1500, 3000]);
  });

  test('another network: it is tried at once', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    store.mood = 'refuses-connections';
    rig.put(...run(0, 1));
    await rig.settle();
    await rig.pass(100_000);
    store.mood = 'well';
    rig.sender.networkChanged();
    await rig.settle();
    expect(store.taken).toEqual(names(0, 1));
  });

  test('the time that it asks for is left to it, by another network too', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    store.mood = { status: 429, retryAfterMs: 120_000 };
    rig.put(...run(0, 1));
    await rig.settle();
    store.mood = 'well';
    rig.sender.networkChanged();
    await rig.pass(119_000);
    expect(store.requests).toHaveLength(1);
    await rig.pass(2000);
    expect(store.taken).toEqual(names(0, 1));
  });

  test('a wish for a year is a wish for ten minutes', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    store.mood = { status: 503, retryAfterMs: 31_536_000_000 };
    rig.put(...run(0, 1));
    await rig.settle();
    store.mood = 'well';
    await rig.pass(601_000);
    expect(rig.sender.sent).toBe(1);
  });

  test('an answer that is lost: the same again, with the same times', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    store.mood = 'loses-answers';
    rig.put(...run(0, 3));
    await rig.settle();
    store.mood = 'well';
    await rig.pass(2000);
    expect(store.taken).toEqual(names(0, 3));
    expect([store.repeated, rig.sender.sent, rig.sender.refused]).toEqual([3, 3, 0]);
  });

  test('the same with a server that takes nothing twice: what it has counts as sent', async () => {
    const store = new FakeStore({ isStrict: true });
    const rig = startRig({ store });
    rig.put(...run(0, 1));
    await rig.settle();
    store.mood = 'loses-answers';
    rig.put(...run(1, 8));
    await rig.settle();
    store.mood = 'well';
    rig.put(...run(9, 2));
    await rig.pass(2000);
    expect(store.taken).toEqual(names(0, 11));
    expect([rig.sender.sent, rig.sender.refused]).toEqual([11, 0]);
  });
});

describe('a server that wants something else first', () => {
  test.each([
    [{ status: 401 }, /token/],
    [{ status: 403 }, /credentials/],
    [{ status: 404 }, /path/],
    [{ status: 405 }, /path/],
    [{ status: 302 }, /elsewhere \(302\)/],
    [{ status: 200, text: '<!DOCTYPE html><p>Please sign in' }, /web page/],
    [{ status: 200, contentType: 'text/html; charset=utf-8' }, /web page/],
    [{ status: 200, text: 'Welcome' }, /answers 200 with a text \(Welcome\)/],
    [{ status: 202, text: '{"ok":true}' }, /answers 202 with a text/],
  ] as const)('%o: trouble, and everything is kept', async (mood: Mood, words: RegExp) => {
    const store = new FakeStore();
    const rig = startRig({ store });
    store.mood = mood;
    rig.put(...run(0, 3));
    await rig.settle();
    await rig.pass(HOUR_MS);
    expect(rig.sender.trouble).toEqual({ type: 'barred', cause: expect.stringMatching(words) });
    expect([rig.queue.points, rig.sender.refused]).toEqual([3, 0]);
    store.mood = 'well';
    await rig.pass(60_000);
    expect(store.taken).toEqual(names(0, 3));
  });

  test('it refuses whatever it is sent: the address is wrong, not the figures', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    store.mood = { status: 400, text: 'what is this?' };
    rig.put(...run(0, 100));
    await rig.settle();
    await rig.pass(HOUR_MS);
    expect(rig.sender.trouble).toEqual({ type: 'refusing', words: 'what is this?' });
    expect([rig.queue.points, rig.sender.refused]).toEqual([100, 0]);
    store.mood = 'well';
    await rig.pass(60_000);
    expect(store.taken).toEqual(names(0, 100));
  });
});

describe('a server that refuses some', () => {
  test('the refused points are found, given up and counted; the others arrive in order', async () => {
    const bad = new Set([0, 13, 14, 499]);
    const store = new FakeStore({ isBad: ({ value }) => value === -1 });
    const rig = startRig({ store });
    rig.put(...run(0, 500).map((one, at) => (bad.has(at) ? { ...one, value: -1 } : one)));
    rig.put(...run(500, 5));
    await rig.settle();
    expect(store.taken).toEqual(names(0, 505).filter((_, at) => !bad.has(at)));
    expect([rig.sender.sent, rig.sender.refused, rig.queue.points]).toEqual([501, 4, 0]);
    expect(rig.sender.refusal).toEqual({ points: 1, words: 'cannot parse it', age: false });
    expect(rig.sender.trouble).toBeNull();
  });

  test('it goes away in the middle of that: nothing is lost, nothing twice', async () => {
    const store = new FakeStore({ isBad: ({ value }) => value === -1 });
    const rig = startRig({ store });
    rig.put(...run(0, 40).map((one, at) => (at === 21 ? { ...one, value: -1 } : one)));
    rig.sender.wake();
    while (store.requests.length < 4) await new Promise((resolve) => setImmediate(resolve));
    store.mood = 'busy';
    await rig.settle();
    store.mood = 'well';
    await rig.pass(60_000);
    expect(store.taken).toEqual(names(0, 40).filter((_, at) => at !== 21));
    expect([store.repeated, rig.sender.sent, rig.sender.refused]).toEqual([0, 39, 1]);
  });

  test('figures older than it takes: all of them go at the cost of few requests', async () => {
    const store = new FakeStore({ isStrict: true, oldestMs: point('a', 3_000_000, 0).atMs });
    const rig = startRig({ store });
    for (let i = 0; i < 6; i += 1) rig.put(...run(i * 1000, 1000));
    await rig.settle();
    const kept = store.taken.length;
    expect(kept).toBe(3000);
    expect([rig.sender.sent, rig.sender.refused]).toEqual([3000, 3000]);
    expect(store.requests.length).toBeLessThan(16);
    expect(rig.sender.refusal).toMatchObject({ words: 'out of bounds', age: true });
  });

  test('the moment lies within a batch: what is newer arrives', async () => {
    const store = new FakeStore({ isStrict: true, oldestMs: point('a', 437_000, 0).atMs });
    const rig = startRig({ store });
    rig.put(...run(0, 1000));
    await rig.settle();
    expect([...store.taken].sort()).toEqual([...names(437, 563)].sort());
    expect(rig.sender.refused).toBe(437);
    expect(store.requests.length).toBeLessThan(20);
  });

  test('a clock that was set back, at a server that takes only forward: counted until the old time is reached', async () => {
    const store = new FakeStore({ isStrict: true });
    const rig = startRig({ store });
    rig.put(...run(100, 20));
    await rig.settle();
    rig.put(...run(90, 40, 2));
    await rig.settle();
    expect(rig.sender.refused).toBe(30);
    expect(rig.sender.refusal).toMatchObject({ words: 'out of order sample', age: true });
    expect(store.taken).toEqual(names(100, 30));
  });

  test('the same at one that takes any order: all of it arrives', async () => {
    const store = new FakeStore();
    const rig = startRig({ store });
    rig.put(...run(100, 20));
    rig.put(...run(90, 40, 2));
    await rig.settle();
    expect([store.points.length, rig.sender.refused]).toEqual([60, 0]);
  });
});

describe('a server that may lose what it took', () => {
  test('what was acknowledged within the time goes again, before the rest, counted once', async () => {
    const store = new FakeStore();
    const rig = startRig({ store, resendMs: 10_000 });
    for (let i = 0; i < 20; i += 1) {
      rig.put(...run(i, 1));
      await rig.settle();
      await rig.pass(1000);
    }
    const before = store.requests.length;
    store.mood = 'refuses-connections';
    rig.put(...run(20, 1));
    await rig.settle();
    await rig.pass(HOUR_MS);
    // The last ten seconds were not on its disk yet.
    store.series.get('a ')?.splice(10);
    store.mood = 'well';
    store.requests.length = 0;
    await rig.pass(60_000);
    expect(before).toBe(20);
    expect(store.taken).toEqual(names(0, 21));
    expect(store.requests.length).toBeLessThanOrEqual(12);
    expect(rig.sender.sent).toBe(21);
  });

  test('one that lost nothing and takes nothing twice: no figure counts as refused', async () => {
    const store = new FakeStore({ isStrict: true });
    const rig = startRig({ store, resendMs: 10_000 });
    for (let i = 0; i < 5; i += 1) {
      rig.put(...run(i * 3, 3));
      await rig.settle();
      await rig.pass(1000);
    }
    store.mood = 'refuses-connections';
    rig.put(...run(15, 3));
    await rig.settle();
    store.mood = 'well';
    await rig.pass(10_000);
    expect(store.taken).toEqual(names(0, 18));
    expect([rig.sender.sent, rig.sender.refused]).toEqual([18, 0]);
  });

  test('a busy answer is no loss: nothing goes again', async () => {
    const store = new FakeStore();
    const rig = startRig({ store, resendMs: 10_000 });
    rig.put(...run(0, 1));
    await rig.settle();
    store.mood = 'busy';
    rig.put(...run(1, 1));
    await rig.settle();
    store.mood = 'well';
    await rig.pass(5000);
    expect([store.taken.length, store.repeated]).toEqual([2, 0]);
  });
});
