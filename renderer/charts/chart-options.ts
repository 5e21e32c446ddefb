import type { ChartOptions } from 'chart.js';
import type { Palette } from './palette.ts';
import { tickText, timeTicks } from './time-ticks.ts';

/** Room for the figures of each axis, the same in every chart and in the styles, so that one time is at one place. */
const Y_WIDTH = 56;
const LOSS_WIDTH = 44;
/** Room for the marks of what is clipped. */
const TOP = 9;
const FONT_SIZE = 11;
/** CSS pixels that the text of a time needs, with room around it. */
const LABEL_WIDTH = 70;

/** What changes from one picture to the next. */
export interface Axes {
  readonly fromMs: number;
  readonly toMs: number;
  readonly topMs: number;
  readonly hasTimeLabels: boolean;
}

/** Three figures, so that the lines of both scales are the same ones. */
const ends = (axis: { min: number; max: number; ticks: { value: number }[] }): void => {
  axis.ticks = [axis.min, (axis.min + axis.max) / 2, axis.max].map((value) => ({ value }));
};

export function optionsOf(palette: Palette, axes: Axes, fontFamily: string): ChartOptions<'line' | 'bar'> {
  const { fromMs, toMs, topMs, hasTimeLabels } = axes;
  const ticks = { color: palette.text, font: { size: FONT_SIZE, family: fontFamily } };
  const grid = { color: palette.grid, drawTicks: false, tickLength: 0 };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    parsing: false,
    normalized: true,
    layout: { padding: { top: TOP } },
    scales: {
      x: {
        type: 'linear',
        min: fromMs,
        max: toMs,
        offset: false,
        grid: { ...grid, offset: false },
        border: { display: false },
        afterBuildTicks: (axis) => {
          const count = axis.width / LABEL_WIDTH;
          axis.ticks = timeTicks(fromMs, toMs, count).map((value) => ({ value }));
        },
        afterFit: (axis) => {
          // A label at an end may reach over the figures' room, not take it from the plot.
          axis.paddingLeft = 0;
          axis.paddingRight = 0;
        },
        ticks: {
          ...ticks,
          display: hasTimeLabels,
          autoSkip: false,
          maxRotation: 0,
          padding: 6,
          callback: (value) => tickText(Number(value), toMs - fromMs),
        },
      },
      y: {
        min: 0,
        max: topMs,
        afterBuildTicks: ends,
        afterFit: (axis) => {
          axis.width = Y_WIDTH;
        },
        grid,
        border: { display: false },
        ticks: { ...ticks, padding: 8, callback: (value) => `${Number(Number(value).toPrecision(3))} ms` },
      },
      loss: {
        min: 0,
        max: 100,
        position: 'right',
        afterBuildTicks: ends,
        afterFit: (axis) => {
          axis.width = LOSS_WIDTH;
        },
        grid: { display: false, drawTicks: false, tickLength: 0 },
        border: { display: false },
        ticks: { ...ticks, padding: 6, callback: (value) => `${value} %` },
      },
    },
  };
}
