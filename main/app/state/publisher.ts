import type { AppState } from '../../contract/app-state.ts';
import type { Clock } from '../../monitor/types.ts';

/** Texts with a running time change that often, and no more is ever told without a cause. */
const BEAT_MS = 1000;

export interface PublisherOptions {
  readonly clock: Clock;
  readonly assemble: () => AppState;
  readonly publish: (state: AppState) => void;
  /** Called once a second, before the state is looked at. */
  readonly onBeat: () => void;
}

/** Tells a state when it differs from the last one told, apart from its time. */
export class StatePublisher {
  readonly #options: PublisherOptions;
  #told = '';
  #timer: { cancel(): void } | null = null;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = this.#options.clock.setTimer(() => {
      this.#options.onBeat();
      this.start();
      this.publish();
    }, BEAT_MS);
  }

  /** At once; for what the user did and for a start that ended. All else waits for the beat. */
  publish(): void {
    const state = this.#options.assemble();
    const fingerprint = JSON.stringify({ ...state, atMs: 0 });
    if (fingerprint === this.#told) return;
    this.#told = fingerprint;
    this.#options.publish(state);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
