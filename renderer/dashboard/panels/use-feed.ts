import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Kind } from '../../../main/domain/model/kind.ts';
import { api } from '../../api.ts';
import { type FeedState, SeriesFeed } from '../../charts/series-feed.ts';
import { visibleRange } from '../range/range.ts';
import { nowMs, range } from '../store.ts';

/** Two pixels a bucket: finer is not seen, and the history answers 2,000 at the most. */
export const pointsFor = (widthPx: number): number => Math.min(2000, Math.max(60, Math.floor(widthPx / 2)));

export interface Fed {
  readonly state: ReadonlySignal<FeedState>;
  /** Asks again, after a failure. */
  readonly again: () => void;
}

/** Brings a live range up to `atMs`, or to the clock when that is ahead of what is known. */
function catchUp(feed: SeriesFeed, atMs: number): void {
  const { current } = range.peek();
  if (document.hidden || current.mode !== 'live') return;
  void feed.extend(Math.max(0, atMs - current.spanMs), atMs);
}

/** The figures of these kinds over the chosen range, kept up to date while it is live and the window is seen. */
export function useFeed(kinds: readonly Kind[], points: number): Fed {
  const state = useSignal<FeedState>({ status: 'loading', answer: null });
  const made = useRef<SeriesFeed | null>(null);
  made.current ??= new SeriesFeed({
    kinds,
    ask: (query) => api.ask('series', query),
    onChange: (next) => {
      state.value = next;
    },
  });
  const feed = made.current;
  const wanted = useSignal(points);
  wanted.value = points;

  useSignalEffect(() => {
    const { current } = range.value;
    const { fromMs, toMs } = visibleRange(current, nowMs.peek());
    void feed.show({
      fromMs: Math.max(0, fromMs),
      toMs,
      live: current.mode === 'live',
      points: wanted.value,
    });
  });
  useEffect(() => {
    const onSeen = (): void => catchUp(feed, nowMs.peek());
    const off = api.on('recorded', ({ toMs }) => catchUp(feed, toMs));
    document.addEventListener('visibilitychange', onSeen);
    return () => {
      off();
      document.removeEventListener('visibilitychange', onSeen);
    };
  }, []);
  return { state, again: () => void feed.again() };
}
