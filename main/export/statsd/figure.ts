/** What StatsD does with a value: sums counters up, keeps the last of a gauge, makes statistics of timings. */
export type FigureType = 'counter' | 'gauge' | 'timing';

/** One line of StatsD's protocol, before it is written. */
export interface Figure {
  readonly type: FigureType;
  readonly name: string;
  /** A timing's unit is the millisecond. Never negative: StatsD takes a signed gauge for a change of the last one. */
  readonly value: number;
}

export const counted = (name: string): Figure => ({ type: 'counter', name, value: 1 });

/** Whole microseconds, as the history keeps them. */
const roundedMs = (ms: number): number => Math.round(ms * 1000) / 1000;

export const timing = (name: string, ms: number): Figure => ({ type: 'timing', name, value: roundedMs(ms) });
export const timeGauge = (name: string, ms: number): Figure => ({
  type: 'gauge',
  name,
  value: roundedMs(ms),
});
export const gauge = (name: string, value: number): Figure => ({ type: 'gauge', name, value });
