import type { HelperClient, HelperStart } from './types.ts';

/** Milliseconds on a monotonic clock, and timers on it. */
export interface SupervisorTimers {
  nowMs(): number;
  setTimer(callback: () => void, delayMs: number): { cancel(): void };
}

/** A helper at work, or why there is none: one sentence with the way out. */
export type HelperState =
  | { readonly client: HelperClient }
  | {
      readonly client: null;
      readonly code: 'no-privilege' | 'not-built' | 'failed';
      readonly reason: string;
    };

export interface SuperviseOptions {
  readonly start: () => Promise<HelperStart>;
  readonly timers: SupervisorTimers;
  /** Told of each change after the first state, which `superviseHelper` resolves with. */
  readonly onChange: (state: HelperState) => void;
}

export interface Supervisor {
  readonly state: HelperState;
  /** For a helper that lives but answers nothing: it is ended and started again. */
  replace(): void;
  stop(): Promise<void>;
}

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 60_000;

/** Doubles with each failure in a row: 1, 2, 4 ... 60 s. */
export const backOffMs = (failures: number): number =>
  Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10));

/**
 * Keeps a helper running. One that died is started again after a back-off that starts over once a helper has
 * lived for a minute. Missing privilege or a missing build does not heal by itself within seconds: looked at
 * again once a minute, so that a capability granted meanwhile is found.
 */
export async function superviseHelper(options: SuperviseOptions): Promise<Supervisor> {
  const supervisor = new HelperSupervisor(options);
  await supervisor.attempt();
  return supervisor;
}

class HelperSupervisor implements Supervisor {
  readonly #options: SuperviseOptions;
  #state: HelperState = { client: null, code: 'failed', reason: 'the helper is being started' };
  #failures = 0;
  #stopped = false;
  #first = true;
  #retry: { cancel(): void } | null = null;
  #attempting: Promise<void> | null = null;

  constructor(options: SuperviseOptions) {
    this.#options = options;
  }

  get state(): HelperState {
    return this.#state;
  }

  replace(): void {
    this.#state.client?.giveUp();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#retry?.cancel();
    await this.#attempting;
    await this.#state.client?.close();
  }

  attempt(): Promise<void> {
    this.#attempting = this.#attempt().finally(() => {
      this.#attempting = null;
    });
    return this.#attempting;
  }

  async #attempt(): Promise<void> {
    const start = await this.#options.start();
    if (this.#stopped) {
      if (start.ok) await start.client.close();
      return;
    }
    if (start.ok) this.#run(start.client);
    else this.#fail(start.code, start.reason);
  }

  #run(client: HelperClient): void {
    const { timers } = this.#options;
    const startedMs = timers.nowMs();
    client.onExit((reason) => {
      if (this.#stopped) return;
      if (timers.nowMs() - startedMs >= MAX_DELAY_MS) this.#failures = 0;
      this.#fail('failed', `the helper stopped: ${reason}`);
    });
    this.#become({ client });
  }

  #fail(code: 'no-privilege' | 'not-built' | 'failed', reason: string): void {
    const delayMs = code === 'failed' ? backOffMs(this.#failures) : MAX_DELAY_MS;
    this.#failures += 1;
    this.#retry = this.#options.timers.setTimer(() => void this.attempt(), delayMs);
    const next = code === 'failed' ? `; it is started again in ${Math.round(delayMs / 1000)} s` : '';
    this.#become({ client: null, code, reason: `${reason}${next}` });
  }

  #become(state: HelperState): void {
    const previous = this.#state;
    this.#state = state;
    const first = this.#first;
    this.#first = false;
    const same = state.client === null && previous.client === null && state.reason === previous.reason;
    if (!first && !same) this.#options.onChange(state);
  }
}
