import { seriesKey } from '../points/codec.ts';
import type { Point } from '../points/point.ts';

/** Both halves, the earlier one first. */
export function halves(points: readonly Point[]): readonly (readonly Point[])[] {
  const middle = Math.ceil(points.length / 2);
  return [points.slice(0, middle), points.slice(middle)];
}

/**
 * Of the newest points the one with the fewest of its own series before it: where a server refuses what is older than
 * some moment, it tells whether that moment lies before or after all of them, at the least cost in order.
 */
export function newestScout(points: readonly Point[]): Point | undefined {
  const newestMs = points.reduce((newest, { atMs }) => Math.max(newest, atMs), Number.NEGATIVE_INFINITY);
  const counts = new Map<string, number>();
  for (const { series } of points) {
    const key = seriesKey(series);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const siblings = ({ series }: Point): number => counts.get(seriesKey(series)) ?? 0;
  return points.filter(({ atMs }) => atMs === newestMs).sort((a, b) => siblings(a) - siblings(b))[0];
}
