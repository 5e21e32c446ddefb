/** A resolution of the roll-ups and the two tables that hold it. */
export interface Level {
  readonly name: 'minute' | 'hour';
  readonly rows: 'minute_row' | 'hour_row';
  readonly blocks: 'minute_block' | 'hour_block';
  readonly stepMs: number;
  readonly stepsPerBlock: number;
}

/**
 * The length of a block weighs compression against the rows still open (18 series: 6,480 of either level),
 * which cost more to read.
 */
export const MINUTE: Level = {
  name: 'minute',
  rows: 'minute_row',
  blocks: 'minute_block',
  stepMs: 60_000,
  stepsPerBlock: 360,
};
export const HOUR: Level = {
  name: 'hour',
  rows: 'hour_row',
  blocks: 'hour_block',
  stepMs: 3_600_000,
  stepsPerBlock: 192,
};
export const LEVELS = [MINUTE, HOUR] as const;

const SERIES_SPAN = 65_536;

/** Place in time (a step or a block since the epoch) and series in one integer; time goes first. */
export const keyOf = (place: number, series: number): number => place * SERIES_SPAN + series;
export const placeOf = (key: number): number => Math.floor(key / SERIES_SPAN);
export const seriesOfKey = (key: number): number => key - placeOf(key) * SERIES_SPAN;
/** Lowest key of a place: what lies before it is older. */
export const firstKey = (place: number): number => place * SERIES_SPAN;
/** SQL for the series within a key. */
export const KEY_SERIES = '(key & 65535)';

export const stepOf = (level: Level, atMs: number): number => Math.floor(atMs / level.stepMs);
export const blockOf = (level: Level, step: number): number => Math.floor(step / level.stepsPerBlock);
