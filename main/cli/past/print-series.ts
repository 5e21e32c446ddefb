import { GAP_TEXTS, KIND_NAMES } from '../../domain/words/names.ts';
import { countText, millisecondsFigure, millisecondsText, percentText } from '../../domain/words/numbers.ts';
import { clockSecondsText, durationText, momentText } from '../../domain/words/times.ts';
import { bar, sparkline } from '../terminal/bars.ts';
import { type Column, table } from '../terminal/table.ts';
import { paint, type Terminal } from '../terminal/terminal.ts';
import type { BucketResult, SeriesOfKind, SeriesResult } from './series-result.ts';

const RESOLUTION_TEXTS = {
  raw: 'from every sample',
  minute: 'from minutes',
  hour: 'from hours',
} as const;

const right = (head: string): Column => ({ head, align: 'right' });
const left = (head: string): Column => ({ head, align: 'left' });

const lossText = (percent: number | null): string => (percent === null ? '-' : percentText(percent / 100));

function lossCell(terminal: Terminal, percent: number | null): string {
  const text = lossText(percent);
  return percent === null || percent === 0
    ? text
    : paint(terminal, percent === 100 ? 'down' : 'degraded', text);
}

function headLine(result: SeriesResult, nowMs: number): string {
  const from = momentText(Date.parse(result.from), nowMs, undefined);
  const to = momentText(Date.parse(result.to), nowMs, undefined);
  return `${from} to ${to}, ${durationText(result.bucketMs)} a bucket, ${RESOLUTION_TEXTS[result.resolution]}`;
}

function totalsTable(terminal: Terminal, series: readonly SeriesOfKind[]): string[] {
  const columns = [
    left(''),
    right('sent'),
    right('lost'),
    right('loss'),
    right('min ms'),
    right('mean'),
    right('max'),
  ];
  const rows = series.map(({ kind, total }) => [
    KIND_NAMES[kind],
    countText(total.sent),
    countText(total.lost),
    lossCell(terminal, total.lossPercent),
    millisecondsFigure(total.rttMs?.min ?? null),
    millisecondsFigure(total.rttMs?.mean ?? null),
    millisecondsFigure(total.rttMs?.max ?? null),
  ]);
  return table(columns, rows);
}

/** 95 of 100 answers were at least this fast: shows what an average hides. */
const slow = (bucket: BucketResult): number | null => bucket.rttMs?.p95 ?? null;

function chart(terminal: Terminal, { kind, buckets }: SeriesOfKind): string[][] {
  const max = Math.max(0, ...buckets.map((bucket) => slow(bucket) ?? 0));
  const times = sparkline(terminal, buckets.map(slow), max);
  const rows = [[KIND_NAMES[kind], 'p95', times.trimEnd(), max > 0 ? `0 to ${millisecondsText(max)}` : '']];
  if (!buckets.some((bucket) => bucket.lost > 0)) return rows;
  const lost = buckets.map((bucket) => (bucket.lost > 0 ? bucket.lossPercent : null));
  return [...rows, ['', 'loss', paint(terminal, 'down', sparkline(terminal, lost, 100)), '0 to 100 %']];
}

function overview(terminal: Terminal, measured: readonly SeriesOfKind[]): string[] {
  const charts = measured.flatMap((series) => chart(terminal, series));
  return [...totalsTable(terminal, measured), '', ...table([left(''), left(''), left(''), left('')], charts)];
}

const BAR_WIDTH = 20;

function bucketRow(terminal: Terminal, bucket: BucketResult, max: number): string[] {
  const { rttMs, sent, lossPercent, gap } = bucket;
  const figures = [rttMs?.min, rttMs?.mean, rttMs?.p50, rttMs?.p95, rttMs?.p99, rttMs?.max];
  return [
    clockSecondsText(Date.parse(bucket.from), undefined),
    countText(sent),
    lossCell(terminal, lossPercent),
    ...figures.map((figure) => millisecondsFigure(figure ?? null)),
    gap === null ? bar(terminal, slow(bucket), max, BAR_WIDTH) : GAP_TEXTS[gap],
  ];
}

function bucketTable(terminal: Terminal, { buckets }: SeriesOfKind): string[] {
  const max = Math.max(0, ...buckets.map((bucket) => slow(bucket) ?? 0));
  const heads = ['from', 'sent', 'loss', 'min ms', 'mean', 'p50', 'p95', 'p99', 'max'];
  return table(
    [...heads.map(right), left('p95')],
    buckets.map((bucket) => bucketRow(terminal, bucket, max)),
  );
}

function gapLines(result: SeriesResult, nowMs: number): string[] {
  if (result.gaps.length === 0) return [];
  return [
    '',
    ...result.gaps.map(
      (gap) =>
        `Not measured from ${momentText(Date.parse(gap.from), nowMs, undefined)} for ${durationText(gap.durationMs)}: ${gap.text}.`,
    ),
  ];
}

/** One kind: a line a bucket. Several: the totals, then a small chart each. Kinds never measured are left out. */
export function seriesLines(terminal: Terminal, result: SeriesResult, nowMs: number): string[] {
  const measured = result.series.filter(({ total }) => total.sent > 0);
  const [only] = measured;
  if (only === undefined) return ['Nothing was measured in this time.', ...gapLines(result, nowMs)];
  const body =
    result.series.length === 1
      ? [KIND_NAMES[only.kind], ...bucketTable(terminal, only)]
      : overview(terminal, measured);
  return [headLine(result, nowMs), '', ...body, ...gapLines(result, nowMs)];
}
