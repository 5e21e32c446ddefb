import type { Incident } from '../../domain/model/incident.ts';
import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { TraceView } from '../../domain/model/trace.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import { comparedWith, isHealthyTrace } from '../../domain/trace/compare/compare.ts';
import { withoutHealthy } from '../../domain/trace/compare/slowdown-words.ts';
import { BASELINE_EVERY_MS, BaselinePolicy } from '../../domain/trace/schedule/baseline-policy.ts';
import { OnsetPolicy } from '../../domain/trace/schedule/onset-policy.ts';
import type { TraceConditions, TraceTarget, Untraced } from '../../domain/trace/schedule/types.ts';
import { isWatched, isWorthKeeping } from '../../domain/trace/schedule/watch-policy.ts';
import type { RunningTrace } from '../types.ts';
import { lastHealthy } from './last-healthy.ts';
import type { OnsetTracer, OnsetTracerOptions, TraceKeeper } from './types.ts';
import { type Watch, Watches } from './watches.ts';

/** How often it is looked whether a healthy path is to be traced. */
const LOOK_EVERY_MS = 15_000;

class Tracer implements OnsetTracer {
  readonly #options: OnsetTracerOptions;
  readonly #history: TraceKeeper;
  readonly #onsets = new OnsetPolicy();
  readonly #baselines = new BaselinePolicy();
  readonly #watches: Watches;
  readonly #running = new Set<RunningTrace>();
  /** Of those that run: the one that is to be a baseline. */
  #healthy: RunningTrace | null = null;
  readonly #work = new Set<Promise<void>>();
  readonly #unsubscribe: () => void;
  #timer: { cancel(): void } | null = null;
  /** Counts what came between: a healthy trace that began before the latest of it counts for nothing. */
  #disturbed = 0;
  #paused = false;
  #stopped = false;

  constructor(options: OnsetTracerOptions, history: TraceKeeper) {
    this.#options = options;
    this.#history = history;
    this.#watches = new Watches(options.clock);
    this.#unsubscribe = options.engine.subscribe((event) => this.#take(event));
    this.#lookAgain();
  }

  pause(): void {
    this.#paused = true;
    this.#endAll();
  }

  resume(): void {
    this.#paused = false;
  }

  untraced(incident: string): Untraced | null {
    return this.#onsets.untraced(incident);
  }

  async stop(): Promise<void> {
    if (!this.#stopped) this.#unsubscribe();
    this.#stopped = true;
    this.#timer?.cancel();
    this.#endAll();
    await Promise.all(this.#work);
  }

  #take(event: MonitorEvent): void {
    if (event.type === 'gap' || event.type === 'network') {
      this.#disturb();
      this.#watches.endAll();
    }
    if (event.type !== 'incident') return;
    if (event.phase === 'raised') this.#raised(event.incident);
    else this.#watches.cleared(event.incident);
  }

  #raised(incident: Incident): void {
    this.#disturb();
    const { monoMs } = this.#options.clock.now();
    for (const target of this.#onsets.raised(incident, this.#conditions(), monoMs)) {
      // An outage ends a watch of what was merely degraded: from here on it would see the outage.
      this.#watches.end(target.family);
      this.#begin(
        isWatched(incident.class) ? this.#watch(incident, target) : this.#traceOnset(incident, target),
      );
    }
  }

  #endAll(): void {
    this.#disturb();
    this.#watches.endAll();
    for (const trace of this.#running) trace.stop();
  }

  #disturb(): void {
    this.#disturbed += 1;
    this.#healthy?.stop();
  }

  #lookAgain(): void {
    this.#timer = this.#options.clock.setTimer(() => {
      this.#lookAgain();
      const target = this.#baselines.due(this.#conditions(), this.#options.clock.now().monoMs);
      if (target !== null) this.#begin(this.#traceHealthy(target));
    }, LOOK_EVERY_MS);
  }

  #conditions(): TraceConditions {
    const { mode, network, health, open } = this.#options.engine;
    return {
      network,
      health,
      anchors: this.#options.anchors(),
      able: mode.icmp === 'helper' && !this.#paused && !this.#stopped,
      calm: open.length === 0,
      watched: this.#watches.families,
    };
  }

  #begin(trace: Promise<void>): void {
    const work = trace
      .catch((error: unknown) => this.#options.log('a trace was not taken', error))
      .finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  async #watch(incident: Incident, target: TraceTarget): Promise<void> {
    const watch = this.#watches.begin(target.family, incident.id);
    try {
      await this.#traceOnset(incident, target, watch);
    } finally {
      watch.end();
    }
  }

  async #traceOnset(incident: Incident, target: TraceTarget, watch: Watch | null = null): Promise<void> {
    const { network } = this.#options.engine;
    const path = { address: target.address, network: network.id, beforeMs: incident.sinceMs };
    const baseline = await lastHealthy(this.#history, path);
    if (this.#paused || this.#stopped || watch?.isOver === true) return;
    // Compared is only what was traced by the same method.
    const known =
      baseline === null ? {} : { method: baseline.method, expectedHops: Math.max(1, baseline.hops.length) };
    const mode = watch === null ? 'once' : 'continuous';
    const trace = this.#trace(target, { ...known, mode }, network.id);
    watch?.follow(trace);
    const view = await this.#ended(trace);
    if (!tells(view)) return;
    const unknown = incident.class === 'degraded-latency' ? withoutHealthy(view) : view;
    const compared = baseline === null ? unknown : comparedWith(view, baseline);
    if (watch !== null && !isWorthKeeping(compared)) return;
    this.#keep(compared, { reason: 'incident', incident: incident.id });
  }

  async #traceHealthy(target: TraceTarget): Promise<void> {
    const { clock, engine } = this.#options;
    const before = this.#disturbed;
    const { wallMs } = clock.now();
    const { id: network } = engine.network;
    const last = await lastHealthy(this.#history, { address: target.address, network, beforeMs: wallMs });
    const agoMs = last === null ? Number.POSITIVE_INFINITY : wallMs - last.startedMs;
    if (before !== this.#disturbed) return this.#baselines.givenUp();
    if (agoMs < BASELINE_EVERY_MS) return this.#baselines.known(target, agoMs, clock.now().monoMs);
    this.#healthy = this.#trace(target, {}, network);
    const view = await this.#ended(this.#healthy);
    this.#healthy = null;
    if (before !== this.#disturbed) return this.#baselines.givenUp();
    const healthy = isHealthyTrace(view);
    if (healthy) this.#keep(view, { reason: 'baseline', incident: null });
    this.#baselines.ended(target, healthy, clock.now().monoMs);
  }

  #trace(target: TraceTarget, known: Partial<TraceAsk>, network: string): RunningTrace {
    const { startTrace, engine, clock, newId } = this.#options;
    const { address, family } = target;
    const ask: TraceAsk = { host: address, mode: 'once', method: 'auto', family, ...known };
    return startTrace(ask, { sender: engine.probes, clock, id: newId(), network });
  }

  async #ended(trace: RunningTrace): Promise<TraceView> {
    this.#running.add(trace);
    const view = await trace.ended;
    this.#running.delete(trace);
    return view;
  }

  #keep(view: TraceView, about: Parameters<TraceKeeper['recordTrace']>[1]): void {
    this.#history.recordTrace(view, about);
    this.#options.onKept?.(view);
  }
}

/** One that never sent anything is no evidence. */
const tells = ({ status, sent }: TraceView): boolean => status !== 'failed' && sent > 0;

const NOTHING: OnsetTracer = {
  pause() {},
  resume() {},
  untraced: () => null,
  stop: () => Promise.resolve(),
};

/**
 * At the beginning of an incident the path is traced in each family, watched for a minute where the line is merely
 * degraded, and compared with the last healthy trace of the same target, method and network; while all is well those
 * are taken. What it takes lies in the engine's history.
 * Subscribes at once: to be called before the engine's events flow.
 */
export function traceOnsets(options: OnsetTracerOptions): OnsetTracer {
  const { history } = options.engine;
  return history === null ? NOTHING : new Tracer(options, history);
}
