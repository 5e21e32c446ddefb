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
} from 'chart.js';
import type { Gap } from '../../main/domain/model/gap.ts';
import type { Incident } from '../../main/domain/model/incident.ts';
import type { Bucket } from '../../main/domain/model/series.ts';
import { niceTop } from './axis-top.ts';
import { optionsOf } from './chart-options.ts';
import { datasetsOf, dotRadii, type Spot, spotsOf } from './datasets.ts';
import { timeAt } from './extent.ts';
import { LINES, type LineName, topOf } from './figures.ts';
import { type Layers, layersPlugin } from './layers.ts';
import { type Palette, paletteOf } from './palette.ts';

Chart.register(BarController, BarElement, Filler, LineController, LineElement, LinearScale, PointElement);

/** All that one chart shows. */
export interface ChartPicture {
  readonly buckets: readonly Bucket[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  readonly incidents: readonly Incident[];
  readonly gaps: readonly Gap[];
  readonly shown: ReadonlySet<LineName>;
  /** Only the lowest chart writes the times. */
  readonly hasTimeLabels: boolean;
}

export type Pointing = Pick<Layers, 'crosshairMs' | 'selection'>;

/** One canvas with its chart. Changes are drawn at once and without animation; `destroy` when it is taken away. */
export class ChartView {
  readonly #canvas: HTMLCanvasElement;
  #chart: Chart<'line' | 'bar', Spot[]> | null = null;
  #palette: Palette | null = null;
  #layers: Layers | null = null;
  #picture: ChartPicture | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  show(picture: ChartPicture): void {
    const before = this.#picture;
    this.#picture = picture;
    this.#palette ??= paletteOf(this.#canvas);
    const palette = this.#palette;
    const { buckets, shown, incidents, gaps, nowMs } = picture;
    const topMs = niceTop(topOf(buckets, shown));
    const clippedMs = buckets
      .filter((bucket) => LINES.some((line) => shown.has(line) && isAbove(bucket, line, topMs)))
      .map(({ fromMs, toMs }) => (fromMs + toMs) / 2);
    const pointing = this.#layers ?? { crosshairMs: null, selection: null };
    const { crosshairMs, selection } = pointing;
    this.#layers = { palette, incidents, gaps, nowMs, clippedMs, crosshairMs, selection };
    const options = optionsOf(palette, { ...picture, topMs }, getComputedStyle(this.#canvas).fontFamily);
    this.#chart ??= this.#make(palette, options);
    const chart = this.#chart;
    if (chart === null) return;
    chart.options = options;
    for (const [index, { label }] of chart.data.datasets.entries()) {
      const line = LINES.find((one) => one === label);
      if (line === undefined) continue;
      const dataset = chart.data.datasets[index];
      if (dataset !== undefined && before?.buckets !== buckets) {
        dataset.data = spotsOf(buckets, line);
        if (dataset.type === 'line') dataset.pointRadius = dotRadii(dataset.data);
      }
      chart.setDatasetVisibility(index, shown.has(line));
    }
    chart.update('none');
  }

  /** Every chart draws the crosshair and the selection of all. */
  point(pointing: Pointing): void {
    if (this.#layers === null) return;
    this.#layers = { ...this.#layers, ...pointing };
    this.#chart?.draw();
  }

  /** The theme has changed: the same picture in its colours. */
  repaint(): void {
    const picture = this.#picture;
    this.#chart?.destroy();
    this.#chart = null;
    this.#palette = null;
    this.#picture = null;
    if (picture !== null) this.show(picture);
  }

  /** The time at that many CSS pixels from the canvas' left edge, held within the plot. */
  timeAt(x: number): number | null {
    if (this.#chart === null || this.#picture === null) return null;
    const { left, right } = this.#chart.chartArea;
    return timeAt(x, { left, right, fromMs: this.#picture.fromMs, toMs: this.#picture.toMs });
  }

  /** False over the figures at its sides. */
  isInPlot(x: number): boolean {
    const area = this.#chart?.chartArea;
    return area !== undefined && x >= area.left && x <= area.right;
  }

  destroy(): void {
    this.#chart?.destroy();
    this.#chart = null;
    this.#layers = null;
    this.#picture = null;
  }

  #make(palette: Palette, options: ChartOptions<'line' | 'bar'>): Chart<'line' | 'bar', Spot[]> | null {
    const context = this.#canvas.getContext('2d');
    if (context === null) return null;
    return new Chart<'line' | 'bar', Spot[]>(context, {
      type: 'line',
      data: { datasets: datasetsOf(palette) },
      options,
      plugins: [layersPlugin(() => this.#layers)],
    });
  }
}

const isAbove = (bucket: Bucket, line: LineName, topMs: number): boolean =>
  line !== 'loss' && (bucket[line] ?? 0) > topMs;
