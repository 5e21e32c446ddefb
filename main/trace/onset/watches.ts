import type { Incident } from '../../domain/model/incident.ts';
import { hasSeenEnough, WATCH_LONGEST_MS } from '../../domain/trace/schedule/watch-policy.ts';
import type { Clock } from '../../monitor/types.ts';
import type { RunningTrace } from '../types.ts';

/** One path that is watched, from the moment that it is decided on; it ends by itself. */
export class Watch {
  readonly #clock: Clock;
  readonly #onOver: () => void;
  #trace: RunningTrace | null = null;
  #unsubscribe: () => void = () => {};
  #limit: { cancel(): void } | null = null;
  #isCleared = false;
  #isOver = false;

  constructor(clock: Clock, onOver: () => void) {
    this.#clock = clock;
    this.#onOver = onOver;
  }

  /** Ended before its trace began: none is to begin. */
  get isOver(): boolean {
    return this.#isOver;
  }

  follow(trace: RunningTrace): void {
    this.#trace = trace;
    this.#unsubscribe = trace.onChange(() => this.#look());
    this.#limit = this.#clock.setTimer(() => this.end(), WATCH_LONGEST_MS);
  }

  cleared(): void {
    this.#isCleared = true;
    this.#look();
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#unsubscribe();
    this.#limit?.cancel();
    this.#onOver();
    this.#trace?.stop();
  }

  #look(): void {
    if (this.#trace !== null && hasSeenEnough(this.#trace.view.rounds, this.#isCleared)) this.end();
  }
}

/** The paths that are watched: one a family at most. */
export class Watches {
  readonly #clock: Clock;
  readonly #open = new Map<4 | 6, { readonly watch: Watch; readonly incident: string }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get families(): ReadonlySet<4 | 6> {
    return new Set(this.#open.keys());
  }

  /** Ends the one that the family has. */
  begin(family: 4 | 6, incident: string): Watch {
    this.end(family);
    const watch = new Watch(this.#clock, () => this.#open.delete(family));
    this.#open.set(family, { watch, incident });
    return watch;
  }

  /** Seen to recover, it is watched for the rounds that say something; taken over, what comes is another's. */
  cleared({ id, end }: Pick<Incident, 'id' | 'end'>): void {
    for (const { watch, incident } of [...this.#open.values()]) {
      if (incident !== id) continue;
      if (end === 'recovered') watch.cleared();
      else watch.end();
    }
  }

  end(family: 4 | 6): void {
    this.#open.get(family)?.watch.end();
  }

  endAll(): void {
    for (const { watch } of [...this.#open.values()]) watch.end();
  }
}
