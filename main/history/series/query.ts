import { isKind } from '../../domain/model/kind.ts';
import type { SeriesQuery } from '../../domain/model/series.ts';
import { HistoryError } from '../errors.ts';

export const MAX_POINTS = 2000;
/** The furthest a Date reaches; nothing beyond is a time. */
const MAX_TIME = 8.64e15;

const bad = (message: string): HistoryError => new HistoryError('bad-query', message);

/** @throws HistoryError `bad-query`, with the part that makes no sense and what would. */
export function checkQuery(query: SeriesQuery): void {
  if (!Number.isInteger(query.points) || query.points < 1 || query.points > MAX_POINTS) {
    throw bad(`points must be a whole number from 1 to ${MAX_POINTS}, not ${query.points}.`);
  }
  checkRange(query.fromMs, query.toMs);
  const unknown = query.kinds.find((kind) => !isKind(kind));
  if (unknown !== undefined) throw bad(`"${unknown}" is not a kind of probe.`);
  if (query.kinds.length === 0) throw bad('No kind is asked for.');
}

export function checkRange(fromMs: number, toMs: number): void {
  for (const [name, value] of Object.entries({ from: fromMs, to: toMs })) {
    if (!Number.isFinite(value) || Math.abs(value) > MAX_TIME) throw bad(`${name} is not a time: ${value}.`);
  }
  if (fromMs >= toMs) throw bad(`from (${fromMs}) must be before to (${toMs}).`);
}
