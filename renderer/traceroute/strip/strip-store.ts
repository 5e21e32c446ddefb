import { computed, signal } from '@preact/signals';
import { samples, view } from '../store.ts';
import { stripSpan } from './columns.ts';

const MINUTE = 60_000;

export const LENGTHS = [
  { ms: 2 * MINUTE, title: '2 min' },
  { ms: 10 * MINUTE, title: '10 min' },
  { ms: 60 * MINUTE, title: '1 h' },
] as const;

/** How much time the strips show. */
export const lengthMs = signal<number>(LENGTHS[0].ms);

/** The same for all hops: what happened at one time stands in one line, down the table. */
export const span = computed(() => {
  const shown = view.value;
  const startedMs = shown?.startedMs ?? 0;
  let latestMs: number = startedMs;
  for (const kept of samples.value.values()) latestMs = Math.max(latestMs, kept.at(-1)?.atMs ?? 0);
  // Only what the view or this window has kept: an old trace is opened at its end.
  return stripSpan(startedMs, latestMs, lengthMs.value);
});
