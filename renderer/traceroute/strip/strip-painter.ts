import { effect } from '@preact/signals';
import { paletteOf } from '../../charts/palette.ts';
import { watchTheme } from '../../charts/watch-theme.ts';
import { samples, scale } from '../store.ts';
import { columnsOf } from './columns.ts';
import { drawStrip, type StripColors } from './draw-strip.ts';
import { span } from './strip-store.ts';

export interface PaintedStrip {
  readonly canvas: HTMLCanvasElement;
  readonly ttl: number;
  /** Its losses are losses of traffic; else only of the hop's own answers. */
  isLoss: boolean;
}

interface Colors {
  readonly loss: StripColors;
  readonly own: StripColors;
}

const strips = new Set<PaintedStrip>();
let colors: Colors | null = null;
let asked = false;

/** Colours are looked up once for all strips, and again with another theme. */
function colorsOf(canvas: HTMLCanvasElement): Colors {
  if (colors !== null) return colors;
  const { mean, max, loss, grid } = paletteOf(canvas);
  const shared = { line: mean, spread: `color-mix(in srgb, ${mean} 35%, transparent)`, base: grid };
  colors = {
    loss: { ...shared, loss },
    own: { ...shared, loss: `color-mix(in srgb, ${max} 55%, transparent)` },
  };
  return colors;
}

/** Sizes are all read before anything is drawn: one layout for the whole table. */
function paintAll(): void {
  asked = false;
  const sized = [...strips].map((strip) => ({
    strip,
    width: strip.canvas.clientWidth,
    height: strip.canvas.clientHeight,
  }));
  for (const { strip, width, height } of sized) if (width > 0) paint(strip, width, height);
}

function paint({ canvas, ttl, isLoss }: PaintedStrip, width: number, height: number): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const ratio = window.devicePixelRatio;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  // Setting the size, even to what it is, takes longer than drawing.
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const columns = columnsOf(samples.peek().get(ttl) ?? [], span.peek(), Math.floor(width));
  const { loss, own } = colorsOf(canvas);
  drawStrip(context, { columns, width, height, endMs: scale.peek(), colors: isLoss ? loss : own });
}

function paintSoon(): void {
  if (asked) return;
  asked = true;
  requestAnimationFrame(paintAll);
}

/** Paints all strips whenever something of them has changed, once a frame at most. Call it once. */
export function keepPainting(): void {
  effect(() => {
    // Only to be told.
    void [samples.value, scale.value, span.value];
    paintSoon();
  });
  watchTheme(() => {
    colors = null;
    paintSoon();
  });
  window.addEventListener('resize', paintSoon);
}

/** Keeps a strip painted until the returned function is called. */
export function addStrip(strip: PaintedStrip): () => void {
  strips.add(strip);
  paintSoon();
  return () => strips.delete(strip);
}

export const repaint = paintSoon;
