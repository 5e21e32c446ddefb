import type { Answered } from '../types.ts';
import { answersForDestination } from './destination.ts';
import { LoopWatch, type RoutingLoop } from './loop-watch.ts';

/** Why no probe with a larger TTL is needed. */
export type PathEnd =
  | { readonly why: 'destination'; readonly ttl: number }
  | { readonly why: 'unreachable'; readonly ttl: number; readonly answer: Answered }
  | { readonly why: 'loop'; readonly ttl: number; readonly loop: RoutingLoop };

/** What answers tell of where the path ends. */
export class PathEndFinder {
  readonly #address: string;
  readonly #loops = new LoopWatch();
  readonly #answered = new Set<number>();
  #destination: number | null = null;
  /** By TTL, what a router said that did not forward. */
  readonly #refusals = new Map<number, Answered>();
  #farthestRouter = 0;
  #longestMs = 0;
  #far: { byDestination: boolean; answer: Answered } | null = null;

  constructor(address: string) {
    this.#address = address;
  }

  /** The longest round trip so far, ms. */
  get longestMs(): number {
    return this.#longestMs;
  }

  /** The largest TTL that a router answered; 0: none. */
  get farthest(): number {
    return this.#farthestRouter;
  }

  get anyAnswer(): boolean {
    return this.#answered.size > 0 || this.#far !== null;
  }

  /** What came back for far probes, the destination's word first; null: nothing. */
  get far(): { readonly byDestination: boolean; readonly answer: Answered } | null {
    return this.#far;
  }

  get reached(): boolean {
    return this.#destination !== null || this.#far?.byDestination === true;
  }

  /** True when this TTL had not answered before. */
  note(ttl: number, answer: Answered): boolean {
    this.#longestMs = Math.max(this.#longestMs, answer.rttMs);
    const isNew = !this.#answered.has(ttl);
    this.#answered.add(ttl);
    if (answersForDestination(answer, this.#address)) {
      this.#destination = Math.min(this.#destination ?? ttl, ttl);
      return isNew;
    }
    if (answer.kind === 'unreachable') {
      if (!this.#refusals.has(ttl)) this.#refusals.set(ttl, answer);
      return isNew;
    }
    this.#farthestRouter = Math.max(this.#farthestRouter, ttl);
    this.#loops.note(ttl, answer.from);
    return isNew;
  }

  /** An answer to a far probe: it tells nothing of distances, only who answers at all. */
  noteFar(answer: Answered): void {
    this.#longestMs = Math.max(this.#longestMs, answer.rttMs);
    const byDestination = answersForDestination(answer, this.#address);
    if (this.#far?.byDestination !== true) this.#far = { byDestination, answer };
  }

  end(): PathEnd | null {
    if (this.#destination !== null) return { why: 'destination', ttl: this.#destination };
    const refusal = this.#refusal();
    if (refusal !== null) return refusal;
    const loop = this.#loops.found;
    return loop === null ? null : { why: 'loop', ttl: loop.ttl, loop };
  }

  /** The nearest; not that of a router on a path on which others answer from farther away. */
  #refusal(): PathEnd | null {
    const ttls = [...this.#refusals.keys()].filter((ttl) => ttl >= this.#farthestRouter);
    const ttl = Math.min(...ttls);
    const answer = this.#refusals.get(ttl);
    return answer === undefined ? null : { why: 'unreachable', ttl, answer };
  }
}
