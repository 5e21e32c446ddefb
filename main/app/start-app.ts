import { randomUUID } from 'node:crypto';
import type { AppState } from '../contract/app-state.ts';
import type { Trouble } from '../contract/channel.ts';
import type { Pushes, PushName, TraceTargets, WindowName } from '../contract/contract.ts';
import type { Config } from '../domain/model/config.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { NoticeSettings } from '../domain/notices/types.ts';
import { RecentSamples } from '../domain/recent/recent-samples.ts';
import type { Engine } from '../headless/types.ts';
import { systemClock } from '../monitor/pace/system-clock.ts';
import type { Clock } from '../monitor/types.ts';
import { traceOnsets } from '../trace/onset/onset-tracer.ts';
import type { OnsetTracer } from '../trace/onset/types.ts';
import { EngineHost } from './engine-host.ts';
import { appHandlers } from './handlers.ts';
import { tellHelper } from './helper/tell-helper.ts';
import { HistoryWatch } from './history-watch.ts';
import { startNotices } from './notices/notice-service.ts';
import type { NoticeService } from './notices/types.ts';
import { OwnTroubles } from './own-troubles.ts';
import { Refusal } from './refusal.ts';
import { SettingsService } from './settings/settings-service.ts';
import { assembleState } from './state/assemble.ts';
import { StatePublisher } from './state/publisher.ts';
import { statusText } from './status-text.ts';
import { TimedPause } from './timed-pause.ts';
import { incidentTrace } from './traces/incident-trace.ts';
import { startTracing, type Tracing } from './traces/tracing.ts';
import type { App, AppOptions, PushListener } from './types.ts';

/** The history's size is asked that often, in beats of the publisher. */
const SIZE_EVERY_BEATS = 10;

const logToStderr = (what: string, error: unknown): void => console.error(`faultline: ${what}:`, error);

const noticeSettings = ({ notifications, notifyAfterMs }: Config): NoticeSettings => ({
  ...notifications,
  notifyAfterMs,
});

class TrayApp implements App {
  readonly #options: AppOptions;
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #log: (what: string, error: unknown) => void;
  readonly #listeners = new Set<PushListener>();
  readonly #host: EngineHost;
  readonly #publisher: StatePublisher;
  readonly #settings: SettingsService;
  readonly #notices: NoticeService;
  readonly #tracing: Tracing;
  readonly #ownTroubles = new OwnTroubles();
  readonly #ending = new AbortController();
  readonly #history = new HistoryWatch((toMs) => this.#push('recorded', { toMs }));
  readonly #recent = new RecentSamples();
  readonly #pause = new TimedPause();
  /** Of the engine that runs. */
  #onsets: OnsetTracer | null = null;
  #forgetHelper: () => void = () => undefined;
  #trayTrouble: Trouble | null = null;
  #judged = false;
  #beats = 0;
  readonly handlers: App['handlers'];

  constructor(options: AppOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#newId = options.newId ?? randomUUID;
    this.#log = options.log ?? logToStderr;
    this.#host = new EngineHost({
      startEngine: options.startEngine,
      dataDirectory: options.dataDirectory,
      onEngine: (engine) => this.#join(engine),
      onChange: () => {
        this.#publisher.publish();
        void this.#tracing.encapsulation.changed();
      },
      log: this.#log,
    });
    this.#publisher = new StatePublisher({
      clock: this.#clock,
      assemble: () => this.state,
      publish: (state) => this.#push('state', state),
      onBeat: () => this.#beat(),
    });
    this.#settings = new SettingsService({
      file: options.settings,
      dataDirectory: options.dataDirectory,
      canStartAtLogin: options.desktop.startAtLogin !== null,
      historyBytes: () => this.#history.state?.bytes ?? null,
      apply: (config) => this.#apply(config),
      probe: (anchor) => this.#runningEngine().probeOnce(anchor),
      log: this.#log,
    });
    this.#settings.onChange((view) => this.#push('settings', view));
    this.#notices = startNotices({
      settings: noticeSettings(this.#settings.config),
      desktop: options.desktop,
      clock: this.#clock,
      zone: undefined,
      traceOf: (incident) => incidentTrace(incident, this.#engine(), this.#settings.config.anchors),
      onNotice: (notice) => this.#push('notice', notice),
    });
    this.#tracing = startTracing({
      startTrace: options.startTrace,
      encapsulation: options.encapsulation,
      clock: this.#clock,
      newId: this.#newId,
      engine: () => this.#engine(),
      history: () => this.#history.history,
      config: () => this.#settings.config,
      push: (name, message) => this.#push(name, message),
      log: this.#log,
    });
    this.handlers = appHandlers({
      desktop: options.desktop,
      dataDirectory: options.dataDirectory,
      version: options.version,
      settings: this.#settings,
      notices: this.#notices,
      traces: this.#tracing.traces,
      encapsulation: this.#tracing.encapsulation,
      exporters: options.exporters,
      untraced: (incident) => this.#onsets?.untraced(incident) ?? null,
      nowMs: () => this.#clock.now().wallMs,
      state: () => this.state,
      engine: () => this.#engine(),
      history: () => this.#history.history,
      retryEngine: () => this.#host.start(this.#settings.config),
      pause: (forMs) => this.#setPause(forMs),
      resume: () => this.#resume(),
      incidentsChanged: () => this.#push('incidentsChanged', null),
      ending: this.#ending.signal,
    });
  }

  /** The engine comes up in the background: a tray that shows `starting` is better than none. */
  begin(): void {
    const { exporters } = this.#options;
    exporters.onChange((states) => this.#push('metrics', { states }));
    void exporters.reconfigure(this.#settings.config);
    this.#publisher.start();
    void this.#host.start(this.#settings.config);
  }

  get state(): AppState {
    const state = assembleState({
      atMs: this.#clock.now().wallMs,
      run: this.#host.run,
      judged: this.#judged,
      recent: this.#recent,
      pause: this.#pause.current,
      quiet: this.#notices.quiet(),
      history: this.#history.state,
      troubles: { settings: this.#options.settings.trouble, tray: this.#trayTrouble },
      version: this.#options.version,
    });
    this.#judged ||= state.phase === 'running';
    return state;
  }

  subscribe(listener: PushListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get traceTargets(): TraceTargets {
    return this.#tracing.traces.targets;
  }

  windowClosed(window: WindowName): void {
    if (window === 'traceroute') void this.#tracing.stopAll();
  }

  setTrayTrouble(trouble: Trouble | null): void {
    this.#trayTrouble = trouble;
    this.#publisher.publish();
  }

  statusText(): string {
    return statusText(this.state, undefined);
  }

  async stop(): Promise<void> {
    this.#publisher.stop();
    this.#ending.abort();
    this.#forgetHelper();
    this.#host.refuse();
    // What they have is kept while there is a history to keep it in.
    await Promise.all([this.#tracing.stopAll(), this.#onsets?.stop()]);
    await this.#host.stop();
    await this.#options.exporters.stop();
    this.#notices.stop();
    this.#history.stop();
    this.#listeners.clear();
  }

  #push<Name extends PushName>(name: Name, message: Pushes[Name]): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(name, message);
      } catch (error) {
        this.#log(`a listener failed at ${name}`, error);
      }
    }
  }

  /** Before the engine's first event flows: nobody may miss one. */
  async #join(engine: Engine): Promise<void> {
    this.#recent.clear();
    if (engine.history !== null) await this.#history.watch(engine.history);
    await Promise.all([this.#notices.adopt(engine.history), this.#tracing.traces.recall()]);
    engine.subscribe((event) => this.#take(event));
    this.#options.exporters.follow(engine);
    this.#traceOnsets(engine);
    this.#forgetHelper();
    this.#forgetHelper = tellHelper(
      engine.helper,
      (view) => this.#push('helper', view),
      (error) => this.#log('the helper could not be told of', error),
    );
    if (this.#pause.current !== null) engine.pause();
  }

  #traceOnsets(engine: Engine): void {
    this.#onsets = traceOnsets({
      engine,
      anchors: () => this.#settings.config.anchors,
      startTrace: this.#options.startTrace,
      clock: this.#clock,
      newId: this.#newId,
      log: this.#log,
      onKept: () => this.#push('tracesChanged', null),
    });
    if (this.#pause.current !== null) this.#onsets.pause();
  }

  #take(event: MonitorEvent): void {
    this.#notices.take(event);
    if (event.type === 'sample') this.#recent.add(event.sample);
    if (event.type === 'gap') this.#recent.clear();
    if (event.type === 'incident') void this.#tellIncidents();
    if (event.type === 'network') void this.#tracing.encapsulation.changed();
  }

  /** Lists ask the history again, so it has to know first. */
  async #tellIncidents(): Promise<void> {
    await this.#history.history?.flush().catch(() => {
      // Its state says why nothing is written.
    });
    this.#push('incidentsChanged', null);
  }

  #beat(): void {
    this.#beats += 1;
    if (this.#beats % SIZE_EVERY_BEATS === 0) void this.#history.refresh();
    if (this.#pause.isOver(this.#clock.now())) this.#resume();
    // An earlier run may have told the same: its notices are known once the engine has come, or has not.
    if (this.#host.run.phase !== 'starting') this.#tellOwnTroubles();
  }

  #tellOwnTroubles(): void {
    const { wallMs } = this.#clock.now();
    const messages = this.#ownTroubles.look(wallMs, this.#options.settings.trouble, this.#history.state);
    for (const message of messages) this.#notices.message(message);
  }

  #engine(): Engine | null {
    const { run } = this.#host;
    return run.phase === 'running' ? run.engine : null;
  }

  #runningEngine(): Engine {
    const engine = this.#engine();
    if (engine !== null) return engine;
    throw new Refusal({ what: 'Monitoring does not run.', wayOut: 'Try again when it does.' });
  }

  async #apply(config: Config): Promise<void> {
    this.#notices.settings(noticeSettings(config));
    try {
      await Promise.all([this.#engine()?.reconfigure(config), this.#options.exporters.reconfigure(config)]);
    } finally {
      this.#options.desktop.startAtLogin?.set(config.startAtLogin);
      void this.#tracing.encapsulation.changed();
      this.#publisher.publish();
    }
  }

  #setPause(forMs: number | null): void {
    this.#pause.begin(this.#clock.now(), forMs);
    this.#engine()?.pause();
    this.#onsets?.pause();
    this.#publisher.publish();
  }

  #resume(): void {
    if (this.#pause.current === null) return;
    this.#pause.end();
    this.#recent.clear();
    this.#engine()?.resume();
    this.#onsets?.resume();
    this.#publisher.publish();
  }
}

/** Settles at once: the state tells how the engine gets on. */
export async function startApp(options: AppOptions): Promise<App> {
  const app = new TrayApp(options);
  app.begin();
  return app;
}
