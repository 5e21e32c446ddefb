/** Where the data of a chart lie on its canvas, CSS pixels, and which time that is. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Extent {
  readonly x: number;
  readonly width: number;
}

/** Seen even when it lasted a second of ninety days. */
const LEAST_WIDTH = 2;

/** Where a stretch of time lies; null: outside. */
export function extentOf(fromMs: number, toMs: number, plot: Plot): Extent | null {
  if (toMs < plot.fromMs || fromMs > plot.toMs) return null;
  const scale = (plot.right - plot.left) / (plot.toMs - plot.fromMs);
  const x = plot.left + (Math.max(fromMs, plot.fromMs) - plot.fromMs) * scale;
  const end = plot.left + (Math.min(toMs, plot.toMs) - plot.fromMs) * scale;
  const width = Math.max(LEAST_WIDTH, end - x);
  return { x: fromMs === toMs ? x : Math.min(x, plot.right - width), width };
}

/** Wide enough that a line through it would be seen. */
export const isWide = ({ width }: Extent): boolean => width > LEAST_WIDTH;

/** The time at that place, held within the plot. */
export function timeAt(x: number, plot: Pick<Plot, 'left' | 'right' | 'fromMs' | 'toMs'>): number {
  const share = (x - plot.left) / (plot.right - plot.left);
  return plot.fromMs + Math.min(1, Math.max(0, share)) * (plot.toMs - plot.fromMs);
}
