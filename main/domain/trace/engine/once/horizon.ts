import type { TracePlan } from '../../types.ts';
import { GUESS_EVERY_MS, GUESS_STEP, type Pace, QUIET_MS, QUIET_UNKNOWN_MS, SILENT_GAP } from '../figures.ts';
import type { PathEndFinder } from '../path-end.ts';

/** How far the probes of a trace go while, and after, it becomes known where the path ends. */
export class Horizon {
  readonly #plan: TracePlan;
  readonly #finder: PathEndFinder;
  readonly #pace: Pace;
  #startMono = 0;
  #newsMono = 0;
  #isQuiet = false;
  /** Through a silent stretch in front of a destination that answers. */
  #stretchTo = 0;

  constructor(plan: TracePlan, finder: PathEndFinder, pace: Pace) {
    this.#pace = pace;
    this.#plan = plan;
    this.#finder = finder;
  }

  start(nowMono: number): void {
    this.#startMono = nowMono;
    this.#newsMono = nowMono;
  }

  /** A hop has answered that had not before, or a far probe has. */
  noteNews(nowMono: number): void {
    this.#newsMono = nowMono;
  }

  /** No new hop for some time: from now on every silent hop in front gets all its queries. */
  get isQuiet(): boolean {
    return this.#isQuiet;
  }

  /** Time has passed; `isIdle`: nothing is left to wait for, so the time of quiet need not be. */
  move(nowMono: number, isIdle: boolean): void {
    if (this.#finder.end() !== null) return;
    if (!isIdle && nowMono < this.#quietMono()) return;
    if (this.#isQuiet && this.#isOnStretch) this.#stretch(nowMono);
    this.#isQuiet = true;
  }

  /** When `move` is wanted next; null: nothing would come of it. */
  nextMoveMono(nowMono: number): number | null {
    if (this.#finder.end() !== null) return null;
    const times: number[] = [];
    if (!this.#isQuiet || this.#isOnStretch) times.push(this.#quietMono());
    if (this.#plan.expectedHops === null && this.#guessTo(nowMono) < this.#pace.guessFirst)
      times.push(this.#startMono + (this.#guessSteps(nowMono) + 1) * GUESS_EVERY_MS);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** The largest TTL that gets its first query. */
  firstTo(nowMono: number): number {
    const end = this.#finder.end();
    return Math.min(this.#plan.maxHops, end === null ? this.#openTo(nowMono) : end.ttl);
  }

  /** Up to this TTL a hop is on the path for certain. */
  certainTo(): number {
    const end = this.#finder.end();
    if (end !== null) return end.ttl;
    return this.#isGuessing ? this.#finder.farthest : (this.#plan.expectedHops ?? 0);
  }

  /** The largest TTL whose queries are repeated although it may lie beyond the end. */
  repeatTo(): number {
    const { farthest } = this.#finder;
    if (this.#isQuiet) return farthest + SILENT_GAP;
    if (!this.#isGuessing) return this.certainTo();
    const { aheadRepeat, aheadRepeatShare, guessRepeat } = this.#pace;
    const ahead = farthest + Math.max(aheadRepeat, Math.floor(farthest * aheadRepeatShare));
    return this.#plan.expectedHops === null ? Math.max(guessRepeat, ahead) : ahead;
  }

  /** The last TTL of the silent hops behind which nothing more is looked for. */
  giveUpAt(): number {
    return this.#finder.far?.byDestination === true
      ? this.#plan.maxHops
      : Math.min(this.#plan.maxHops, this.#finder.farthest + SILENT_GAP);
  }

  /** No distance is expected, or a router has answered where the destination was. */
  get #isGuessing(): boolean {
    const { expectedHops } = this.#plan;
    return expectedHops === null || this.#finder.farthest >= expectedHops;
  }

  get #isOnStretch(): boolean {
    return this.#finder.far?.byDestination === true && this.#stretchTo < this.#plan.maxHops;
  }

  #openTo(nowMono: number): number {
    const { farthest } = this.#finder;
    const { aheadFirst, aheadFirstShare } = this.#pace;
    const expected = (this.#plan.expectedHops ?? -1) + 1;
    const ahead = farthest + Math.max(aheadFirst, Math.floor(farthest * aheadFirstShare));
    const patient = this.#isQuiet ? farthest + SILENT_GAP : 0;
    return Math.max(expected, this.#guessTo(nowMono), this.#isGuessing ? ahead : 0, patient, this.#stretchTo);
  }

  /** By time alone; not where a distance is expected, even if it turns out to be another: it will be near. */
  #guessTo(nowMono: number): number {
    if (this.#plan.expectedHops !== null) return 0;
    const { firstHops, guessFirst } = this.#pace;
    return Math.min(guessFirst, firstHops + this.#guessSteps(nowMono) * GUESS_STEP);
  }

  #guessSteps(nowMono: number): number {
    return Math.floor((nowMono - this.#startMono) / GUESS_EVERY_MS);
  }

  #quietMono(): number {
    const { anyAnswer, longestMs } = this.#finder;
    return this.#newsMono + (anyAnswer ? longestMs + QUIET_MS : QUIET_UNKNOWN_MS);
  }

  /** What the destination quotes of a far probe tells its distance, unless somebody rewrites TTLs. */
  #stretch(nowMono: number): void {
    const left = this.#finder.far?.answer.quotedTtl ?? null;
    const distance = left === null ? 0 : this.#plan.maxHops - left + 1;
    const from = Math.max(this.#stretchTo, this.#finder.farthest + SILENT_GAP);
    this.#stretchTo = Math.min(this.#plan.maxHops, distance > from ? distance : from + SILENT_GAP);
    this.#newsMono = nowMono;
  }
}
