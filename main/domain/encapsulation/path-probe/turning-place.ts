import type { Decapsulates, WayHome, WhyNotProbed } from '../../model/encapsulation.ts';
import { RoundTripLedger } from '../../trace/engine/round-trip-ledger.ts';
import type { BoomerangCounts, PacketAnswer, TooBig } from '../types.ts';

/** What a place can do, as far as that is known. */
export interface Capability {
  readonly decapsulates: Decapsulates;
  /** Null: boomerangs turn round there. */
  readonly reason: WhyNotProbed | null;
  /** With `too-big`. */
  readonly tooBig?: TooBig;
}

/** The boomerangs that turn round at one place of the path. */
export class TurningPlace {
  #capability: Capability;
  #roundTrips = new RoundTripLedger();
  #sent = 0;
  #received = 0;
  #late = 0;
  #lost = 0;
  #duplicate = 0;
  #failed = 0;
  #tooBig: TooBig | null = null;
  #launched = 0;
  /** Which of those launched was the latest to come home, and which are lost that left after it. */
  #lastHome = 0;
  #lostSince: readonly number[] = [];

  constructor(capability: Capability) {
    this.#capability = capability;
  }

  get isTestable(): boolean {
    return this.#capability.reason === null;
  }

  /** It may be one before it that has. */
  get hasCeased(): boolean {
    return this.#capability.reason === 'ceased';
  }

  get decapsulates(): Decapsulates {
    return this.#capability.decapsulates;
  }

  get hasComeHome(): boolean {
    return this.#received + this.#late > 0;
  }

  get lost(): number {
    return this.#lost;
  }

  /** Those that left after the last that came home, as far as they are known to be lost. */
  get lostInRow(): number {
    return this.#lostSince.length;
  }

  /** It cannot be tested after all: what was counted is dropped, since it was no loss. */
  giveUp(capability: Capability): void {
    this.#capability = capability;
    this.#roundTrips = new RoundTripLedger();
    this.#sent = 0;
    this.#received = 0;
    this.#late = 0;
    this.#lost = 0;
    this.#duplicate = 0;
    this.#failed = 0;
  }

  /** Gives which of those launched it is, from 1. */
  noteSent(): number {
    this.#sent += 1;
    this.#launched += 1;
    return this.#launched;
  }

  takeBackSent(): void {
    this.#sent -= 1;
  }

  noteReceived(nth: number, { rttMs }: PacketAnswer): void {
    this.#received += 1;
    this.#roundTrips.add(rttMs);
    this.#noteHome(nth);
  }

  noteLost(nth: number): void {
    this.#lost += 1;
    if (nth > this.#lastHome) this.#lostSince = [...this.#lostSince, nth];
  }

  noteTooBig(tooBig: TooBig): void {
    this.#tooBig ??= tooBig;
  }

  noteFailed(): void {
    this.#failed += 1;
  }

  takeBackLost(nth: number, end: 'late' | 'failed'): void {
    this.#lost -= 1;
    this.#lostSince = this.#lostSince.filter((one) => one !== nth);
    if (end === 'failed') this.#failed += 1;
    else {
      this.#late += 1;
      this.#noteHome(nth);
    }
  }

  noteDuplicate(): void {
    this.#duplicate += 1;
  }

  counts(wayHome: WayHome | null): BoomerangCounts {
    return {
      ...this.#capability,
      tooBig: this.#capability.tooBig ?? this.#tooBig,
      wayHome: this.isTestable ? wayHome : null,
      sent: this.#sent,
      received: this.#received,
      late: this.#late,
      // What does not decapsulate any more loses nothing.
      lost: this.hasComeHome ? this.#lost : 0,
      duplicate: this.#duplicate,
      failed: this.#failed,
      rttMs: this.#roundTrips.figures(),
    };
  }

  #noteHome(nth: number): void {
    this.#lastHome = Math.max(this.#lastHome, nth);
    this.#lostSince = this.#lostSince.filter((one) => one > this.#lastHome);
  }
}
