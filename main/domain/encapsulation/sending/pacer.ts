import type { PlannedPacket, Rates } from '../types.ts';

/**
 * A second as the helper counts it, and a little: what leaves here evenly may be a few milliseconds closer together
 * when it is sent.
 */
const WINDOW_MS = 1015;

type Sendable = Pick<PlannedPacket, 'via' | 'ttl'>;
/** Headers around the innermost one have this TTL, and so has the innermost unless its way is to be seen. */
export const FULL_TTL = 64;

/** What "one hop" means for the rates: where the packet turns round, and how far it then goes. */
const hopKey = ({ via, ttl }: Sendable): string => `${Math.max(...via)} ${Math.min(ttl, FULL_TTL)}`;

/** The latest of a kind that were sent, so that in no second there are more than so many. */
class Window {
  readonly #most: number;
  #sent: number[] = [];

  constructor(perSecond: number) {
    this.#most = Math.max(1, Math.floor(perSecond));
  }

  get freeMono(): number {
    const first = this.#sent.at(-this.#most);
    return first === undefined ? Number.NEGATIVE_INFINITY : first + WINDOW_MS;
  }

  note(nowMono: number): void {
    this.#sent.push(nowMono);
    if (this.#sent.length > this.#most) this.#sent.shift();
  }
}

/** Tells when a packet may be sent, so that in any second neither all together nor those to one hop are too many. */
export class Pacer {
  readonly #rates: Rates;
  readonly #all: Window;
  readonly #hops = new Map<string, Window>();

  constructor(rates: Rates) {
    this.#rates = rates;
    this.#all = new Window(rates.perSecond);
  }

  /** Monotonic; in the past when it may be sent now. */
  freeMono(packet: Sendable): number {
    return this.freeKeyMono(hopKey(packet));
  }

  noteSent(packet: Sendable, nowMono: number): void {
    this.noteKeySent(hopKey(packet), nowMono);
  }

  freeKeyMono(key: string): number {
    return Math.max(this.#all.freeMono, this.#hops.get(key)?.freeMono ?? Number.NEGATIVE_INFINITY);
  }

  noteKeySent(key: string, nowMono: number): void {
    const hop = this.#hops.get(key) ?? new Window(this.#rates.perHopPerSecond);
    this.#hops.set(key, hop);
    hop.note(nowMono);
    this.#all.note(nowMono);
  }
}
