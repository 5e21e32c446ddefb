import type { Terminal } from './terminal.ts';

const UNICODE_LEVELS = [...'▁▂▃▄▅▆▇█'];
const ASCII_LEVELS = [...'_.-=+*%#'];

/** One bar of a small chart: null is nothing measured, zero is shown as the floor. */
export function level(terminal: Terminal, value: number | null, max: number): string {
  if (value === null) return ' ';
  const levels = terminal.unicode ? UNICODE_LEVELS : ASCII_LEVELS;
  const share = max <= 0 ? 0 : Math.min(1, Math.max(0, value / max));
  return levels[Math.min(levels.length - 1, Math.floor(share * levels.length))] ?? ' ';
}

/** A row of bars from 0 to the largest value. */
export function sparkline(terminal: Terminal, values: readonly (number | null)[], max: number): string {
  return values.map((value) => level(terminal, value, max)).join('');
}

/** A horizontal bar of at most `width` columns. */
export function bar(terminal: Terminal, value: number | null, max: number, width: number): string {
  if (value === null || value <= 0 || max <= 0) return '';
  const length = Math.max(1, Math.round(Math.min(1, value / max) * width));
  return (terminal.unicode ? '▆' : '#').repeat(length);
}
