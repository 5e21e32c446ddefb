import type { Clock } from '../../monitor/types.ts';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

type Send = () => void;

/**
 * The packets of all traces that share a helper, below what it takes: one that is refused has to be sent again, and
 * the monitor's own probes need room beside. A token bucket; traces take turns, so that a large one holds up none.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #rate: Rate;
  /** By trace, in the order of their turns. */
  readonly #waiting = new Map<object, Send[]>();
  #tokens: number;
  #filledMs: number;
  #closedUntilMs = Number.NEGATIVE_INFINITY;
  #timer: { cancel(): void } | null = null;
  #isServing = false;

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock;
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#filledMs = clock.now().monoMs;
  }

  /** Called at once where there is room, and else in turn. */
  enqueue(owner: object, send: Send): void {
    const waiting = this.#waiting.get(owner);
    if (waiting === undefined) this.#waiting.set(owner, [send]);
    else waiting.push(send);
    this.#serve();
  }

  /** For a packet that the helper refused: it goes first, but nothing goes for that many milliseconds. */
  putBack(owner: object, send: Send, delayMs: number): void {
    this.#closedUntilMs = Math.max(this.#closedUntilMs, this.#clock.now().monoMs + delayMs);
    this.#tokens = 0;
    this.#filledMs = this.#closedUntilMs;
    this.#waiting.set(owner, [send, ...(this.#waiting.get(owner) ?? [])]);
    this.#serve();
  }

  withdraw(owner: object): void {
    this.#waiting.delete(owner);
    if (this.#waiting.size === 0) this.#stopWaiting();
  }

  #serve(): void {
    // A send may end its trace, or begin another.
    if (this.#isServing) return;
    this.#isServing = true;
    this.#fill();
    for (;;) {
      const next = this.#tokens >= 1 ? this.#take() : null;
      if (next === null) break;
      this.#tokens -= 1;
      next();
    }
    this.#isServing = false;
    this.#stopWaiting();
    if (this.#waiting.size > 0) this.#wait();
  }

  #fill(): void {
    const nowMs = this.#clock.now().monoMs;
    const passedMs = nowMs - this.#filledMs;
    if (passedMs <= 0) return;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + (passedMs * this.#rate.perSecond) / 1000);
    this.#filledMs = nowMs;
  }

  /** The next packet of the trace whose turn it is, which then goes to the end of the row. */
  #take(): Send | null {
    for (const [owner, waiting] of this.#waiting) {
      const send = waiting.shift();
      this.#waiting.delete(owner);
      if (waiting.length > 0) this.#waiting.set(owner, waiting);
      if (send !== undefined) return send;
    }
    return null;
  }

  /** A few at a time: a timer for each packet would be late for each. */
  #wait(): void {
    const nowMs = this.#clock.now().monoMs;
    const tokenMs = ((1 - this.#tokens) * 1000) / this.#rate.perSecond;
    const delayMs = Math.max(TURN_MS, this.#filledMs - nowMs + tokenMs);
    this.#timer = this.#clock.setTimer(() => {
      this.#timer = null;
      this.#serve();
    }, delayMs);
  }

  #stopWaiting(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}

const TURN_MS = 5;
