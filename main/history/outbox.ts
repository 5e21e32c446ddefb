import type { Entry } from './events/entry.ts';

/**
 * Events on their way to the file, oldest first, kept until they are committed. Bounded: beyond it the oldest
 * sample goes first, since an incident or a gap can't be measured again from the samples around it.
 */
export class Outbox {
  readonly #limit: number;
  #samples: Entry[] = [];
  #others: Entry[] = [];
  #dropped = 0;

  /** @param limit events of either sort. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#samples.length + this.#others.length;
  }

  /** Events given up so far. */
  get dropped(): number {
    return this.#dropped;
  }

  push(event: Entry): void {
    const queue = event.type === 'sample' ? this.#samples : this.#others;
    queue.push(event);
    // Cutting a tenth at a time keeps a long outage of the disk from costing a shift for every event.
    if (queue.length > this.#limit + this.#slack()) this.#trim(queue);
  }

  /** Removes and returns up to `count` events; they come back with `putBack` if they can't be written. */
  take(count: number): readonly Entry[] {
    const others = this.#others.splice(0, count);
    return [...others, ...this.#samples.splice(0, count - others.length)];
  }

  putBack(events: readonly Entry[]): void {
    this.#samples = [...events.filter(({ type }) => type === 'sample'), ...this.#samples];
    this.#others = [...events.filter(({ type }) => type !== 'sample'), ...this.#others];
    this.#trim(this.#samples);
    this.#trim(this.#others);
  }

  /** Gives events up for good. */
  discard(count: number): void {
    this.#dropped += count;
  }

  #slack(): number {
    return Math.ceil(this.#limit / 10);
  }

  #trim(queue: Entry[]): void {
    const excess = queue.length - this.#limit;
    if (excess <= 0) return;
    queue.splice(0, excess);
    this.#dropped += excess;
  }
}
