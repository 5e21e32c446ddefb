import { hostname } from 'node:os';
import type { Config } from '../domain/model/config.ts';
import type { MetricsConfig } from '../domain/model/metrics-config.ts';
import {
  EXPORTERS,
  type ExporterName,
  type ExporterState,
  type ExporterTest,
} from '../domain/model/metrics-state.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import { type WallMs, wallMs } from '../domain/model/units.ts';
import { restate } from './restate.ts';
import { secretsHidden } from './secrets.ts';
import { SharedTests } from './shared-tests.ts';
import { Slot } from './slot.ts';
import { SlowTeller } from './slow-teller.ts';
import type { ExporterContext, ExporterKind, Exporters, Feed } from './types.ts';

const TELL_EVERY_MS = 1000;

export interface ExportersOptions {
  readonly version: string;
  /** The data folder, for what has to survive a restart; null: nothing may be kept. */
  readonly dataDirectory: string | null;
  /** Told of what nobody expected, without secrets. */
  readonly log: (text: string) => void;
  readonly now?: () => WallMs;
  /** The host's own name. */
  readonly hostName?: () => string;
  readonly loadKinds?: () => Promise<readonly ExporterKind[]>;
}

/** The exporters' libraries cost memory and time to load, and most people switch none of them on. */
const loadRegistry = async (): Promise<readonly ExporterKind[]> =>
  (await import('./registry.ts')).EXPORTER_KINDS;

class AllExporters implements Exporters {
  readonly #options: Required<ExportersOptions>;
  readonly #slots: ReadonlyMap<ExporterName, Slot>;
  readonly #listeners = new Set<(states: readonly ExporterState[]) => void>();
  readonly #teller = new SlowTeller(TELL_EVERY_MS, () => this.#tell());
  readonly #tests = new SharedTests();
  #kinds: Promise<readonly ExporterKind[]> | null = null;
  #feed: Feed | null = null;
  /** Before its first event an engine does not know yet what an earlier run left open. */
  #isFlowing = false;
  /** Times before that: an engine tells of them before it takes up what was left open. */
  #firstGaps: MonitorEvent[] = [];
  #forgetFeed: () => void = () => undefined;
  /** The last wins: what was asked for in between is never started. */
  #wanted: MetricsConfig | null = null;
  #work: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: Required<ExportersOptions>) {
    this.#options = options;
    const slotOf = (name: ExporterName): Slot =>
      new Slot({
        name,
        restate: () => this.#restated(),
        onState: () => this.#teller.changed(),
        log: options.log,
      });
    this.#slots = new Map(EXPORTERS.map((name) => [name, slotOf(name)]));
  }

  get states(): readonly ExporterState[] {
    return [...this.#slots.values()].map(({ state }) => state);
  }

  onChange(listener: (states: readonly ExporterState[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  follow(feed: Feed): void {
    this.#forgetFeed();
    this.#feed = feed;
    this.#isFlowing = false;
    this.#firstGaps = [];
    this.#forgetFeed = feed.subscribe((event) => this.#take(event));
  }

  reconfigure({ metrics }: Pick<Config, 'metrics'>): Promise<void> {
    if (this.#isStopped) return this.#work;
    this.#wanted = metrics;
    for (const [name, slot] of this.#slots) if (metrics[name].enabled) slot.expect();
    this.#work = this.#work.then(() => this.#adapt(metrics));
    return this.#work;
  }

  test(name: ExporterName, metrics: MetricsConfig): Promise<ExporterTest> {
    return this.#tests.run(name, metrics, async () => {
      const kind = (await this.#load()).find((one) => one.name === name);
      if (kind === undefined) throw new Error('it is not part of this installation');
      const running = this.#slots.get(name)?.runningBy(kind.settingsKey(metrics)) ?? null;
      return kind.test(this.#context(metrics), running);
    });
  }

  async stop(): Promise<readonly ExporterState[]> {
    this.#isStopped = true;
    this.#wanted = null;
    this.#listeners.clear();
    await this.#work;
    this.#forgetFeed();
    const last = await Promise.all([...this.#slots.values()].map((slot) => slot.off()));
    this.#teller.stop();
    return last;
  }

  #restated(): readonly MonitorEvent[] {
    return this.#feed === null || !this.#isFlowing ? [] : restate(this.#feed, this.#options.now());
  }

  #take(event: MonitorEvent): void {
    if (!this.#isFlowing && event.type === 'gap') {
      this.#firstGaps.push(event);
      return;
    }
    if (!this.#isFlowing) this.#beginFlow();
    this.#give(event);
  }

  #beginFlow(): void {
    this.#isFlowing = true;
    for (const known of [...this.#restated(), ...this.#firstGaps]) this.#give(known);
    this.#firstGaps = [];
  }

  #give(event: MonitorEvent): void {
    for (const slot of this.#slots.values()) slot.take(event);
  }

  async #adapt(metrics: MetricsConfig): Promise<void> {
    if (this.#wanted !== metrics) return;
    try {
      const isOn = EXPORTERS.some((name) => metrics[name].enabled);
      const kinds = isOn || this.#kinds !== null ? await this.#load() : [];
      if (this.#wanted !== metrics) return;
      await Promise.all([...this.#slots].map(([name, slot]) => this.#adaptOne(name, slot, kinds, metrics)));
    } catch (error) {
      const text = secretsHidden(metrics)(String(error));
      this.#options.log(`the exporters could not be loaded: ${text}`);
      for (const [name, slot] of this.#slots) if (metrics[name].enabled) slot.fail('It could not be loaded');
    }
  }

  #adaptOne(
    name: ExporterName,
    slot: Slot,
    kinds: readonly ExporterKind[],
    metrics: MetricsConfig,
  ): Promise<unknown> {
    if (!metrics[name].enabled) return slot.off();
    const kind = kinds.find((one) => one.name === name);
    if (kind?.isEnabled(metrics) === true)
      return slot.run(kind, metrics, { ...this.#context(metrics), onState: () => this.#teller.changed() });
    slot.fail('It is not part of this installation');
    return Promise.resolve();
  }

  #context(metrics: MetricsConfig): Omit<ExporterContext, 'onState'> {
    const { version, dataDirectory, now, hostName } = this.#options;
    const machine = metrics.machine || hostName();
    return { metrics, machine, version, dataDirectory, now, states: () => this.states };
  }

  #load(): Promise<readonly ExporterKind[]> {
    this.#kinds ??= this.#options.loadKinds().catch((error: unknown) => {
      // Tried again when it is asked for again.
      this.#kinds = null;
      throw error;
    });
    return this.#kinds;
  }

  #tell(): void {
    const { states } = this;
    for (const listener of [...this.#listeners]) listener(states);
  }
}

/** None runs until `reconfigure` says which. */
export const openExporters = (options: ExportersOptions): Exporters =>
  new AllExporters({
    now: () => wallMs(Date.now()),
    hostName: hostname,
    loadKinds: loadRegistry,
    ...options,
  });
