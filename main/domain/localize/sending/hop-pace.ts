import type { KnownHop } from '../types.ts';

/** Answers a second that any hop is asked for at first, and after it has answered many. */
const FIRST_PACE = 1;
const MOST_PACE = 5;
/** Answers after which a hop is trusted with one a second more. */
const ANSWERS_PER_STEP = 4;
/** Linux sends one ICMP error a second to a destination, unless set otherwise. */
const REPORTS_PER_SECOND = 1;
/** Who answers that much more when asked slowly limits its rate; who does not, does so for another reason. */
const BETTER = 0.1;

/** How often one hop may be asked, by what it has answered: its calibration of the rate. */
export class HopPace {
  readonly #known: KnownHop;
  #answered = 0;
  /** Share that it answered when asked fast, while it is asked slowly; null: it never was slowed down. */
  #fastShare: number | null = null;
  #isSlow = false;
  #pingFreeMs = Number.NEGATIVE_INFINITY;
  #reportFreeMs = Number.NEGATIVE_INFINITY;

  constructor(known: KnownHop) {
    this.#known = known;
  }

  /** Pings a second. */
  get pace(): number {
    const most = this.#known.answersPerSecond ?? MOST_PACE;
    if (this.#isSlow) return Math.min(most, FIRST_PACE);
    return Math.min(most, FIRST_PACE + this.#answered / ANSWERS_PER_STEP);
  }

  freeMs(isReport: boolean): number {
    return isReport ? this.#reportFreeMs : this.#pingFreeMs;
  }

  noteSent(isReport: boolean, nowMs: number): void {
    const reports = Math.min(REPORTS_PER_SECOND, this.#known.answersPerSecond ?? REPORTS_PER_SECOND);
    if (isReport) this.#reportFreeMs = nowMs + 1_000 / reports;
    else this.#pingFreeMs = nowMs + 1_000 / this.pace;
  }

  noteAnswered(): void {
    this.#answered += 1;
  }

  /**
   * It answers so small a share for reasons of its own. True: what it was asked so far was too fast, and from now on it
   * is asked slowly. If that does not help it is asked as fast as others again.
   */
  noteLimits(share: number): boolean {
    if (this.#fastShare === null) {
      this.#fastShare = share;
      this.#isSlow = true;
      return true;
    }
    if (this.#isSlow && share < this.#fastShare + BETTER) this.#isSlow = false;
    return false;
  }
}
