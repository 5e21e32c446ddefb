import type { MetricsConfig } from '../domain/model/metrics-config.ts';
import type { ExporterName, ExporterState } from '../domain/model/metrics-state.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import { HeldEvents } from './held-events.ts';
import { secretsHidden } from './secrets.ts';
import type { Exporter, ExporterContext, ExporterKind } from './types.ts';
import { within } from './within.ts';

/** An exporter that does not end by then is left to itself. */
const STOP_WITHIN_MS = 5000;

export interface SlotOptions {
  readonly name: ExporterName;
  /** What an exporter that begins has to know first; null: nothing is known yet. */
  readonly restate: () => readonly MonitorEvent[];
  readonly onState: () => void;
  /** Without secrets. */
  readonly log: (text: string) => void;
}

interface Running {
  readonly exporter: Exporter;
  readonly key: string;
  readonly hide: (text: string) => string;
}

const offState = (name: ExporterName): ExporterState => ({
  name,
  phase: 'off',
  text: '',
  sent: 0,
  dropped: 0,
  queued: null,
  lastMs: null,
});

function hidden(state: ExporterState, hide: (text: string) => string): ExporterState {
  const { text, troubles } = state;
  const parts = troubles?.map((one) => ({ ...one, text: hide(one.text) }));
  return { ...state, text: hide(text), ...(parts === undefined ? {} : { troubles: parts }) };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The place of one exporter: it runs there, is changed for another, fails without harm, or is off. */
export class Slot {
  readonly #options: SlotOptions;
  #running: Running | null = null;
  /** Not null while one is about to run: events wait for it. */
  #held: HeldEvents | null = null;
  #resting: ExporterState;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#resting = offState(options.name);
  }

  get state(): ExporterState {
    if (this.#running === null) return this.#resting;
    const { exporter, hide } = this.#running;
    return hidden(exporter.state, hide);
  }

  /** The one that runs by the settings of that key; null: none does. */
  runningBy(key: string): Exporter | null {
    return this.#running?.key === key ? this.#running.exporter : null;
  }

  take(event: MonitorEvent): void {
    if (this.#held !== null) this.#held.add(event);
    else this.#give(event);
  }

  /** One is about to run: from now on no event is lost to it. */
  expect(): void {
    if (this.#running !== null || this.#held !== null) return;
    this.#held = new HeldEvents(this.#options.restate());
    this.#rest({ phase: 'waiting' });
  }

  /** Never rejects. */
  async run(kind: ExporterKind, metrics: MetricsConfig, context: ExporterContext): Promise<void> {
    const key = kind.settingsKey(metrics);
    if (this.#running?.key === key) return;
    this.#held ??= new HeldEvents(this.#options.restate());
    await this.#end();
    const held = this.#held;
    this.#held = null;
    this.#start(kind, key, context);
    for (const event of held.all) this.#give(event);
  }

  /** Never rejects. @returns how it stood in the end. */
  async off(): Promise<ExporterState> {
    this.#held = null;
    const last = (await this.#end()) ?? this.#resting;
    if (this.#resting.phase !== 'off') this.#rest({ phase: 'off' });
    return last;
  }

  /** It cannot be run at all. */
  fail(what: string): void {
    this.#held = null;
    this.#rest({ phase: 'trouble', text: `${what}; switch it off and on, or start Faultline again.` });
  }

  #start(kind: ExporterKind, key: string, context: ExporterContext): void {
    const hide = secretsHidden(context.metrics);
    try {
      this.#running = { exporter: kind.start(context), key, hide };
      this.#options.onState();
    } catch (error) {
      this.#broken('It could not be started', error, hide);
    }
  }

  #give(event: MonitorEvent): void {
    if (this.#running === null) return;
    const { exporter, hide } = this.#running;
    try {
      exporter.take(event);
    } catch (error) {
      this.#running = null;
      void this.#stop(exporter, hide);
      this.#broken('A fault of its own ended it', error, hide);
    }
  }

  #broken(what: string, error: unknown, hide: (text: string) => string): void {
    const text = hide(messageOf(error));
    this.#options.log(`the exporter ${this.#options.name}: ${what}: ${text}`);
    this.fail(`${what} (${text})`);
  }

  #rest(but: Pick<ExporterState, 'phase'> & Partial<ExporterState>): void {
    this.#resting = { ...offState(this.#options.name), ...but };
    this.#options.onState();
  }

  /** @returns what it had come to when it had ended; null: none ran. */
  async #end(): Promise<ExporterState | null> {
    const running = this.#running;
    this.#running = null;
    if (running === null) return null;
    await this.#stop(running.exporter, running.hide);
    return hidden(running.exporter.state, running.hide);
  }

  async #stop(exporter: Exporter, hide: (text: string) => string): Promise<void> {
    const { log, name } = this.#options;
    try {
      const ended = await within(STOP_WITHIN_MS, exporter.stop());
      if (ended === null) log(`the exporter ${name} did not end in time`);
    } catch (error) {
      log(`the exporter ${name} did not end well: ${hide(messageOf(error))}`);
    }
  }
}
