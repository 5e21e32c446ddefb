import type { Chart, Plugin } from 'chart.js';
import type { Gap } from '../../main/domain/model/gap.ts';
import type { Incident } from '../../main/domain/model/incident.ts';
import { CLASS_WORDS } from '../../main/domain/words/class-words.ts';
import { extentOf, isWide, type Plot } from './extent.ts';
import { drawHatching } from './hatching.ts';
import { faint, type Palette } from './palette.ts';

/** What is drawn behind and above the lines. */
export interface Layers {
  readonly palette: Palette;
  readonly incidents: readonly Incident[];
  readonly gaps: readonly Gap[];
  /** An incident that goes on is drawn up to there. */
  readonly nowMs: number;
  /** Where a value is above the top of the axis. */
  readonly clippedMs: readonly number[];
  readonly crosshairMs: number | null;
  /** What is being dragged over. */
  readonly selection: { readonly fromMs: number; readonly toMs: number } | null;
}

const EDGE = 2;
const HALF_MARK = 3;

const plotOf = ({ chartArea, scales }: Chart): Plot => ({
  ...chartArea,
  fromMs: scales['x']?.min ?? 0,
  toMs: scales['x']?.max ?? 1,
});

function drawIncidents(context: CanvasRenderingContext2D, plot: Plot, layers: Layers): void {
  for (const incident of layers.incidents) {
    const extent = extentOf(incident.sinceMs, incident.untilMs ?? layers.nowMs, plot);
    if (extent === null) continue;
    const color = layers.palette.classes[incident.class];
    context.fillStyle = faint(color, 14);
    context.fillRect(extent.x, plot.top, extent.width, plot.bottom - plot.top);
    // What is down has an edge, what is degraded has none: they differ without their colours.
    if (CLASS_WORDS[incident.class].state !== 'down') continue;
    context.fillStyle = color;
    context.fillRect(extent.x, plot.top - EDGE, extent.width, EDGE);
  }
}

function drawGaps(context: CanvasRenderingContext2D, plot: Plot, { gaps, palette }: Layers): void {
  for (const gap of gaps) {
    const extent = extentOf(gap.fromMs, gap.toMs, plot);
    if (extent !== null) drawHatching(context, { ...plot, ...extent }, palette.gap);
  }
}

/** No line is drawn through time that was not measured, however few buckets that is. */
function clipGaps(context: CanvasRenderingContext2D, plot: Plot, gaps: readonly Gap[]): void {
  const { left, right, top, bottom } = plot;
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  for (const gap of gaps) {
    const extent = extentOf(gap.fromMs, gap.toMs, plot);
    if (extent !== null && isWide(extent)) context.rect(extent.x, top, extent.width, bottom - top);
  }
  context.clip('evenodd');
}

function drawClipped(context: CanvasRenderingContext2D, plot: Plot, { clippedMs, palette }: Layers): void {
  context.fillStyle = palette.text;
  for (const atMs of clippedMs) {
    const extent = extentOf(atMs, atMs, plot);
    if (extent === null) continue;
    const x = Math.round(extent.x);
    context.beginPath();
    context.moveTo(x - HALF_MARK, plot.top - 1);
    context.lineTo(x, plot.top - 1 - 1.7 * HALF_MARK);
    context.lineTo(x + HALF_MARK, plot.top - 1);
    context.fill();
  }
}

function drawSelection(context: CanvasRenderingContext2D, plot: Plot, { selection, palette }: Layers): void {
  const extent = selection === null ? null : extentOf(selection.fromMs, selection.toMs, plot);
  if (extent === null) return;
  context.fillStyle = faint(palette.accent, 14);
  context.strokeStyle = palette.accent;
  context.lineWidth = 1;
  context.fillRect(extent.x, plot.top, extent.width, plot.bottom - plot.top);
  context.strokeRect(extent.x + 0.5, plot.top + 0.5, extent.width - 1, plot.bottom - plot.top - 1);
}

function drawCrosshair(context: CanvasRenderingContext2D, plot: Plot, layers: Layers): void {
  const { crosshairMs, palette } = layers;
  const extent = crosshairMs === null ? null : extentOf(crosshairMs, crosshairMs, plot);
  if (extent === null) return;
  context.fillStyle = palette.text;
  context.fillRect(Math.round(extent.x), plot.top, 1, plot.bottom - plot.top);
}

/** Incidents and gaps behind the lines, clipped peaks, selection and crosshair above them. */
export function layersPlugin(current: () => Layers | null): Plugin<'line' | 'bar'> {
  const within = (
    chart: Chart,
    draw: (context: CanvasRenderingContext2D, plot: Plot, layers: Layers) => void,
  ): void => {
    const layers = current();
    if (layers === null) return;
    chart.ctx.save();
    draw(chart.ctx, plotOf(chart), layers);
    chart.ctx.restore();
  };
  return {
    id: 'faultline-layers',
    beforeDatasetsDraw(chart) {
      within(chart, drawIncidents);
      within(chart, drawGaps);
    },
    beforeDatasetDraw(chart, { meta }) {
      chart.ctx.save();
      if (meta.type === 'line') clipGaps(chart.ctx, plotOf(chart), current()?.gaps ?? []);
    },
    afterDatasetDraw: (chart) => chart.ctx.restore(),
    afterDatasetsDraw(chart) {
      within(chart, drawClipped);
      within(chart, drawSelection);
      within(chart, drawCrosshair);
    },
  };
}
