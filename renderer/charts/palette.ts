/** Colours of a chart, from the theme's custom properties: one place decides for windows and canvas. */
export interface Palette {
  readonly mean: string;
  readonly p95: string;
  readonly p99: string;
  readonly max: string;
  readonly loss: string;
  readonly grid: string;
  readonly text: string;
  readonly gap: string;
  readonly degraded: string;
  readonly down: string;
}

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    mean: color('--chart-mean'),
    p95: color('--chart-p95'),
    p99: color('--chart-p99'),
    max: color('--chart-max'),
    loss: color('--chart-loss'),
    grid: color('--chart-grid'),
    text: color('--chart-axis'),
    gap: color('--chart-hatch'),
    degraded: color('--degraded'),
    down: color('--down'),
  };
}
