import type { Gap } from '../../../main/domain/model/gap.ts';
import type { Incident } from '../../../main/domain/model/incident.ts';
import type { Bucket } from '../../../main/domain/model/series.ts';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import { GAP_TEXTS } from '../../../main/domain/words/names.ts';
import { millisecondsText, percentText } from '../../../main/domain/words/numbers.ts';
import { figuresOf, lossOf, lossPercent } from '../../charts/figures.ts';

/** A panel in one sentence, for whoever does not see the chart. */
export function summaryOf(title: string, buckets: readonly Bucket[]): string {
  const { min, max } = figuresOf(buckets, 'meanMs');
  const loss = lossOf(buckets);
  if (loss === null) return `${title}: nothing was measured in this time.`;
  const lost = `${percentText(loss)} of the probes were lost`;
  if (min === null || max === null) return `${title}: nothing was answered, ${lost}.`;
  return `${title}: mean between ${millisecondsText(min)} and ${millisecondsText(max)}, ${lost}.`;
}

/** What there was at a moment beside the figures: why nothing was measured, which incidents. */
export function eventsAt(
  atMs: number,
  incidents: readonly Incident[],
  gaps: readonly Gap[],
  bucketMs: number,
): readonly string[] {
  // As near as the eye: what lasted less than a bucket is drawn wider than it was.
  const [fromMs, toMs] = [atMs - bucketMs / 2, atMs + bucketMs / 2];
  const silent = gaps.filter((gap) => gap.fromMs <= toMs && gap.toMs >= fromMs);
  const open = incidents.filter(({ sinceMs, untilMs }) => sinceMs <= toMs && (untilMs ?? toMs) >= fromMs);
  return [
    ...new Set([
      ...open.map((incident) => CLASS_WORDS[incident.class].title),
      ...silent.map(({ reason }) => `not measured: ${GAP_TEXTS[reason]}`),
    ]),
  ];
}

/** One line at a moment, as it is spoken. */
export function spokenFigures(title: string, bucket: Bucket | undefined): string {
  const loss = bucket === undefined ? null : lossPercent(bucket);
  if (bucket === undefined || loss === null) return `${title} not measured`;
  const lost = `${percentText(loss / 100)} lost`;
  return bucket.meanMs === null ? `${title} ${lost}` : `${title} ${millisecondsText(bucket.meanMs)}, ${lost}`;
}

/** The bucket of a moment, of buckets in the order of time. */
export function bucketAt(buckets: readonly Bucket[], atMs: number | null): Bucket | undefined {
  if (atMs === null) return undefined;
  return buckets.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
}
