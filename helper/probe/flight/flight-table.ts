import { type Flight, isPending } from './flight.ts';

/** How often what nothing can answer any more is cleared away, at most. */
const SWEEP_MS = 1000;

/**
 * Every flight that an answer may still name: the pending ones, and the told ones until `lateWindowMs` after
 * their send. Bounded by the limits: pending ones by number, the others by rate times window.
 */
export interface FlightTable<F extends Flight> {
  add(flight: F): void;
  remove(flight: F): void;
  byName(name: string | number): F | null;
  byId(id: number): F | null;
  readonly size: number;
}

export function createFlightTable<F extends Flight>(now: () => number, lateWindowMs: number): FlightTable<F> {
  const names = new Map<string | number, F>();
  const ids = new Map<number, F>();
  let sweptAtMs = now();

  const isLive = (flight: F): boolean =>
    isPending(flight) || (flight.sentAtMs !== null && now() - flight.sentAtMs <= lateWindowMs);
  const live = (flight: F | undefined): F | null => (flight !== undefined && isLive(flight) ? flight : null);
  const remove = (flight: F): void => {
    // A dead entry may have been replaced under its id or a name.
    for (const name of flight.names) if (names.get(name) === flight) names.delete(name);
    if (ids.get(flight.id) === flight) ids.delete(flight.id);
  };
  const sweep = (): void => {
    if (now() - sweptAtMs < SWEEP_MS) return;
    sweptAtMs = now();
    for (const flight of names.values()) if (!isLive(flight)) remove(flight);
  };

  return {
    add(flight) {
      sweep();
      // Dead, or it would not be replaced; what else leads to it must go as well, since no sweep would find it.
      for (const before of [ids.get(flight.id), ...flight.names.map((name) => names.get(name))])
        if (before !== undefined) remove(before);
      for (const name of flight.names) names.set(name, flight);
      ids.set(flight.id, flight);
    },
    remove,
    byName: (name) => live(names.get(name)),
    byId: (id) => live(ids.get(id)),
    get size() {
      return ids.size;
    },
  };
}
