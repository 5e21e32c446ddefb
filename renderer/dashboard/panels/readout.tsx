import type { FeedState } from '../../charts/series-feed.ts';
import { Button } from '../../components/button.tsx';
import { localExact } from '../../components/local-time.ts';
import { bucketMs } from '../range/axis.ts';
import { gaps, incidents } from '../store.ts';
import { isSpoken, pointedMs } from './chart-store.ts';
import { MAIN_PANELS } from './panel-specs.ts';
import { bucketAt, eventsAt, spokenFigures } from './texts.ts';

interface ReadoutProps {
  readonly feed: FeedState;
  readonly onRetry: () => void;
}

function spokenText(feed: FeedState, moment: string): string {
  const figures = MAIN_PANELS.map(({ title, kinds }) => {
    const all = feed.answer?.series.filter(({ kind }) => kinds.includes(kind)) ?? [];
    const found = all.map(({ buckets }) => bucketAt(buckets, pointedMs.value));
    return spokenFigures(title, found.find((bucket) => (bucket?.sent ?? 0) > 0) ?? found[0]);
  });
  return [moment, ...figures].join('; ');
}

/** One line above the charts, always as high: the moment under the crosshair, or what went wrong. */
export function Readout({ feed, onRetry }: ReadoutProps) {
  if (feed.status === 'failed') {
    return (
      <div class="readout readout-failed small" role="alert">
        <span class="readout-text">The charts could not be brought up to date. {feed.problem}</span>
        <Button look="quiet" onClick={onRetry}>
          Try again
        </Button>
      </div>
    );
  }
  const atMs = pointedMs.value;
  if (atMs === null) return <div class="readout readout-hint small muted">{HINT}</div>;
  const events = eventsAt(atMs, incidents.value ?? [], gaps.value ?? [], bucketMs.value);
  const moment = [localExact(atMs), ...events].join(' · ');
  return (
    <div class="readout small">
      <span class="readout-text">{moment}</span>
      {isSpoken.value && (
        <span class="unseen" aria-live="polite">
          {spokenText(feed, moment)}
        </span>
      )}
    </div>
  );
}

/** Shown while the charts have the keyboard. */
export const HINT = '← → move, + − zoom, Esc back, Shift with ← → reads the figures';
