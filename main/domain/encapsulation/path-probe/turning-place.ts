import type { Decapsulates, NotTestable, WayHome } from '../../model/encapsulation.ts';
import { RoundTripLedger } from '../../trace/engine/round-trip-ledger.ts';
import type { BoomerangCounts, PacketAnswer } from '../types.ts';

/** What a place can do, as far as that is known. */
export interface Capability {
  readonly decapsulates: Decapsulates;
  /** Null: boomerangs turn round there. */
  readonly reason: NotTestable | 'behind' | null;
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

  constructor(capability: Capability) {
    this.#capability = capability;
  }

  get isTestable(): boolean {
    return this.#capability.reason === null;
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

  noteSent(): void {
    this.#sent += 1;
  }

  takeBackSent(): void {
    this.#sent -= 1;
  }

  noteReceived({ rttMs }: PacketAnswer): void {
    this.#received += 1;
    this.#roundTrips.add(rttMs);
  }

  noteLost(): void {
    this.#lost += 1;
  }

  noteFailed(): void {
    this.#failed += 1;
  }

  takeBackLost(end: 'late' | 'failed'): void {
    this.#lost -= 1;
    if (end === 'late') this.#late += 1;
    else this.#failed += 1;
  }

  noteDuplicate(): void {
    this.#duplicate += 1;
  }

  counts(wayHome: WayHome | null): BoomerangCounts {
    return {
      ...this.#capability,
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
}
