import { describe, expect, test } from 'vitest';
import type { SeriesAnswer, SeriesQuery } from '../../../../main/domain/model/series.ts';
import { type FeedState, SeriesFeed } from '../../../../renderer/charts/series-feed.ts';
import { answerAt } from './line-model.ts';

const START = 1_700_000_000_000;
const LIVE = { fromMs: START - 60_000, toMs: START, live: true, points: 60 };

interface Asked {
  readonly query: SeriesQuery;
  readonly resolve: (answer: SeriesAnswer) => void;
  readonly reject: (error: Error) => void;
}

function setUp() {
  const asked: Asked[] = [];
  const states: FeedState[] = [];
  const feed = new SeriesFeed({
    kinds: ['icmp4'],
    ask: (query) => new Promise((resolve, reject) => asked.push({ query, resolve, reject })),
    onChange: (state) => states.push(state),
  });
  const answer = (index: number, knownMs: number, bucketMs = 1_000): void => {
    const one = asked[index];
    if (one === undefined) throw new Error(`question ${index} was not asked`);
    one.resolve(answerAt(one.query, knownMs, bucketMs));
  };
  return { asked, states, feed, answer };
}

describe('a range', () => {
  test('is asked once and shown', async () => {
    const { asked, feed, answer } = setUp();
    const shown = feed.show(LIVE);
    expect(feed.state.status).toBe('loading');
    answer(0, START);
    await shown;
    expect(feed.state.status).toBe('ready');
    expect(asked[0]?.query).toMatchObject({
      kinds: ['icmp4'],
      fromMs: START - 60_000,
      toMs: START,
      points: 60,
    });
  });

  test('an answer to an older question is dropped, whichever comes first', async () => {
    const { feed, answer } = setUp();
    const first = feed.show(LIVE);
    const second = feed.show({ ...LIVE, fromMs: START - 600_000 });
    answer(1, START);
    await second;
    answer(0, START);
    await first;
    expect(feed.state.answer?.fromMs).toBe(START - 600_000);
  });

  test('a failure is told, and what was shown stays', async () => {
    const { asked, feed, answer } = setUp();
    const first = feed.show(LIVE);
    answer(0, START);
    await first;
    const second = feed.show({ ...LIVE, fromMs: START - 120_000 });
    asked[1]?.reject(new Error('The disk is full.'));
    await second;
    expect(feed.state).toMatchObject({ status: 'failed', problem: 'The disk is full.' });
    expect(feed.state.answer?.fromMs).toBe(START - 60_000);
  });

  test('a failure of an older question is dropped too', async () => {
    const { asked, feed, answer } = setUp();
    const first = feed.show(LIVE);
    const second = feed.show(LIVE);
    answer(1, START);
    await second;
    asked[0]?.reject(new Error('gone'));
    await first;
    expect(feed.state.status).toBe('ready');
  });
});

describe('while it is live', () => {
  async function live() {
    const all = setUp();
    const shown = all.feed.show(LIVE);
    all.answer(0, START);
    await shown;
    return all;
  }

  test('only the end is asked and merged', async () => {
    const { asked, feed, answer } = await live();
    const extended = feed.extend(START - 57_000, START + 3_000);
    expect(asked).toHaveLength(2);
    expect(asked[1]?.query.fromMs).toBeGreaterThan(START - 20_000);
    answer(1, START + 3_000);
    await extended;
    expect(feed.state.answer?.toMs).toBe(START + 3_000);
    expect(feed.state.answer?.series[0]?.buckets).toHaveLength(60);
  });

  test('nothing is asked while a question is open, nor more often than a bucket needs', async () => {
    const { asked, feed, answer } = await live();
    const extended = feed.extend(START - 58_000, START + 2_000);
    void feed.extend(START - 57_000, START + 3_000);
    expect(asked).toHaveLength(2);
    answer(1, START + 2_000);
    await extended;
    await feed.extend(START - 57_500, START + 2_500);
    expect(asked).toHaveLength(2);
  });

  test('an end that does not fit leads to a whole question', async () => {
    const { asked, feed, answer } = await live();
    const extended = feed.extend(START - 57_000, START + 3_000);
    answer(1, START + 3_000, 2_000);
    await Promise.resolve();
    await new Promise((done) => setImmediate(done));
    expect(asked[2]?.query).toMatchObject({ fromMs: START - 57_000, toMs: START + 3_000 });
    answer(2, START + 3_000);
    await extended;
    expect(feed.state.status).toBe('ready');
  });

  test('a range that is fixed never asks again', async () => {
    const { asked, feed, answer } = setUp();
    const shown = feed.show({ ...LIVE, live: false });
    answer(0, START);
    await shown;
    await feed.extend(START - 50_000, START + 10_000);
    expect(asked).toHaveLength(1);
  });

  test('after a failure it goes on when the history answers again', async () => {
    const { asked, feed, answer } = await live();
    const failed = feed.extend(START - 57_000, START + 3_000);
    asked[1]?.reject(new Error('busy'));
    await failed;
    expect(feed.state.status).toBe('failed');
    const again = feed.extend(START - 55_000, START + 5_000);
    answer(2, START + 5_000);
    await again;
    expect(feed.state.status).toBe('ready');
  });

  test('after the very first question failed it is asked whole again', async () => {
    const { asked, feed, answer } = setUp();
    const shown = feed.show(LIVE);
    asked[0]?.reject(new Error('The history is busy.'));
    await shown;
    const again = feed.extend(START - 58_000, START + 2_000);
    expect(feed.state).toMatchObject({ status: 'failed', answer: null });
    expect(asked[1]?.query).toMatchObject({ fromMs: START - 58_000, toMs: START + 2_000 });
    answer(1, START + 2_000);
    await again;
    expect(feed.state.status).toBe('ready');
  });

  test('the end of a range is never merged into the picture of an older one', async () => {
    const { asked, feed, answer } = await live();
    const wider = feed.show({ ...LIVE, fromMs: START - 600_000, points: 600 });
    asked[1]?.reject(new Error('busy'));
    await wider;
    const again = feed.extend(START - 598_000, START + 2_000);
    expect(asked[2]?.query).toMatchObject({ fromMs: START - 598_000, points: 600 });
    answer(2, START + 2_000);
    await again;
    expect(feed.state.answer?.fromMs).toBe(START - 598_000);
  });

  test('after a long sleep the whole is asked, not an end longer than it', async () => {
    const { asked, feed, answer } = await live();
    const hours = 8 * 3_600_000;
    const extended = feed.extend(START + hours - 60_000, START + hours);
    expect(asked[1]?.query).toMatchObject({
      fromMs: START + hours - 60_000,
      toMs: START + hours,
      points: 60,
    });
    answer(1, START + hours);
    await extended;
    expect(feed.state.answer?.toMs).toBe(START + hours);
  });

  test('asked again by hand, the same range is asked', async () => {
    const { asked, feed, answer } = setUp();
    const shown = feed.show({ ...LIVE, live: false });
    asked[0]?.reject(new Error('busy'));
    await shown;
    const again = feed.again();
    expect(asked[1]?.query).toEqual(asked[0]?.query);
    answer(1, START);
    await again;
    expect(feed.state.status).toBe('ready');
  });
});
