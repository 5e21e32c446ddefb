/** Moments at which one packet may leave, evenly spaced: however probes mix, no second holds more than the rate. */
export class Slots {
  readonly #widthMs: number;
  /** Taken by packets of trains that are still to leave. */
  readonly #taken = new Set<number>();
  #next = Number.NEGATIVE_INFINITY;

  constructor(ratePerSecond: number) {
    this.#widthMs = 1_000 / ratePerSecond;
  }

  /** The nearest spacing to the one wished for that fits the slots. */
  spacingMs(wishMs: number): number {
    return this.#steps(wishMs) * this.#widthMs;
  }

  /** When the next packet may leave, `nowMs` or later. */
  freeMs(nowMs: number): number {
    let slot = this.#slotAt(nowMs);
    while (this.#taken.has(slot)) slot += 1;
    return Math.max(nowMs, slot * this.#widthMs);
  }

  /** Whether a train of so many packets can begin now without another packet in its way. */
  fits(nowMs: number, packets: number, wishMs: number): boolean {
    return this.#all(nowMs, packets, wishMs).every((slot) => !this.#taken.has(slot));
  }

  take(nowMs: number, packets: number, wishMs: number): void {
    const slots = this.#all(nowMs, packets, wishMs);
    for (const slot of slots) this.#taken.add(slot);
    this.#next = (slots[0] ?? 0) + 1;
    for (const slot of this.#taken) if (slot < this.#next) this.#taken.delete(slot);
  }

  #all(nowMs: number, packets: number, wishMs: number): readonly number[] {
    const first = this.#slotAt(nowMs);
    return Array.from({ length: packets }, (_, at) => first + at * this.#steps(wishMs));
  }

  #slotAt(nowMs: number): number {
    // Who wakes up at the slot's own time must not miss it by a rounding error.
    return Math.max(this.#next, Math.ceil(nowMs / this.#widthMs - 1e-6));
  }

  #steps(wishMs: number): number {
    return Math.max(1, Math.round(wishMs / this.#widthMs));
  }
}
