import type { HelperAccess, HelperChoice, HelperWayName } from '../domain/model/helper-way.ts';
import { sentence } from '../domain/words/sentence.ts';
import type { HelperWays, WayedStart } from './helper-ways.ts';
import type { HelperClient, HelperControl, HelperFailure, HelperRetry } from './types.ts';

/** Milliseconds on a monotonic clock, and timers on it. */
export interface SupervisorTimers {
  nowMs(): number;
  setTimer(callback: () => void, delayMs: number): { cancel(): void };
}

/** A helper at work, or why there is none: one sentence with the way out. */
export type HelperState =
  | { readonly client: HelperClient; readonly way: HelperWayName }
  | {
      readonly client: null;
      readonly code: HelperFailure;
      readonly reason: string;
    };

export interface SuperviseOptions {
  /** A start settles soon after its signal is aborted. */
  readonly ways: HelperWays;
  readonly timers: SupervisorTimers;
  /** Told of each change after the first state, which `superviseHelper` resolves with. */
  readonly onChange: (state: HelperState) => void;
}

/** Asked many times, one question answers all; an attempt that is under way is waited for, and may suffice. */
export interface Supervisor extends HelperControl {
  readonly state: HelperState;
  /** For a helper that lives but answers nothing: it is ended and started again. */
  replace(): void;
  stop(): Promise<void>;
}

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 60_000;
/** How long a helper whose place was taken may still answer what it was asked. */
const DRAIN_MS = 3_000;

/** Doubles with each failure in a row: 1, 2, 4 ... 60 s. */
export const backOffMs = (failures: number): number =>
  Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10));

/**
 * Keeps a helper running. One that died is started again after a back-off that starts over once a helper has
 * lived for a minute. Missing privilege, a missing build or a helper that is not trusted does not heal by itself within
 * seconds: looked at again once a minute, so that a capability granted meanwhile is found. After a person has declined,
 * only a person's wish is a reason to try again. What is tried by itself asks nobody.
 */
export async function superviseHelper(options: SuperviseOptions): Promise<Supervisor> {
  const supervisor = new HelperSupervisor(options);
  await supervisor.begin();
  return supervisor;
}

function privilegeOf({ hello }: HelperClient): HelperAccess['privilege'] {
  const { uid, dropped } = hello.privilege;
  return { uid, dropped };
}

class HelperSupervisor implements Supervisor {
  readonly #options: SuperviseOptions;
  readonly #listeners = new Set<() => void>();
  #state: HelperState = { client: null, code: 'failed', reason: 'the helper is being started' };
  #failures = 0;
  #first = true;
  #timer: { cancel(): void } | null = null;
  #attempting: Promise<HelperRetry> | null = null;
  #fixing: Promise<HelperRetry> | null = null;
  #changing: { readonly choice: HelperChoice; readonly end: Promise<HelperRetry> } | null = null;
  /** Those whose place was taken, until they are closed. */
  readonly #leaving = new Map<HelperClient, { cancel(): void }>();
  readonly #stopping = new AbortController();

  constructor(options: SuperviseOptions) {
    this.#options = options;
  }

  get state(): HelperState {
    return this.#state;
  }

  async begin(): Promise<void> {
    await this.#attempt((ways, signal) => ways.startUnasked(signal));
  }

  async access(): Promise<HelperAccess> {
    const looked = await this.#options.ways.look();
    // Not before the look, which takes its time: a helper may come or go meanwhile.
    const state = this.#state;
    return {
      ...looked,
      active: state.client === null ? null : state.way,
      privilege: state.client === null ? null : privilegeOf(state.client),
      reason: state.client === null ? sentence(state.reason) : '',
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setChoice(choice: HelperChoice): void {
    const { ways } = this.#options;
    if (choice === ways.choice) return;
    ways.setChoice(choice);
    this.#tellListeners();
  }

  replace(): void {
    this.#state.client?.giveUp();
  }

  fix(): Promise<HelperRetry> {
    this.#fixing ??= this.#tryNow(({ client }) => client !== null).finally(() => {
      this.#fixing = null;
    });
    return this.#fixing;
  }

  useWay(choice: HelperChoice): Promise<HelperRetry> {
    const previous = this.#changing;
    if (previous?.choice === choice) return previous.end;
    const end = this.#change(choice, previous?.end ?? null).finally(() => {
      if (this.#changing?.end === end) this.#changing = null;
    });
    this.#changing = { choice, end };
    return end;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#listeners.clear();
    this.#timer?.cancel();
    await this.#attempting;
    for (const timer of this.#leaving.values()) timer.cancel();
    const helpers = [...this.#leaving.keys(), ...(this.#state.client === null ? [] : [this.#state.client])];
    await Promise.all(helpers.map((client) => client.close()));
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #change(choice: HelperChoice, previous: Promise<unknown> | null): Promise<HelperRetry> {
    // One question after the other, and what was chosen before is known only when the last one is over.
    await previous;
    const { ways } = this.#options;
    const before = ways.choice;
    this.setChoice(choice);
    const retry = await this.#tryNow((state) => state.client !== null && ways.suits(state.way));
    // Unless the settings have brought another one meanwhile.
    if (!retry.ok && ways.choice === choice) this.setChoice(before);
    return retry;
  }

  async #tryNow(isDone: (state: HelperState) => boolean): Promise<HelperRetry> {
    // One at a time: what is under way may already bring a helper.
    while (this.#attempting !== null) await this.#attempting;
    if (isDone(this.#state)) return { ok: true };
    if (this.#isStopped) return { ok: false, code: 'failed', reason: 'Faultline is being ended' };
    return this.#attempt((ways, signal) => ways.startAsked(signal));
  }

  #tryAgain(): void {
    // A person may be at it: what comes of that decides.
    if (this.#attempting === null && this.#state.client === null) void this.begin();
  }

  #attempt(start: (ways: HelperWays, signal: AbortSignal) => Promise<WayedStart>): Promise<HelperRetry> {
    this.#timer?.cancel();
    const attempting = start(this.#options.ways, this.#stopping.signal).then((started) =>
      this.#take(started),
    );
    this.#attempting = attempting.finally(() => {
      this.#attempting = null;
    });
    return this.#attempting;
  }

  async #take(started: WayedStart): Promise<HelperRetry> {
    if (this.#isStopped) {
      if (started.ok) await started.client.close();
      return { ok: false, code: 'failed', reason: 'Faultline is being ended' };
    }
    if (started.ok) {
      this.#run(started.client, started.way);
      return { ok: true };
    }
    const { code, reason } = started;
    // One that runs by another way goes on.
    if (this.#state.client === null) this.#fail(code, reason);
    return { ok: false, code, reason };
  }

  #run(client: HelperClient, way: HelperWayName): void {
    const { timers } = this.#options;
    // The one before may have died while a person was asked for this one.
    this.#timer?.cancel();
    const previous = this.#state.client;
    const startedMs = timers.nowMs();
    client.onExit((reason) => {
      if (this.#isStopped || this.#state.client !== client) return;
      if (timers.nowMs() - startedMs >= MAX_DELAY_MS) this.#failures = 0;
      this.#fail('failed', `the helper stopped: ${reason}`);
    });
    this.#become({ client, way });
    if (previous !== null) this.#letGo(previous);
  }

  #letGo(client: HelperClient): void {
    const timer = this.#options.timers.setTimer(() => {
      this.#leaving.delete(client);
      void client.close();
    }, DRAIN_MS);
    this.#leaving.set(client, timer);
  }

  #fail(code: HelperFailure, reason: string): void {
    this.#timer?.cancel();
    if (code === 'declined') {
      this.#become({ client: null, code, reason });
      return;
    }
    const delayMs = code === 'failed' ? backOffMs(this.#failures) : MAX_DELAY_MS;
    this.#failures += 1;
    this.#timer = this.#options.timers.setTimer(() => this.#tryAgain(), delayMs);
    const next = code === 'failed' ? `; it is started again in ${Math.round(delayMs / 1000)} s` : '';
    this.#become({ client: null, code, reason: `${reason}${next}` });
  }

  #become(state: HelperState): void {
    const previous = this.#state;
    this.#state = state;
    const first = this.#first;
    this.#first = false;
    const same = state.client === null && previous.client === null && state.reason === previous.reason;
    if (first || same) return;
    this.#options.onChange(state);
    this.#tellListeners();
  }

  #tellListeners(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
