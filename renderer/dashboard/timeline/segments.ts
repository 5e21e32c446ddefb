import type { Gap } from '../../../main/domain/model/gap.ts';
import type { Incident } from '../../../main/domain/model/incident.ts';
import type { Visible } from '../range/range.ts';

/** A stretch of the strip, in percent of its width. */
export interface Stretch {
  readonly left: number;
  readonly width: number;
}

/** Seen and hit even when it lasted a second of ninety days. */
const LEAST_PERCENT = 0.4;

/** Where a time lies in the strip; null: outside. */
export function stretchOf(fromMs: number, toMs: number, visible: Visible): Stretch | null {
  const span = visible.toMs - visible.fromMs;
  if (toMs < visible.fromMs || fromMs > visible.toMs || span <= 0) return null;
  const left = (100 * (Math.max(fromMs, visible.fromMs) - visible.fromMs)) / span;
  const right = (100 * (Math.min(toMs, visible.toMs) - visible.fromMs)) / span;
  const width = Math.max(right - left, LEAST_PERCENT);
  return { left: Math.min(left, 100 - width), width };
}

export interface Placed<Thing> extends Stretch {
  readonly thing: Thing;
}

/** Oldest first, as they are read. An absorbed incident lies within its parent and is left out. */
export function placedIncidents<One extends Incident>(
  incidents: readonly One[],
  visible: Visible,
): Placed<One>[] {
  return incidents
    .filter(({ end }) => end !== 'absorbed')
    .flatMap((thing) => {
      const stretch = stretchOf(thing.sinceMs, thing.untilMs ?? visible.toMs, visible);
      return stretch === null ? [] : [{ thing, ...stretch }];
    })
    .sort((a, b) => a.thing.sinceMs - b.thing.sinceMs);
}

export function placedGaps(gaps: readonly Gap[], visible: Visible): Placed<Gap>[] {
  return gaps.flatMap((thing) => {
    const stretch = stretchOf(thing.fromMs, thing.toMs, visible);
    return stretch === null ? [] : [{ thing, ...stretch }];
  });
}

/** The range to show for an incident: a third of its length before and after, two minutes at the least. */
export function rangeAround({ sinceMs, untilMs }: Incident, nowMs: number): Visible {
  const end = untilMs ?? nowMs;
  const margin = Math.max(120_000, (end - sinceMs) / 3);
  return { fromMs: sinceMs - margin, toMs: end + margin };
}
