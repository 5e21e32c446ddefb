import type { ChartDataset } from 'chart.js';
import type { Bucket } from '../../main/domain/model/series.ts';
import { figureOf, type LineName } from './figures.ts';
import type { Palette } from './palette.ts';

/** A point in the middle of its bucket; null: nothing came back, and no line goes through it. */
export interface Spot {
  readonly x: number;
  readonly y: number | null;
}

const spots = (buckets: readonly Bucket[], line: LineName): Spot[] =>
  buckets.map((bucket) => ({ x: (bucket.fromMs + bucket.toMs) / 2, y: figureOf(bucket, line) }));

/** Bars of nothing would be drawn as hairlines. */
const bars = (buckets: readonly Bucket[]): Spot[] =>
  spots(buckets, 'loss').map(({ x, y }) => ({ x, y: y === 0 ? null : y }));

/** A value between two holes has no line to show it, so it gets a dot. */
function dotRadius(data: readonly Spot[], index: number): number {
  const isLone = (data[index - 1]?.y ?? null) === null && (data[index + 1]?.y ?? null) === null;
  return isLone ? 1.5 : 0;
}

function line(
  name: LineName,
  data: Spot[],
  look: Partial<ChartDataset<'line', Spot[]>>,
): ChartDataset<'line', Spot[]> {
  return {
    type: 'line',
    label: name,
    data,
    yAxisID: 'y',
    spanGaps: false,
    pointRadius: ({ dataIndex }) => dotRadius(data, dataIndex),
    pointHitRadius: 0,
    borderJoinStyle: 'round',
    tension: 0,
    ...look,
  };
}

/** Back to front: the area of the worst, the percentiles, the mean, and the losses from the bottom. */
export function datasetsOf(
  buckets: readonly Bucket[],
  shown: ReadonlySet<LineName>,
  palette: Palette,
): ChartDataset<'line' | 'bar', Spot[]>[] {
  const hidden = (name: LineName): { readonly hidden: boolean } => ({ hidden: !shown.has(name) });
  return [
    {
      type: 'bar',
      label: 'loss',
      data: bars(buckets),
      yAxisID: 'loss',
      backgroundColor: palette.loss,
      barPercentage: 1,
      categoryPercentage: 1,
      minBarLength: 2,
      maxBarThickness: 6,
      order: 0,
      ...hidden('loss'),
    },
    line('meanMs', spots(buckets, 'meanMs'), {
      borderColor: palette.mean,
      backgroundColor: palette.mean,
      borderWidth: 2,
      order: 1,
      ...hidden('meanMs'),
    }),
    line('p95Ms', spots(buckets, 'p95Ms'), {
      borderColor: palette.p95,
      backgroundColor: palette.p95,
      borderWidth: 1,
      order: 2,
      ...hidden('p95Ms'),
    }),
    line('p99Ms', spots(buckets, 'p99Ms'), {
      borderColor: palette.p99,
      backgroundColor: palette.p99,
      borderWidth: 1,
      borderDash: [4, 2],
      order: 3,
      ...hidden('p99Ms'),
    }),
    line('maxMs', spots(buckets, 'maxMs'), {
      borderWidth: 0,
      backgroundColor: palette.max,
      fill: 'origin',
      order: 4,
      ...hidden('maxMs'),
    }),
  ];
}
