import type { KnownHop } from '../types.ts';

/** Answers a second that any hop is asked for at first, and after it has answered many. */
const FIRST_PACE = 1;
const MOST_PACE = 5;
/** Answers after which a hop is trusted with one a second more. */
const ANSWERS_PER_STEP = 4;
/** Linux sends one ICMP error a second to a destination, unless set otherwise. */
const REPORTS_PER_SECOND = 1;
/** After the pace was taken back so often it is what it is. */
const PACES_BACK = [1, 0.5];

/** How often one hop may be asked, by what it has answered: its calibration of the rate. */
export class HopPace {
  readonly #known: KnownHop;
  #answered = 0;
  #back = 0;
  #pingFreeMs = Number.NEGATIVE_INFINITY;
  #reportFreeMs = Number.NEGATIVE_INFINITY;

  constructor(known: KnownHop) {
    this.#known = known;
  }

  /** Pings a second. */
  get pace(): number {
    const most = this.#known.answersPerSecond ?? MOST_PACE;
    const taken = this.#back === 0 ? most : (PACES_BACK[this.#back - 1] ?? most);
    return Math.min(most, taken, FIRST_PACE + this.#answered / ANSWERS_PER_STEP);
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

  /** It seems to limit its answers: slower from now on. False: it is asked as slowly as it ever is. */
  slowDown(): boolean {
    if (this.#back >= PACES_BACK.length) return false;
    this.#back += 1;
    return true;
  }
}
