import type { Answered } from '../../types.ts';
import { answersForDestination } from '../destination.ts';
import { SILENT_GAP } from '../figures.ts';
import { LoopWatch, type RoutingLoop } from '../loop-watch.ts';
import type { PathEnd } from '../path-end.ts';

/** Answers of others in a row at the destination's distance before it is looked for elsewhere; losses at least. */
const STRIKES = 3;
/** Losses in a row are no accident when this unlikely by the usual loss. */
const ACCIDENT = 1e-3;

/** What a round probes: every distance up to `to`, and scouts beyond while the destination is not there. */
export interface RoundTargets {
  readonly to: number;
  readonly scouts: readonly number[];
  /** Whether a far probe asks if the destination answers at all. */
  readonly far: boolean;
}

/** How long the path of a continuous trace is: the destination's distance, followed as it moves, goes and returns. */
export class Reach {
  readonly #address: string;
  readonly #maxHops: number;
  #to: number;
  #isPresent: boolean;
  #strikes = 0;
  #turn = 0;
  #farAnswered = false;
  #refusal: { readonly ttl: number; readonly answer: Answered } | null = null;
  #loops = new LoopWatch();

  constructor(address: string, maxHops: number, end: PathEnd | null, farthest: number) {
    this.#address = address;
    this.#maxHops = maxHops;
    this.#to = end?.ttl ?? Math.max(1, farthest);
    this.#isPresent = end?.why === 'destination';
    if (end?.why === 'unreachable') this.#refusal = end;
  }

  /** The destination's distance, or the last one known of it or of the farthest router. */
  get to(): number {
    return this.#to;
  }

  /** The destination answers at that distance. */
  get isPresent(): boolean {
    return this.#isPresent;
  }

  /** While it does not: it answers probes with a large TTL. */
  get isSomewhere(): boolean {
    return this.#isPresent || this.#farAnswered;
  }

  /** The latest word of a router that does not forward; null: nobody says so, or not any more. */
  get refusal(): { readonly ttl: number; readonly answer: Answered } | null {
    return this.#isPresent ? null : this.#refusal;
  }

  get loop(): RoutingLoop | null {
    return this.#isPresent ? null : this.#loops.found;
  }

  nextRound(): RoundTargets {
    this.#turn += 1;
    if (this.#isPresent) return { to: this.#to, scouts: [], far: false };
    const room = Math.min(this.#maxHops - this.#to, this.#farAnswered ? this.#maxHops : SILENT_GAP);
    if (room <= 0 || this.#loops.found !== null) return { to: this.#to, scouts: [], far: room > 0 };
    // One step ahead in every round, and one that goes round the distances behind it.
    const scouts = new Set([this.#to + 1, this.#to + 1 + (this.#turn % room)]);
    return { to: this.#to, scouts: [...scouts], far: this.#to < this.#maxHops };
  }

  answered(ttl: number, answer: Answered): void {
    if (answersForDestination(answer, this.#address)) this.#found(ttl);
    else if (answer.kind === 'unreachable') this.#refused(ttl, answer);
    else this.#routerAnswered(ttl, answer.from);
  }

  /** `run` losses in a row at that distance by now, where `usualLoss`, in (0, 1), was the share before. */
  lost(ttl: number, run: number, usualLoss: number): void {
    if (ttl === this.#to && run >= STRIKES && usualLoss ** run < ACCIDENT) this.#isPresent = false;
  }

  farAnswered(answer: Answered): void {
    this.#farAnswered = answersForDestination(answer, this.#address);
    if (this.#farAnswered) this.#loops = new LoopWatch();
    if (answer.kind === 'unreachable' && !this.#farAnswered) this.#refused(this.#maxHops, answer);
  }

  farLost(): void {
    this.#farAnswered = false;
  }

  #found(ttl: number): void {
    if (this.#isPresent && ttl > this.#to) return;
    this.#to = ttl;
    this.#isPresent = true;
    this.#strikes = 0;
    this.#refusal = null;
    this.#farAnswered = false;
    this.#loops = new LoopWatch();
  }

  /** Nothing is farther away than a router that refuses; its word is heard at every distance behind it. */
  #refused(ttl: number, answer: Answered): void {
    this.#refusal = { ttl: Math.min(ttl, this.#refusal?.ttl ?? ttl), answer };
    if (ttl === this.#to) this.#strike();
  }

  #routerAnswered(ttl: number, from: string): void {
    if (ttl === this.#to && this.#isPresent) this.#strike();
    if (this.#isPresent) return;
    this.#loops.note(ttl, from);
    if (ttl >= (this.#refusal?.ttl ?? Number.POSITIVE_INFINITY)) this.#refusal = null;
    if (this.#loops.found === null) this.#to = Math.max(this.#to, ttl);
  }

  #strike(): void {
    if (!this.#isPresent) return;
    this.#strikes += 1;
    if (this.#strikes >= STRIKES) this.#isPresent = false;
  }
}
