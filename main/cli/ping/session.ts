import { lingerMs } from './linger.ts';
import type { ProbeAnswer, Prober } from './prober.ts';
import { Tally } from './tally.ts';

export interface SessionOptions {
  readonly prober: Prober;
  readonly count: number;
  readonly intervalMs: number;
  /** Ends the run early; what is known by then is the result. */
  readonly interrupted: AbortSignal;
  /** Each answer as it comes, with the number of its probe from 1. */
  readonly onAnswer: (number: number, answer: ProbeAnswer) => void;
}

export interface SessionEnd {
  readonly tally: Tally;
  /** Why no more probes could be sent; null when the run was completed or interrupted. */
  readonly gone: string | null;
}

/** One run of probes at a steady pace on the monotonic clock. */
class Session {
  readonly #options: SessionOptions;
  readonly #tally = new Tally();
  readonly #finish: (end: SessionEnd) => void;
  readonly #startMs = performance.now();
  #lastSentMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(options: SessionOptions, finish: (end: SessionEnd) => void) {
    this.#options = options;
    this.#finish = finish;
    options.prober.onGone((reason) => this.#end(reason));
    options.interrupted.addEventListener('abort', () => this.#end(null), { once: true });
  }

  start(): void {
    if (this.#options.interrupted.aborted) this.#end(null);
    else this.#sendNext();
  }

  #sendNext(): void {
    const { prober, count, intervalMs } = this.#options;
    const number = this.#tally.sent();
    this.#lastSentMs = performance.now();
    prober.send((answer) => this.#take(number, answer));
    if (this.#over) return;
    if (number >= count) this.#wait();
    else this.#sendIn(number * intervalMs);
  }

  #sendIn(sinceStartMs: number): void {
    // Due times are counted from the start, so that a late timer delays one probe and not all that follow. The
    // pace never rises to make up for lost time.
    const dueMs = Math.max(this.#startMs + sinceStartMs, this.#lastSentMs + this.#options.intervalMs / 2);
    this.#timer = setTimeout(() => this.#sendNext(), dueMs - performance.now());
  }

  #take(number: number, answer: ProbeAnswer): void {
    if (this.#over || !this.#tally.answered(number, answer)) return;
    this.#options.onAnswer(number, answer);
    if (this.#tally.sentCount >= this.#options.count) this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const nowMs = performance.now();
    const untilMs = this.#lastSentMs + lingerMs(this.#tally, this.#startMs, this.#lastSentMs, nowMs);
    this.#timer = setTimeout(() => this.#end(null), Math.max(0, untilMs - nowMs));
  }

  #end(gone: string | null): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    if (gone !== null) this.#tally.withdrawPending();
    this.#finish({ tally: this.#tally, gone });
  }
}

export function runSession(options: SessionOptions): Promise<SessionEnd> {
  return new Promise((resolve) => new Session(options, resolve).start());
}
