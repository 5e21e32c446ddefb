import {
  BarController,
  BarElement,
  Chart,
  type ChartOptions,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  TimeScale,
} from 'chart.js';
import 'chartjs-adapter-date-fns';
import annotation from 'chartjs-plugin-annotation';
import zoom from 'chartjs-plugin-zoom';
import type { Gap } from '../../main/domain/model/gap.ts';
import type { Incident } from '../../main/domain/model/incident.ts';
import type { Bucket } from '../../main/domain/model/series.ts';
import { niceTop } from './axis-top.ts';
import { bandsOf } from './bands.ts';
import { MARKS_PLUGIN, setMarks } from './crosshair.ts';
import { datasetsOf, type Spot } from './datasets.ts';
import { type LineName, topOf } from './figures.ts';
import { type Palette, paletteOf } from './palette.ts';
import { tickText } from './time-ticks.ts';

Chart.register(
  BarController,
  BarElement,
  Filler,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  TimeScale,
  annotation,
  zoom,
  MARKS_PLUGIN,
);

/** All that one chart shows. */
export interface ChartPicture {
  readonly buckets: readonly Bucket[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly incidents: readonly Incident[];
  readonly gaps: readonly Gap[];
  readonly shown: ReadonlySet<LineName>;
  /** Only the lowest chart writes the times. */
  readonly hasTimeLabels: boolean;
}

export interface ChartEvents {
  readonly onZoom: (fromMs: number, toMs: number) => void;
  /** Null: the pointer has left. */
  readonly onPoint: (atMs: number | null) => void;
}

/** Room for the figures of each axis, the same in every chart so that one time is at one place. */
const Y_WIDTH = 48;
const LOSS_WIDTH = 40;
const FONT = { size: 11 };

function optionsOf(
  palette: Palette,
  picture: ChartPicture,
  top: number,
  events: ChartEvents,
): ChartOptions<'line' | 'bar'> {
  const { fromMs, toMs, hasTimeLabels } = picture;
  const ticks = { color: palette.text, font: FONT };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    parsing: false,
    normalized: true,
    layout: { padding: { top: 4 } },
    scales: {
      x: {
        type: 'time',
        min: fromMs,
        max: toMs,
        grid: { color: palette.grid, drawTicks: false },
        border: { display: false },
        ticks: {
          ...ticks,
          display: hasTimeLabels,
          maxRotation: 0,
          autoSkipPadding: 24,
          callback: (value) => tickText(Number(value), toMs - fromMs),
        },
      },
      y: {
        min: 0,
        max: top,
        afterFit: (axis) => {
          axis.width = Y_WIDTH;
        },
        grid: { color: palette.grid, drawTicks: false },
        border: { display: false },
        ticks: { ...ticks, maxTicksLimit: 4, callback: (value) => `${Number(value)} ms` },
      },
      loss: {
        min: 0,
        max: 100,
        position: 'right',
        afterFit: (axis) => {
          axis.width = LOSS_WIDTH;
        },
        grid: { display: false },
        border: { display: false },
        ticks: { ...ticks, stepSize: 50, callback: (value) => `${value} %` },
      },
    },
    plugins: {
      zoom: {
        zoom: {
          drag: {
            enabled: true,
            threshold: 5,
            backgroundColor: `color-mix(in srgb, ${palette.text} 20%, transparent)`,
          },
          mode: 'x',
          onZoomComplete: ({ chart }) => {
            const axis = chart.scales['x'];
            if (axis !== undefined) events.onZoom(axis.min, axis.max);
          },
        },
      },
    },
  };
}

/** One canvas with its chart. Changes are drawn at once and without animation; `destroy` when it is taken away. */
export class ChartView {
  readonly #canvas: HTMLCanvasElement;
  readonly #events: ChartEvents;
  #chart: Chart<'line' | 'bar', Spot[]> | null = null;

  constructor(canvas: HTMLCanvasElement, events: ChartEvents) {
    this.#canvas = canvas;
    this.#events = events;
    canvas.addEventListener('pointermove', this.#move);
    canvas.addEventListener('pointerleave', this.#leave);
  }

  show(picture: ChartPicture): void {
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    const palette = paletteOf(this.#canvas);
    const { buckets, shown, incidents, gaps, toMs } = picture;
    const top = niceTop(topOf(buckets, shown));
    const datasets = datasetsOf(buckets, shown, palette);
    const options = optionsOf(palette, picture, top, this.#events);
    const annotations = bandsOf(incidents, gaps, toMs, palette, context);
    const withBands = { ...options, plugins: { ...options.plugins, annotation: { annotations } } };
    if (this.#chart === null) {
      this.#chart = new Chart<'line' | 'bar', Spot[]>(context, {
        type: 'line',
        data: { datasets: [] },
        options: withBands,
      });
    }
    const chart = this.#chart;
    chart.options = withBands;
    chart.data.datasets = datasets;
    const clippedMs = buckets.filter(({ maxMs }) => (maxMs ?? 0) > top).map((bucket) => bucket.fromMs);
    setMarks(chart, { clippedMs, clippedColor: palette.p99, crosshairColor: palette.text });
    chart.update('none');
  }

  /** Every chart draws the crosshair of all. */
  point(atMs: number | null): void {
    if (this.#chart === null) return;
    setMarks(this.#chart, { crosshairMs: atMs });
    this.#chart.draw();
  }

  destroy(): void {
    this.#canvas.removeEventListener('pointermove', this.#move);
    this.#canvas.removeEventListener('pointerleave', this.#leave);
    this.#chart?.destroy();
    this.#chart = null;
  }

  readonly #move = (event: PointerEvent): void => {
    const axis = this.#chart?.scales['x'];
    if (axis === undefined || this.#chart === null) return;
    const { left, right } = this.#chart.chartArea;
    const inside = event.offsetX >= left && event.offsetX <= right;
    this.#events.onPoint(inside ? (axis.getValueForPixel(event.offsetX) ?? null) : null);
  };

  readonly #leave = (): void => this.#events.onPoint(null);
}
