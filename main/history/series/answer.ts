import type { SeriesAnswer, SeriesQuery } from '../../domain/model/series.ts';
import { wallMs } from '../../domain/model/units.ts';
import { readGaps } from '../events/gaps.ts';
import type { Database } from '../store/database.ts';
import { HOUR, MINUTE } from '../store/levels.ts';
import { bucketsOf } from './buckets.ts';
import { type SeriesEntry, seriesOf } from './catalog.ts';
import { keptSince, type Plan, planOf } from './plan.ts';
import { checkQuery } from './query.ts';
import { type FiguresByKind, rawFigures } from './raw.ts';
import { rolledFigures } from './rolled.ts';

/** @throws HistoryError `bad-query`. */
export function answerSeries(database: Database, query: SeriesQuery): SeriesAnswer {
  checkQuery(query);
  const entries = seriesOf(database, query.kinds, query.anchor);
  const plan = planOf(query, keptSince(database), entries.length);
  const figures = SOURCES[plan.resolution](database, plan, entries);
  const range = { fromMs: wallMs(plan.fromMs), toMs: wallMs(plan.toMs) };
  const gaps = readGaps(database, range.fromMs, range.toMs);
  const series = query.kinds.map((kind) => ({
    kind,
    buckets: bucketsOf(plan, gaps, (index) => figures(kind, index)),
  }));
  return { ...range, bucketMs: plan.bucketMs, resolution: plan.resolution, series, gaps };
}

const SOURCES: Readonly<
  Record<
    Plan['resolution'],
    (database: Database, plan: Plan, entries: readonly SeriesEntry[]) => FiguresByKind
  >
> = {
  raw: rawFigures,
  minute: (database, plan, entries) => rolledFigures(database, plan, MINUTE, entries),
  hour: (database, plan, entries) => rolledFigures(database, plan, HOUR, entries),
};
