import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import { samplePoints } from './points/sample-points.ts';

/** Events in a row, by the number of the first. */
export interface EventRun {
  readonly first: number;
  readonly events: readonly MonitorEvent[];
}

/** Half an hour of a usual line: the worker takes them at once, unless it is gone. */
export const MOST_EVENTS = 30_000;

/** Figures that come of an event by itself; those of lights and incidents are said again anyway. */
function figuresIn(event: MonitorEvent): number {
  if (event.type !== 'sample') return 0;
  const { kind, anchor } = event.sample;
  return samplePoints(event.sample, { kind, anchor }).length;
}

/**
 * Events that the worker has not taken yet, numbered in order. Those that one had in hand when it failed are handed over
 * one by one, so that the next failure shows which it was: one event can't keep all others back for ever.
 */
export class Untaken {
  #events: MonitorEvent[] = [];
  /** Number of the first of `#events`. */
  #first = 1;
  /** Number up to which they were handed over. */
  #handed = 0;
  /** Number up to which a worker had them when it failed. */
  #suspectThrough = 0;
  #dropped = 0;

  get count(): number {
    return this.#events.length;
  }

  /** Figures given up so far. */
  get dropped(): number {
    return this.#dropped;
  }

  add(event: MonitorEvent): void {
    this.#events.push(event);
    // A tenth at a time, so that a worker that stays away does not cost a shift for every event.
    if (this.#events.length > MOST_EVENTS) this.#drop(Math.ceil(MOST_EVENTS / 10));
  }

  /** There is another worker: whatever was handed to the one before is handed over again. */
  again(): void {
    this.#handed = this.#first - 1;
  }

  /** What the worker was not given yet. */
  handOver(): readonly EventRun[] {
    const runs: EventRun[] = [];
    const last = this.#first + this.#events.length - 1;
    while (this.#handed < last) {
      const first = this.#handed + 1;
      const through = first <= this.#suspectThrough ? first : last;
      runs.push({ first, events: this.#events.slice(first - this.#first, through - this.#first + 1) });
      this.#handed = through;
    }
    return runs;
  }

  taken(through: number): void {
    const count = through - this.#first + 1;
    if (count <= 0) return;
    this.#events.splice(0, count);
    this.#first += count;
  }

  /**
   * A worker failed at its work. Events are taken in order: the first that is left, if it was handed over alone, made two
   * of them fail, and is given up. @returns whether one was.
   */
  failed(): boolean {
    if (this.#handed < this.#first) return false;
    const isGuilty = this.#first <= this.#suspectThrough;
    this.#suspectThrough = Math.max(this.#suspectThrough, this.#handed);
    // Whatever it is, something that nobody will see is missing.
    if (isGuilty) this.#dropped += Math.max(1, this.#remove(1));
    return isGuilty;
  }

  /** Nobody will take them any more. */
  giveUp(): void {
    this.#drop(this.#events.length);
  }

  #drop(count: number): void {
    this.#dropped += this.#remove(count);
  }

  /** @returns the figures that are gone with the first ones. */
  #remove(count: number): number {
    const gone = this.#events.splice(0, count);
    this.#first += gone.length;
    this.#handed = Math.max(this.#handed, this.#first - 1);
    return gone.reduce((sum, event) => sum + figuresIn(event), 0);
  }
}
