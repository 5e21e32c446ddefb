import type { QuietHours } from '../model/notifications.ts';
import { type WallMs, wallMs } from '../model/units.ts';

export interface Quiet {
  readonly active: boolean;
  /** Null: not active, or without an end. */
  readonly untilMs: WallMs | null;
}

type MinuteOfDay = (atMs: WallMs) => number;

const MINUTE_MS = 60_000;
/** Steps in which the end is looked for: no time outside quiet hours that matters is shorter. */
const STEP_MS = 15 * MINUTE_MS;
/** A day, and what a change of the clocks may add to it. */
const SEARCH_MS = 27 * 60 * MINUTE_MS;

function minutesOf(time: string): number {
  const [hour, minute] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}

function isInside({ from, to }: QuietHours, minute: number): boolean {
  const first = minutesOf(from);
  const end = minutesOf(to);
  if (first === end) return true;
  return first < end ? minute >= first && minute < end : minute >= first || minute < end;
}

/**
 * Judged by the clock on the wall at each moment, so that an hour that is skipped or comes twice makes quiet
 * hours shorter or longer and never shifts them.
 */
export function quietAt(hours: QuietHours, minuteOfDay: MinuteOfDay, atMs: WallMs): Quiet {
  const isQuiet = (ms: number): boolean => isInside(hours, minuteOfDay(wallMs(ms)));
  if (!hours.enabled || !isQuiet(atMs)) return { active: false, untilMs: null };
  return { active: true, untilMs: hours.from === hours.to ? null : firstOutside(isQuiet, atMs) };
}

function firstOutside(isQuiet: (ms: number) => boolean, atMs: WallMs): WallMs | null {
  let inside = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  const furthest = inside + SEARCH_MS;
  while (isQuiet(inside + STEP_MS)) {
    inside += STEP_MS;
    if (inside > furthest) return null;
  }
  let outside = inside + STEP_MS;
  while (outside - inside > MINUTE_MS) {
    const middle = inside + Math.floor((outside - inside) / (2 * MINUTE_MS)) * MINUTE_MS;
    if (isQuiet(middle)) inside = middle;
    else outside = middle;
  }
  return wallMs(outside);
}
