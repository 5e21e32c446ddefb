import type { Extent } from './extent.ts';
import { faint } from './palette.ts';

const STEP = 6;
/** CSS pixels: diagonals in less are mere noise. */
const LEAST_HATCHED = 6;

/** Diagonals that say "nothing was measured here"; a stretch too narrow for them is tinted. */
export function drawHatching(
  context: CanvasRenderingContext2D,
  area: Extent & { readonly top: number; readonly bottom: number },
  color: string,
): void {
  const { x, width, top, bottom } = area;
  if (width < LEAST_HATCHED) {
    context.fillStyle = faint(color, 45);
    context.fillRect(x, top, width, bottom - top);
    return;
  }
  const height = bottom - top;
  context.save();
  context.beginPath();
  context.rect(x, top, width, height);
  context.clip();
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  // Fixed to the canvas, not to the gap: neighbours go on with the same lines.
  const first = Math.floor((x - height) / STEP) * STEP;
  for (let from = first; from < x + width; from += STEP) {
    context.moveTo(from, bottom);
    context.lineTo(from + height, top);
  }
  context.stroke();
  context.restore();
}
