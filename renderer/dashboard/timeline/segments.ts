import type { Gap } from '../../../main/domain/model/gap.ts';
import type { Incident } from '../../../main/domain/model/incident.ts';
import type { Visible } from '../range/range.ts';

/** A stretch of the strip, in percent of its width. */
export interface Stretch {
  readonly left: number;
  readonly width: number;
}

/** Where a time lies in the strip; null: outside. */
export function stretchOf(fromMs: number, toMs: number, visible: Visible): Stretch | null {
  const span = visible.toMs - visible.fromMs;
  if (toMs < visible.fromMs || fromMs > visible.toMs || span <= 0) return null;
  const left = (100 * (Math.max(fromMs, visible.fromMs) - visible.fromMs)) / span;
  const right = (100 * (Math.min(toMs, visible.toMs) - visible.fromMs)) / span;
  return { left, width: right - left };
}

export interface Placed<Thing> extends Stretch {
  readonly thing: Thing;
}

/** What the strip shows; the part of it that lies in the time shown. */
export type Happening<One extends Incident> = {
  readonly key: string;
  readonly fromMs: number;
  readonly toMs: number;
} & ({ readonly what: 'incident'; readonly incident: One } | { readonly what: 'gap'; readonly gap: Gap });

/** Oldest first, as they are read. An absorbed incident counts too: it began before what absorbed it. */
export function happeningsOf<One extends Incident>(
  incidents: readonly One[],
  gaps: readonly Gap[],
  visible: Visible,
): Placed<Happening<One>>[] {
  const all: Happening<One>[] = [
    ...gaps.map((gap) => ({
      what: 'gap' as const,
      key: `${gap.reason}-${gap.fromMs}`,
      ...clipped(gap.fromMs, gap.toMs, visible),
      gap,
    })),
    ...incidents.map((incident) => ({
      what: 'incident' as const,
      key: incident.id,
      ...clipped(incident.sinceMs, incident.untilMs ?? visible.toMs, visible),
      incident,
    })),
  ];
  return all
    .flatMap((thing) => {
      const stretch = stretchOf(thing.fromMs, thing.toMs, visible);
      return stretch === null ? [] : [{ thing, ...stretch }];
    })
    .sort((a, b) => a.thing.fromMs - b.thing.fromMs);
}

/** What lies outside stays outside. */
function clipped(fromMs: number, toMs: number, visible: Visible): Visible {
  if (toMs < visible.fromMs || fromMs > visible.toMs) return { fromMs, toMs };
  return { fromMs: Math.max(fromMs, visible.fromMs), toMs: Math.min(toMs, visible.toMs) };
}

/** The range to show for an incident: a third of its length before and after, two minutes at the least. */
export function rangeAround(
  { sinceMs, untilMs }: { readonly sinceMs: number; readonly untilMs: number | null },
  nowMs: number,
): Visible {
  const end = untilMs ?? nowMs;
  const margin = Math.max(120_000, (end - sinceMs) / 3);
  return { fromMs: sinceMs - margin, toMs: end + margin };
}
