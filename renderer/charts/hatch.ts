const SIZE = 8;
const patterns = new Map<string, CanvasPattern>();

/** Diagonal hatching: "nothing was measured here". Seamless when repeated. */
export function hatch(context: CanvasRenderingContext2D, color: string): CanvasPattern | string {
  const known = patterns.get(color);
  if (known !== undefined) return known;
  const tile = document.createElement('canvas');
  tile.width = SIZE;
  tile.height = SIZE;
  const ink = tile.getContext('2d');
  if (ink === null) return color;
  ink.strokeStyle = color;
  ink.lineWidth = 1;
  for (const offset of [-SIZE, 0, SIZE]) {
    ink.moveTo(offset, SIZE);
    ink.lineTo(offset + SIZE, 0);
  }
  ink.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  if (pattern === null) return color;
  patterns.set(color, pattern);
  return pattern;
}
