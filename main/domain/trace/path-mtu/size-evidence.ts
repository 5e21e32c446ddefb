/** A router that says a packet is too large, and what it says would fit; 0: it does not say. */
export interface TooBig {
  /** Null: this machine itself, since its own link carries no more. */
  readonly from: string | null;
  readonly mtu: number;
}

interface Tally {
  passed: number;
  /** Without any answer. */
  lost: number;
  told: TooBig | null;
  /** How often somebody said so. */
  timesTold: number;
}

/** So many in a row without an answer, while smaller ones have theirs, and a size counts as one that vanishes. */
export const LOST_TO_DOUBT = 2;
/** The same for the size that the result hangs on: at 20 % plain loss one in 15,000. */
export const LOST_TO_CONFIRM = 6;
/** The same when it is told each time: one forged answer is cheap, three in place of ours are not. */
export const TOLD_TO_CONFIRM = 3;

/** What is known of each size that was tried. A packet that came through outweighs all that anybody says. */
export class SizeEvidence {
  readonly #tallies = new Map<number, Tally>();

  passed(size: number): void {
    this.#of(size).passed += 1;
  }

  lost(size: number): void {
    this.#of(size).lost += 1;
  }

  told(size: number, tooBig: TooBig): void {
    const tally = this.#of(size);
    tally.told ??= tooBig;
    tally.timesTold += 1;
  }

  get(size: number): Readonly<Tally> | undefined {
    return this.#tallies.get(size);
  }

  /** The largest that came through; null: none. */
  get low(): number | null {
    const passed = [...this.#tallies].filter(([, tally]) => tally.passed > 0).map(([size]) => size);
    return passed.length === 0 ? null : Math.max(...passed);
  }

  /** The smallest above that which does not; null: none is known. */
  get high(): number | null {
    const low = this.low ?? 0;
    const failed = [...this.#tallies]
      .filter(([size]) => size > low && this.fails(size))
      .map(([size]) => size);
    return failed.length === 0 ? null : Math.min(...failed);
  }

  fails(size: number): boolean {
    const tally = this.#tallies.get(size);
    if (tally === undefined || tally.passed > 0) return false;
    return tally.told !== null || tally.lost >= LOST_TO_DOUBT;
  }

  /** How many more must fail before a size is taken for one that does not pass. */
  missingToConfirm(size: number): number {
    const { lost, timesTold } = this.#of(size);
    const share = lost / LOST_TO_CONFIRM + timesTold / TOLD_TO_CONFIRM;
    return Math.ceil(Math.max(0, 1 - share - 1e-9) * (timesTold > 0 ? TOLD_TO_CONFIRM : LOST_TO_CONFIRM));
  }

  /** Who named the limit that was found, or refused the next larger size; null: nobody but this machine, if at all. */
  teller(low: number, high: number): string | null {
    const told = [...this.#tallies].flatMap(([size, tally]) =>
      size > low && tally.passed === 0 && tally.told !== null ? [tally.told] : [],
    );
    const exact = told.find(({ from, mtu }) => from !== null && mtu === low);
    return (exact ?? this.#tallies.get(high)?.told)?.from ?? null;
  }

  /** What routers say would fit. */
  claims(): readonly number[] {
    return [...this.#tallies.values()].flatMap(({ told }) => (told === null ? [] : [told.mtu]));
  }

  #of(size: number): Tally {
    const known = this.#tallies.get(size);
    if (known !== undefined) return known;
    const tally: Tally = { passed: 0, lost: 0, told: null, timesTold: 0 };
    this.#tallies.set(size, tally);
    return tally;
  }
}
