import type { Chart, Plugin } from 'chart.js';

/** What a chart keeps for its marks; set by ChartView. */
export interface Marks {
  /** Under the pointer of any chart; null: nowhere. */
  crosshairMs: number | null;
  crosshairColor: string;
  /** Where a value is above the top of the axis, ms of time. */
  readonly clippedMs: readonly number[];
  clippedColor: string;
}

export const NO_MARKS: Marks = { crosshairMs: null, crosshairColor: '', clippedMs: [], clippedColor: '' };

const marks = new WeakMap<Chart, Marks>();

export const setMarks = (chart: Chart, change: Partial<Marks>): void => {
  marks.set(chart, { ...(marks.get(chart) ?? NO_MARKS), ...change });
};

const HALF = 3;

function drawClipped(chart: Chart, { clippedMs, clippedColor }: Marks): void {
  const { ctx, chartArea, scales } = chart;
  ctx.fillStyle = clippedColor;
  for (const atMs of clippedMs) {
    const x = scales['x']?.getPixelForValue(atMs);
    if (x === undefined || x < chartArea.left || x > chartArea.right) continue;
    ctx.beginPath();
    ctx.moveTo(x - HALF, chartArea.top + 2 * HALF);
    ctx.lineTo(x, chartArea.top);
    ctx.lineTo(x + HALF, chartArea.top + 2 * HALF);
    ctx.fill();
  }
}

function drawCrosshair(chart: Chart, { crosshairMs, crosshairColor }: Marks): void {
  const { ctx, chartArea, scales } = chart;
  const x = crosshairMs === null ? undefined : scales['x']?.getPixelForValue(crosshairMs);
  if (x === undefined || x < chartArea.left || x > chartArea.right) return;
  ctx.strokeStyle = crosshairColor;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(Math.round(x) + 0.5, chartArea.top);
  ctx.lineTo(Math.round(x) + 0.5, chartArea.bottom);
  ctx.stroke();
}

/** The shared crosshair, and an arrow wherever a peak goes beyond the top. */
export const MARKS_PLUGIN: Plugin = {
  id: 'faultline-marks',
  afterDatasetsDraw(chart) {
    const drawn = marks.get(chart);
    if (drawn === undefined) return;
    chart.ctx.save();
    drawClipped(chart, drawn);
    drawCrosshair(chart, drawn);
    chart.ctx.restore();
  },
};
