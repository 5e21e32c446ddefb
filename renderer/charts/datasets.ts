import type { ChartDataset } from 'chart.js';
import type { Bucket } from '../../main/domain/model/series.ts';
import { figureOf, type LineName } from './figures.ts';
import { faint, type Palette } from './palette.ts';

/** A point in the middle of its bucket; null: nothing came back, and no line goes through it. */
export interface Spot {
  readonly x: number;
  readonly y: number | null;
}

export type Dataset = ChartDataset<'line', Spot[]> | ChartDataset<'bar', Spot[]>;

/** Smallest `order` is drawn last: the mean lies above the losses, the losses above all else. */
const ORDER: Readonly<Record<LineName, number>> = { meanMs: 0, loss: 1, p95Ms: 2, p99Ms: 3, maxMs: 4 };

/** A bar of nothing would be drawn as a hairline. */
const drawnValue = (bucket: Bucket, line: LineName): number | null => {
  const value = figureOf(bucket, line);
  return line === 'loss' && value === 0 ? null : value;
};

export const spotsOf = (buckets: readonly Bucket[], line: LineName): Spot[] =>
  buckets.map((bucket) => ({ x: (bucket.fromMs + bucket.toMs) / 2, y: drawnValue(bucket, line) }));

const isNone = (spot: Spot | undefined): boolean => (spot?.y ?? null) === null;

/** A value between two holes has no line to show it, so it gets a dot; a plain 0 where there is none such. */
export function dotRadii(data: readonly Spot[]): number[] | 0 {
  const isLone = (spot: Spot, at: number): boolean =>
    !isNone(spot) && isNone(data[at - 1]) && isNone(data[at + 1]);
  // One radius for all is shared between the points; of a list each has its own, which costs a frame.
  return data.some(isLone) ? data.map((spot, at) => (isLone(spot, at) ? 1.5 : 0)) : 0;
}

function lineSet(name: LineName, look: Partial<ChartDataset<'line', Spot[]>>): Dataset {
  return {
    type: 'line',
    label: name,
    data: [],
    yAxisID: 'y',
    order: ORDER[name],
    spanGaps: false,
    pointRadius: 0,
    pointBorderWidth: 0,
    borderJoinStyle: 'round',
    tension: 0,
    ...look,
  };
}

/** Without data yet; labelled by the names of the lines. */
export function datasetsOf(palette: Palette): Dataset[] {
  const line = (color: string, width: number) => ({
    borderColor: color,
    backgroundColor: color,
    borderWidth: width,
  });
  return [
    {
      type: 'bar',
      label: 'loss',
      data: [],
      yAxisID: 'loss',
      order: ORDER.loss,
      backgroundColor: palette.loss,
      barPercentage: 0.6,
      categoryPercentage: 1,
      minBarLength: 3,
      maxBarThickness: 4,
      borderWidth: 0,
    },
    lineSet('meanMs', line(palette.mean, 2)),
    lineSet('p95Ms', line(palette.p95, 1)),
    lineSet('p99Ms', { ...line(palette.p99, 1), borderDash: [3, 2] }),
    lineSet('maxMs', { borderWidth: 0, backgroundColor: faint(palette.max, 30), fill: 'origin' }),
  ];
}
