import { meaningOf } from '../sending/meaning.ts';
import { FULL_TTL } from '../sending/pacer.ts';
import { Tries } from '../sending/tries.ts';
import type { PacketAnswer, PlannedPacket } from '../types.ts';

/** Boomerangs to a place of which none has come home, when it is asked whether it still decapsulates. */
export const LOST_BEFORE_CHECK = 6;
/** So many without one that came home are no loss of a hop that answers otherwise. */
export const LOST_BEFORE_GIVING_UP = 20;
/** So many lost in a row, after others had come home, ask for it as well; fewer when all have been sent. */
export const LOST_IN_ROW = 6;
export const LOST_AT_THE_END = 3;
const PACKETS = 8;
const SMALL_PACKETS = 4;
const PINGS = 4;
/** So many pings answered while all packets are lost: not by a loss that both share. */
const PINGS_ANSWERED_PLAINLY = 3;
const EVERY_MS = 250;

/** `too-big`: it unwraps small packets, but none as large as the boomerangs. */
export type CheckVerdict = 'unwraps' | 'too-big' | 'swallows' | 'silent';
export type CheckPacket = 'packet' | 'small' | 'ping';

/**
 * Asks a hop from which nothing comes home, ever or any more, for a sign that it decapsulates, with packets of one header
 * that are as large as the boomerangs, and then small. A hop that does not, whatever it did before, loses nothing.
 */
export class SilenceCheck {
  readonly place: number;
  readonly #path: readonly string[];
  readonly #size: number;
  readonly #packets = new Tries();
  readonly #small = new Tries();
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
    if (this.#small.answered > 0) return 'too-big';
    if (this.#wantsSmall && this.#small.lost < SMALL_PACKETS) return null;
    return this.#pings.answered > 0 ? 'swallows' : 'silent';
  }

  /** Of a hop that had come to answer: all packets are lost while pings are answered, beyond what chance could do. */
  get hasPlainlyCeased(): boolean {
    return this.verdict === 'swallows' && this.#pings.answered >= PINGS_ANSWERED_PLAINLY;
  }

  /** The next packet and when it is due; null: enough of them. */
  next(): {
    readonly what: 'packet' | 'small';
    readonly packet: Omit<PlannedPacket, 'key'>;
    readonly dueMono: number;
  } | null {
    if (this.verdict !== null) return null;
    const what = this.#packets.made < PACKETS ? 'packet' : 'small';
    const tries = this.#of(what);
    if (what === 'small' && (!this.#wantsSmall || tries.made >= SMALL_PACKETS)) return null;
    const via = [this.place];
    const turn = tries.made % 3;
    const size = what === 'packet' ? this.#size : 0;
    // To itself, which it answers; and home, with a TTL that expires there or at the next router.
    const packet =
      turn === 0
        ? ({ via, inner: 'echo-request', end: this.place, ttl: FULL_TTL, size } as const)
        : ({ via, inner: 'echo-reply', end: null, ttl: turn, size } as const);
    const lastMono = Math.max(this.#packets.lastMono, this.#small.lastMono);
    return { what, packet, dueMono: lastMono + EVERY_MS };
  }

  pingDueMono(): number | null {
    // Never without a packet, so that what a check has sent can be told by those.
    if (this.verdict !== null || this.#packets.made === 0 || this.#pings.made >= PINGS) return null;
    return this.#pings.lastMono + 2 * EVERY_MS;
  }

  noteSent(what: CheckPacket, nowMono: number): void {
    this.#of(what).noteSent(nowMono);
  }

  noteUnsent(what: CheckPacket, passing: boolean): void {
    this.#of(what).noteUnsent(passing);
  }

  noteLost(what: CheckPacket): void {
    this.#of(what).noteLost();
  }

  /** `late`: it had been noted as lost. */
  noteAnswered(what: CheckPacket, answer: PacketAnswer, late: boolean): void {
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

  /** Boomerangs to the first hop are as small as can be; and who answers no pings may just be cut off. */
  get #wantsSmall(): boolean {
    return this.place > 0 && this.#pings.answered > 0;
  }

  #of(what: CheckPacket): Tries {
    return { packet: this.#packets, small: this.#small, ping: this.#pings }[what];
  }
}
