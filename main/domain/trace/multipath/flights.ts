import type { Instant } from '../../outage/types.ts';
import type { Wanted } from './explorer.ts';

export interface Flight {
  readonly wanted: Wanted;
  readonly sent: Instant;
  /** `overdue`: given up, another one may be on its way in its place. */
  fate: 'waiting' | 'overdue' | 'lost' | 'answered' | 'unsent';
}

/** Every probe that was sent, and which of them are still waited for, the oldest first. */
export class Flights {
  readonly #all = new Map<number, Flight>();
  readonly #waiting = new Map<number, Flight>();

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Its key. */
  add(wanted: Wanted, sent: Instant): number {
    const key = this.#all.size + 1;
    const flight: Flight = { wanted, sent, fate: 'waiting' };
    this.#all.set(key, flight);
    this.#waiting.set(key, flight);
    return key;
  }

  get(key: number): Flight | undefined {
    return this.#all.get(key);
  }

  settle(key: number, fate: Flight['fate']): void {
    const flight = this.#all.get(key);
    if (flight !== undefined) flight.fate = fate;
    this.#waiting.delete(key);
  }

  /** Monotonic, of the oldest that is waited for; null: none is. */
  get oldestMono(): number | null {
    for (const oldest of this.#waiting.values()) return oldest.sent.monoMs;
    return null;
  }

  /** When the latest of those left whose place another one has taken, though its own time limit may not be over. */
  overdueMono(counts: (flight: Flight) => boolean): number | null {
    let latest: number | null = null;
    for (const flight of this.#all.values())
      if (flight.fate === 'overdue' && counts(flight)) latest = flight.sent.monoMs;
    return latest;
  }

  /** Those waited for that were sent at that time or before. */
  sentUntil(monoMs: number): [number, Flight][] {
    const old: [number, Flight][] = [];
    for (const [key, flight] of this.#waiting) {
      if (flight.sent.monoMs > monoMs) break;
      old.push([key, flight]);
    }
    return old;
  }
}
