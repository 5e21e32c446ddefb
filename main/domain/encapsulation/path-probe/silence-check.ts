import { meaningOf } from '../sending/meaning.ts';
import { FULL_TTL } from '../sending/pacer.ts';
import { Tries } from '../sending/tries.ts';
import type { PacketAnswer, PlannedPacket } from '../types.ts';

/** Boomerangs to a place of which none has come home, when it is asked whether it still decapsulates. */
export const LOST_BEFORE_CHECK = 6;
/** So many without one that came home are no loss of a hop that answers otherwise. */
export const LOST_BEFORE_GIVING_UP = 20;
const PACKETS = 8;
const PINGS = 4;
const EVERY_MS = 250;

export type CheckVerdict = 'unwraps' | 'swallows' | 'silent';

/**
 * Asks a hop from which nothing has ever come home for a sign that it decapsulates, with packets of one header that are
 * as large as the boomerangs. A hop that does not, whatever it did when it was calibrated, loses nothing.
 */
export class SilenceCheck {
  readonly place: number;
  readonly #path: readonly string[];
  readonly #size: number;
  readonly #packets = new Tries();
  readonly #pings = new Tries();
  #unwraps = false;

  constructor(place: number, path: readonly string[], size: number) {
    this.place = place;
    this.#path = path;
    this.#size = size;
  }

  /** Null: not known yet. */
  get verdict(): CheckVerdict | null {
    if (this.#unwraps) return 'unwraps';
    const isOver = this.#packets.lost >= PACKETS && this.#pings.made >= PINGS && this.#pings.underWay === 0;
    if (!isOver) return null;
    return this.#pings.answered > 0 ? 'swallows' : 'silent';
  }

  /** The next packet and when it is due; null: enough of them. */
  next(): { readonly packet: Omit<PlannedPacket, 'key'>; readonly dueMono: number } | null {
    if (this.verdict !== null || this.#packets.made >= PACKETS) return null;
    const via = [this.place];
    const turn = this.#packets.made % 3;
    const size = this.#size;
    // To itself, which it answers; and home, with a TTL that expires there or at the next router.
    const packet =
      turn === 0
        ? ({ via, inner: 'echo-request', end: this.place, ttl: FULL_TTL, size } as const)
        : ({ via, inner: 'echo-reply', end: null, ttl: turn, size } as const);
    return { packet, dueMono: this.#packets.lastMono + EVERY_MS };
  }

  pingDueMono(): number | null {
    if (this.verdict !== null || this.#pings.made >= PINGS) return null;
    return this.#pings.lastMono + 2 * EVERY_MS;
  }

  noteSent(what: 'packet' | 'ping', nowMono: number): void {
    this.#of(what).noteSent(nowMono);
  }

  noteUnsent(what: 'packet' | 'ping', passing: boolean): void {
    this.#of(what).noteUnsent(passing);
  }

  noteLost(what: 'packet' | 'ping'): void {
    this.#of(what).noteLost();
  }

  /** `late`: it had been noted as lost. */
  noteAnswered(what: 'packet' | 'ping', answer: PacketAnswer, late: boolean): void {
    const isGood = what === 'ping' ? answer.kind === 'echo-reply' : this.#showsUnwrapping(answer);
    if (what === 'packet' && isGood) this.#unwraps = true;
    if (late && isGood) this.#of(what).takeBackLost();
    if (late) return;
    if (isGood) this.#of(what).noteAnswered();
    else this.#of(what).noteLost();
  }

  #showsUnwrapping(answer: PacketAnswer): boolean {
    const meaning = meaningOf({ via: [this.place] }, answer, this.#path);
    return meaning.type === 'home' || (meaning.type === 'unwrapped' && meaning.headers > 0);
  }

  #of(what: 'packet' | 'ping'): Tries {
    return what === 'packet' ? this.#packets : this.#pings;
  }
}
