import type { HelperClient, HelperCommand, HelperFailure, HelperRetry, HelperStart } from './types.ts';

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
      readonly code: HelperFailure;
      readonly reason: string;
    };

export interface SuperviseOptions {
  /** `command`: instead of the usual one. Settles soon after `signal` is aborted. */
  readonly start: (signal: AbortSignal, command?: HelperCommand) => Promise<HelperStart>;
  readonly timers: SupervisorTimers;
  /** Told of each change after the first state, which `superviseHelper` resolves with. */
  readonly onChange: (state: HelperState) => void;
}

export interface Supervisor {
  readonly state: HelperState;
  /** For a helper that lives but answers nothing: it is ended and started again. */
  replace(): void;
  /**
   * Tries now, because a person wants it: with the usual command, or with one that asks for rights. A helper at work
   * is left alone; asked again meanwhile, the attempt under way answers both.
   */
  retry(command?: HelperCommand): Promise<HelperRetry>;
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
 * again once a minute, so that a capability granted meanwhile is found. After a person has declined, only a person's
 * wish is a reason to try again. What is tried by itself is always the usual command, which asks nobody.
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
  #first = true;
  #timer: { cancel(): void } | null = null;
  #attempting: Promise<void> | null = null;
  #retrying: Promise<HelperRetry> | null = null;
  readonly #stopping = new AbortController();

  constructor(options: SuperviseOptions) {
    this.#options = options;
  }

  get state(): HelperState {
    return this.#state;
  }

  replace(): void {
    this.#state.client?.giveUp();
  }

  retry(command?: HelperCommand): Promise<HelperRetry> {
    this.#retrying ??= this.#retry(command).finally(() => {
      this.#retrying = null;
    });
    return this.#retrying;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#timer?.cancel();
    await this.#attempting;
    await this.#state.client?.close();
  }

  attempt(command?: HelperCommand): Promise<void> {
    this.#attempting = this.#attempt(command).finally(() => {
      this.#attempting = null;
    });
    return this.#attempting;
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #retry(command: HelperCommand | undefined): Promise<HelperRetry> {
    // One at a time: what is under way may already bring a helper.
    await this.#attempting;
    if (this.#state.client === null && !this.#isStopped) {
      this.#timer?.cancel();
      await this.attempt(command);
    }
    const state = this.#state;
    return state.client === null ? { ok: false, code: state.code, reason: state.reason } : { ok: true };
  }

  async #attempt(command: HelperCommand | undefined): Promise<void> {
    const start = await this.#options.start(this.#stopping.signal, command);
    if (this.#isStopped) {
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
      if (this.#isStopped) return;
      if (timers.nowMs() - startedMs >= MAX_DELAY_MS) this.#failures = 0;
      this.#fail('failed', `the helper stopped: ${reason}`);
    });
    this.#become({ client });
  }

  #fail(code: HelperFailure, reason: string): void {
    if (code === 'declined') {
      this.#become({ client: null, code, reason });
      return;
    }
    const delayMs = code === 'failed' ? backOffMs(this.#failures) : MAX_DELAY_MS;
    this.#failures += 1;
    this.#timer = this.#options.timers.setTimer(() => void this.attempt(), delayMs);
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
