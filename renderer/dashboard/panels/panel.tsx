import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Kind } from '../../../main/domain/model/kind.ts';
import type { Bucket, SeriesAnswer } from '../../../main/domain/model/series.ts';
import { millisecondsText, percentText } from '../../../main/domain/words/numbers.ts';
import type { ChartPicture } from '../../charts/chart-view.ts';
import { figuresOf, lossOf } from '../../charts/figures.ts';
import type { FeedState } from '../../charts/series-feed.ts';
import { gaps, incidents } from '../store.ts';
import { ChartCanvas } from './chart-canvas.tsx';
import { pointedMs, shownLines } from './chart-store.ts';
import { Legend } from './legend.tsx';
import { CHOICE_NAMES, type PanelSpec } from './panel-specs.ts';

interface PanelProps {
  readonly spec: PanelSpec;
  readonly feed: FeedState;
  readonly hasTimeLabels: boolean;
}

const NONE: readonly Bucket[] = [];

const bucketsOf = (answer: SeriesAnswer | null, kind: Kind): readonly Bucket[] =>
  answer?.series.find((one) => one.kind === kind)?.buckets ?? NONE;

const measured = (buckets: readonly Bucket[]): boolean => buckets.some(({ sent }) => sent > 0);

/** The panel in one sentence, for whoever does not see the chart. */
function summaryOf(title: string, buckets: readonly Bucket[]): string {
  const { min, max } = figuresOf(buckets, 'meanMs');
  const loss = lossOf(buckets);
  if (loss === null) return `${title}: nothing was measured in this time.`;
  const lost = `${percentText(loss)} of the probes were lost`;
  if (min === null || max === null) return `${title}: nothing was answered, ${lost}.`;
  return `${title}: mean between ${millisecondsText(min)} and ${millisecondsText(max)}, ${lost}.`;
}

/** What is said in place of a line; null: there is one. */
function emptyText(feed: FeedState, buckets: readonly Bucket[]): string | null {
  if (feed.status === 'failed') return feed.problem;
  if (measured(buckets)) return null;
  return feed.status === 'loading' ? 'Reading the history …' : 'Nothing was measured in this time.';
}

export function Panel({ spec, feed, hasTimeLabels }: PanelProps) {
  const chosen = useSignal<Kind | null>(null);
  const { answer } = feed;
  const choices = spec.kinds.filter((kind) => measured(bucketsOf(answer, kind)));
  const kind = choices.find((one) => one === chosen.value) ?? choices[0] ?? spec.kinds[0];
  const buckets = kind === undefined ? NONE : bucketsOf(answer, kind);
  const shown = shownLines.value;
  const picture = useMemo(
    (): ChartPicture => ({
      buckets,
      fromMs: answer?.fromMs ?? 0,
      toMs: answer?.toMs ?? 1,
      incidents: incidents.value ?? [],
      gaps: answer?.gaps ?? gaps.value ?? [],
      shown,
      hasTimeLabels,
    }),
    [answer, buckets, shown, hasTimeLabels, incidents.value],
  );
  const atMs = pointedMs.value;
  const pointed = atMs === null ? undefined : buckets.find((one) => one.fromMs <= atMs && atMs < one.toMs);
  const empty = emptyText(feed, buckets);
  return (
    <section class="panel" aria-label={spec.title}>
      <header class="panel-head">
        <h3>{spec.title}</h3>
        <span class="muted small">{spec.what}</span>
        {choices.length > 1 && (
          <span class="panel-choices">
            {choices.map((one) => (
              <button
                type="button"
                key={one}
                class="panel-choice"
                aria-pressed={one === kind}
                onClick={() => {
                  chosen.value = one;
                }}
              >
                {CHOICE_NAMES[one]}
              </button>
            ))}
          </span>
        )}
      </header>
      <div class="panel-body">
        <ChartCanvas picture={picture} summary={summaryOf(spec.title, buckets)} />
        {empty !== null && (
          <p class="panel-empty" role={feed.status === 'failed' ? 'alert' : undefined}>
            {empty}
          </p>
        )}
      </div>
      <Legend name={spec.title} buckets={buckets} pointed={pointed} />
    </section>
  );
}
