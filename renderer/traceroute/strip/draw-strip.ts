import type { StripColumn } from './columns.ts';

export interface StripColors {
  readonly line: string;
  readonly spread: string;
  readonly loss: string;
  readonly base: string;
}

export interface StripPicture {
  readonly columns: readonly StripColumn[];
  readonly width: number;
  readonly height: number;
  /** Round trip at the upper edge, ms. */
  readonly endMs: number;
  readonly colors: StripColors;
}

/** Room above the line for the mark of a clipped peak, px. */
const TOP = 3;
/** Pixels without a sample over which a line goes on: samples are further apart than pixels at the start. */
const BRIDGE = 4;

type Context = CanvasRenderingContext2D;

const heightOf =
  ({ height, endMs }: StripPicture) =>
  (ms: number): number =>
    height - 1 - (height - 1 - TOP) * Math.min(1, ms / endMs);

/** Behind the line: as high as the share that was lost. */
function drawLosses(context: Context, { columns, height, colors }: StripPicture): void {
  context.fillStyle = colors.loss;
  for (const { x, lost, sent } of columns) {
    if (lost === 0) continue;
    const tall = Math.max(4, (height - 1) * (lost / sent));
    context.fillRect(x, height - 1 - tall, 1, tall);
  }
}

function drawSpread(context: Context, picture: StripPicture): void {
  const y = heightOf(picture);
  context.fillStyle = picture.colors.spread;
  for (const { x, minMs, maxMs } of picture.columns) {
    if (minMs !== null && maxMs !== null) context.fillRect(x, y(maxMs), 1, Math.max(1, y(minMs) - y(maxMs)));
  }
}

/** Never through a loss: what is not known is not drawn. */
function drawLine(context: Context, picture: StripPicture): void {
  const y = heightOf(picture);
  context.strokeStyle = picture.colors.line;
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.beginPath();
  let before: number | null = null;
  for (const { x, meanMs } of picture.columns) {
    if (meanMs === null) {
      before = null;
      continue;
    }
    const at = x + 0.5;
    // An answer between two losses is a dot.
    if (before === null || x - before > BRIDGE) context.moveTo(at - 0.25, y(meanMs));
    context.lineTo(at, y(meanMs));
    before = x;
  }
  context.stroke();
}

/** A small triangle where an answer was slower than the scale is long. */
function drawClipped(context: Context, { columns, endMs, colors }: StripPicture): void {
  context.fillStyle = colors.line;
  for (const { x, maxMs } of columns) {
    if (maxMs === null || maxMs <= endMs) continue;
    context.beginPath();
    context.moveTo(x + 0.5, 0);
    context.lineTo(x + 3, TOP);
    context.lineTo(x - 2, TOP);
    context.fill();
  }
}

export function drawStrip(context: Context, picture: StripPicture): void {
  const { width, height, colors } = picture;
  context.clearRect(0, 0, width, height);
  context.fillStyle = colors.base;
  context.fillRect(0, height - 1, width, 1);
  drawLosses(context, picture);
  drawSpread(context, picture);
  drawLine(context, picture);
  drawClipped(context, picture);
}
