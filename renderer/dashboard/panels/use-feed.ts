import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Kind } from '../../../main/domain/model/kind.ts';
import { api } from '../../api.ts';
import { type FeedState, SeriesFeed } from '../../charts/series-feed.ts';
import { visibleRange } from '../range/range.ts';
import { nowMs, range } from '../store.ts';

/** Two pixels a bucket: finer is not seen, and the history answers 2,000 at the most. */
export const pointsFor = (widthPx: number): number => Math.min(2000, Math.max(60, Math.floor(widthPx / 2)));

/** The figures of these kinds over the chosen range, kept up to date while it is live and the window is seen. */
export function useFeed(kinds: readonly Kind[], points: number) {
  const shown = useSignal<FeedState>({ status: 'loading', answer: null });
  const feed = useRef<SeriesFeed | null>(null);
  feed.current ??= new SeriesFeed({
    kinds,
    ask: (query) => api.ask('series', query),
    onChange: (next) => {
      shown.value = next;
    },
  });

  const load = (): void => {
    const chosen = range.peek().current;
    const { fromMs, toMs } = visibleRange(chosen, nowMs.peek());
    void feed.current?.show({ fromMs, toMs, live: chosen.mode === 'live', points });
  };

  // Reading it is what ties this to the chosen range.
  useSignalEffect(() => {
    if (range.value.current !== null) load();
  });
  useEffect(load, [points]);
  useEffect(() => {
    const onSeen = (): void => {
      if (!document.hidden) load();
    };
    const off = api.on('recorded', ({ toMs }) => {
      const chosen = range.peek().current;
      if (document.hidden || chosen.mode !== 'live') return;
      void feed.current?.extend(toMs - chosen.spanMs, toMs);
    });
    document.addEventListener('visibilitychange', onSeen);
    return () => {
      off();
      document.removeEventListener('visibilitychange', onSeen);
    };
  }, [points]);
  return shown;
}
