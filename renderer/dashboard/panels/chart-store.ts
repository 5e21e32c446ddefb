import { signal } from '@preact/signals';
import type { LineName } from '../../charts/figures.ts';
import { axis, bucketMs } from '../range/axis.ts';
import type { Visible } from '../range/range.ts';

/** The moment under the pointer of any chart, epoch ms: all of them mark it and their legends read it out. */
export const pointedMs = signal<number | null>(null);

/** The moment was pointed at by keys: it is spoken. */
export const isSpoken = signal(false);

/** What is being dragged over, in all charts and the timeline alike. */
export const selection = signal<Visible | null>(null);

/** The lines that are shown, in every chart alike. */
export const shownLines = signal<ReadonlySet<LineName>>(
  new Set(['meanMs', 'p95Ms', 'p99Ms', 'maxMs', 'loss']),
);

export function toggleLine(line: LineName): void {
  const next = new Set(shownLines.value);
  if (!next.delete(line)) next.add(line);
  shownLines.value = next;
}

/** Moves the crosshair by whole buckets; it begins at the end that the step comes from. */
export function movePointed(buckets: number): void {
  const { fromMs, toMs } = axis.peek();
  const step = bucketMs.peek();
  const start = pointedMs.peek() ?? (buckets < 0 ? toMs + step / 2 : fromMs - step / 2);
  pointedMs.value = Math.min(toMs - 1, Math.max(fromMs, start + buckets * step));
  isSpoken.value = true;
}

export function pointAt(atMs: number | null): void {
  pointedMs.value = atMs;
  isSpoken.value = false;
}
