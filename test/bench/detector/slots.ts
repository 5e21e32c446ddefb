import type { Kind } from '../../../main/domain/model/kind.ts';
import type { KindAnchor } from '../../../main/domain/outage/types.ts';
import { ProbeSchedule } from '../../unit/outage/simulator/schedule.ts';

const INTERVAL_MS = 1000;

/** The virtual monitor's regular probes, numbered: slot `n` is sent at `n * slotMs` to the anchor at place `n % size`. */
export class Slots {
  readonly places: readonly KindAnchor[];
  readonly kinds: readonly Kind[];
  readonly slotMs: number;
  private readonly byKey: ReadonlyMap<KindAnchor, number>;

  constructor(anchors: readonly KindAnchor[]) {
    const schedule = new ProbeSchedule(anchors);
    this.places = anchors.flatMap(() => schedule.take(schedule.nextMs) ?? []);
    this.kinds = [...new Set(anchors.map(({ kind }) => kind))];
    this.slotMs = INTERVAL_MS / anchors.length;
    this.byKey = new Map(this.places.map((each, place) => [each, place]));
  }

  get size(): number {
    return this.places.length;
  }

  placeOf(target: KindAnchor): number {
    return this.byKey.get(target) ?? -1;
  }

  /** The slot at this time if it is that place's; else null: the probe belongs to a burst. */
  slotOf(place: number, atMs: number): number | null {
    const slot = Math.round(atMs / this.slotMs);
    const isInTime = Math.abs(slot * this.slotMs - atMs) < 0.01;
    return isInTime && slot % this.size === place ? slot : null;
  }
}
