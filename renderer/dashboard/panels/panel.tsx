import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Kind } from '../../../main/domain/model/kind.ts';
import type { Bucket, SeriesAnswer } from '../../../main/domain/model/series.ts';
import type { ChartPicture } from '../../charts/chart-view.ts';
import type { FeedState } from '../../charts/series-feed.ts';
import { axis } from '../range/axis.ts';
import { gaps, incidents, nowMs } from '../store.ts';
import { AnchorTraceMenu } from '../traces/trace-menu.tsx';
import { ChartCanvas } from './chart-canvas.tsx';
import { pointedMs, shownLines } from './chart-store.ts';
import { Legend } from './legend.tsx';
import { CHOICE_NAMES, type PanelSpec } from './panel-specs.ts';
import { bucketAt, summaryOf } from './texts.ts';

interface PanelProps {
  readonly spec: PanelSpec;
  readonly feed: FeedState;
  readonly hasTimeLabels: boolean;
}

const NONE: readonly Bucket[] = [];

const bucketsOf = (answer: SeriesAnswer | null, kind: Kind): readonly Bucket[] =>
  answer?.series.find((one) => one.kind === kind)?.buckets ?? NONE;

const measured = (buckets: readonly Bucket[]): boolean => buckets.some(({ sent }) => sent > 0);

/** What is said in place of a line; null: there is one, or there was one. */
function emptyText({ status, answer }: FeedState, buckets: readonly Bucket[]): string | null {
  if (measured(buckets)) return null;
  if (status === 'loading') return answer === null ? 'Reading the history …' : null;
  if (status === 'failed') return 'No figures yet.';
  return 'Nothing was measured in this time.';
}

interface ChoicesProps {
  readonly title: string;
  readonly choices: readonly Kind[];
  readonly chosen: Kind | undefined;
  readonly onChoose: (kind: Kind) => void;
}

function Choices({ title, choices, chosen, onChoose }: ChoicesProps) {
  if (choices.length < 2) return null;
  return (
    <fieldset class="panel-choices">
      <legend class="unseen">{title}</legend>
      {choices.map((one) => (
        <button
          type="button"
          key={one}
          class="panel-choice"
          aria-pressed={one === chosen}
          onClick={() => onChoose(one)}
        >
          {CHOICE_NAMES[one]}
        </button>
      ))}
    </fieldset>
  );
}

/** Of the axis that all charts share, whatever the buckets are that have been answered so far. */
function usePicture(answer: SeriesAnswer | null, buckets: readonly Bucket[], hasTimeLabels: boolean) {
  const { fromMs, toMs } = axis.value;
  const shown = shownLines.value;
  const found = incidents.value;
  const silent = gaps.value ?? answer?.gaps;
  return useMemo(
    (): ChartPicture => ({
      buckets,
      fromMs,
      toMs,
      nowMs: Math.min(nowMs.peek(), toMs),
      incidents: found ?? [],
      gaps: silent ?? [],
      shown,
      hasTimeLabels,
    }),
    [buckets, fromMs, toMs, shown, found, silent, hasTimeLabels],
  );
}

export function Panel({ spec, feed, hasTimeLabels }: PanelProps) {
  const chosen = useSignal<Kind | null>(null);
  const { answer } = feed;
  const choices = spec.kinds.filter((kind) => measured(bucketsOf(answer, kind)));
  const kind = choices.find((one) => one === chosen.value) ?? choices[0] ?? spec.kinds[0];
  const buckets = kind === undefined ? NONE : bucketsOf(answer, kind);
  const picture = usePicture(answer, buckets, hasTimeLabels);
  const empty = emptyText(feed, buckets);
  return (
    <section class="panel" data-panel={spec.id} aria-label={spec.title}>
      <header class="panel-head">
        <h3>{spec.title}</h3>
        <span class="muted small">{spec.what}</span>
        <Choices
          title={`${spec.title}: which one`}
          choices={choices}
          chosen={kind}
          onChoose={(next) => {
            chosen.value = next;
          }}
        />
        {kind === undefined ? null : <AnchorTraceMenu kind={kind} name={spec.title} />}
      </header>
      <div class="panel-body">
        <ChartCanvas picture={picture} summary={summaryOf(spec.title, buckets)} />
        {empty !== null && <p class="panel-empty">{empty}</p>}
      </div>
      <Legend name={spec.title} buckets={buckets} pointed={bucketAt(buckets, pointedMs.value)} />
    </section>
  );
}
