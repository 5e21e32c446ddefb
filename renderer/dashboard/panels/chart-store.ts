import { signal } from '@preact/signals';
import type { LineName } from '../../charts/figures.ts';

/** The moment under the pointer of any chart, epoch ms: all of them mark it and their legends read it out. */
export const pointedMs = signal<number | null>(null);

/** The lines that are shown, in every chart alike. */
export const shownLines = signal<ReadonlySet<LineName>>(
  new Set(['meanMs', 'p95Ms', 'p99Ms', 'maxMs', 'loss']),
);

export function toggleLine(line: LineName): void {
  const next = new Set(shownLines.value);
  if (!next.delete(line)) next.add(line);
  shownLines.value = next;
}
