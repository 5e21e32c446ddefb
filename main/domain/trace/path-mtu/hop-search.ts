import type { Answered } from '../types.ts';

/** Each distance is asked this often with a packet that is too large, one time after the other: a stall would take all. */
export const ASKED = 2;

/**
 * Behind which hop larger packets do not go on: a router answers "time exceeded" to those that reach it with their
 * last TTL, whatever their size, and none behind the limit ever sees them.
 */
export class HopSearch {
  #farthest: number | null = null;
  readonly #ttlOf = new Map<string, number>();

  answered(ttl: number, answer: Answered): void {
    if (answer.kind !== 'ttl-exceeded') return;
    this.#farthest = Math.max(ttl, this.#farthest ?? 0);
    this.#ttlOf.set(answer.from, Math.max(ttl, this.#ttlOf.get(answer.from) ?? 0));
  }

  /** Of whoever told the limit if it was met itself, else of the farthest that large packets got to; null: nobody. */
  ttl(toldBy: string | null): number | null {
    return (toldBy === null ? undefined : this.#ttlOf.get(toldBy)) ?? this.#farthest;
  }
}
