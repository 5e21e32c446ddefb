import type { TraceTargets } from '../../contract/contract.ts';
import type { TraceSummary, TraceView, TraceWarning } from '../../domain/model/trace.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import type { RunningTrace, TraceSurroundings } from '../../trace/types.ts';
import { withWhy } from '../encapsulation/why-ended.ts';
import { Refusal } from '../refusal.ts';
import { Baseline } from './baseline.ts';
import { incidentTrace } from './incident-trace.ts';
import { RememberedTraces } from './remembered.ts';
import { traceTargets } from './targets.ts';
import type { TraceServiceOptions } from './types.ts';

/** The helper sends so many probes a second and no more; beyond this each trace would only slow the others. */
export const MOST_RUNNING = 20;
const LISTED = 200;
/** Kept traces that are looked through for hosts that were asked for. */
const LOOKED_THROUGH = 200;

interface Running {
  readonly trace: RunningTrace;
  readonly baseline: Baseline;
  /** As it was told last. */
  view: TraceView;
  /** Why it was ended; null: it was not, or the person did. */
  why: TraceWarning | null;
}

function trimmed({ way, ...ask }: TraceAsk): TraceAsk {
  const whole = { ...ask, host: ask.host.trim() };
  if (way === undefined) return whole;
  return { ...whole, way: way.direction === 'between' ? { ...way, from: way.from.trim() } : way };
}

/** Runs what windows ask for, keeps what came of it, and finds it again. */
export class TraceService {
  readonly #options: TraceServiceOptions;
  readonly #running = new Map<string, Running>();
  readonly #remembered = new RememberedTraces();
  readonly #work = new Set<Promise<void>>();
  #asked: readonly string[] = [];

  constructor(options: TraceServiceOptions) {
    this.#options = options;
  }

  /** The hosts that earlier runs were asked for. Never rejects. */
  async recall(): Promise<void> {
    const kept = await this.#options
      .history()
      ?.traces({ limit: LOOKED_THROUGH })
      .catch(() => []);
    const hosts = (kept ?? []).filter(({ reason }) => reason === 'asked').map(({ host }) => host);
    this.#asked = [...new Set([...this.#asked, ...hosts])];
  }

  /** Rejects with a Refusal when no engine runs, too many traces do, or this one is not allowed here. */
  async start(ask: TraceAsk): Promise<TraceView> {
    const { startTrace, startEncapsulatedTrace, encapsulated } = this.#options;
    if (ask.way === undefined || ask.way.direction === 'forward') {
      const surroundings = this.#surroundings();
      return this.#begin((id) => startTrace(trimmed(ask), { ...surroundings, id }));
    }
    const surroundings = await encapsulated();
    return this.#begin((id) => startEncapsulatedTrace(trimmed(ask), { ...surroundings, id }));
  }

  #surroundings(): Omit<TraceSurroundings, 'id'> {
    const { engine, clock } = this.#options;
    const running = engine();
    if (running === null) {
      throw new Refusal({ what: 'Monitoring does not run.', wayOut: 'Traces can be run when it does.' });
    }
    return { sender: running.probes, clock, network: running.network.id };
  }

  #begin(start: (id: string) => RunningTrace): TraceView {
    if (this.#running.size >= MOST_RUNNING) {
      throw new Refusal({ what: `${MOST_RUNNING} traces are running.`, wayOut: 'Stop one of them first.' });
    }
    const trace = start(this.#options.newId());
    const baseline = new Baseline(this.#options.history);
    this.#follow({ trace, baseline, view: trace.view, why: null });
    return trace.view;
  }

  /** Of one that does not run (any more) nothing is left to do. */
  stop(id: string): void {
    this.#running.get(id)?.trace.stop();
  }

  /** Those for which there is a reason, which their views then tell. */
  stopWhere(whyOf: (view: TraceView) => TraceWarning | null): void {
    for (const running of this.#running.values()) {
      const why = whyOf(running.trace.view);
      if (why === null) continue;
      running.why = why;
      running.trace.stop();
    }
  }

  /** Settles when each of them has been kept. */
  async stopAll(): Promise<void> {
    for (const { trace } of this.#running.values()) trace.stop();
    await Promise.all(this.#work);
  }

  /** Running or kept. Rejects with a HistoryError or a Refusal when there is none. */
  async find(id: string): Promise<TraceView> {
    const known = this.#running.get(id)?.view ?? this.#remembered.get(id);
    if (known !== null && known !== undefined) return known;
    const history = this.#options.history();
    if (history !== null) return history.trace(id);
    throw new Refusal({ what: 'This trace is not kept.', wayOut: 'Run it again.' });
  }

  /** Without a history nothing is kept, so the list is empty. */
  async kept(incident: string | null): Promise<readonly TraceSummary[]> {
    const about = incident === null ? {} : { incident };
    return (await this.#options.history()?.traces({ limit: LISTED, ...about })) ?? [];
  }

  /** One from a file: it can be shared like any other, under an id that no other has. */
  adopt(view: TraceView): TraceView {
    const adopted: TraceView = { ...view, id: this.#options.newId() };
    this.#remembered.add(adopted);
    return adopted;
  }

  get targets(): TraceTargets {
    const anchors = this.#options.anchors();
    const engine = this.#options.engine();
    const affected = (engine?.open ?? []).flatMap(({ id }) => incidentTrace(id, engine, anchors)?.host ?? []);
    return traceTargets(anchors, engine?.network ?? null, this.#asked, affected);
  }

  #follow(running: Running): void {
    const { trace, baseline } = running;
    this.#running.set(trace.view.id, running);
    const unsubscribe = trace.onChange((view) => {
      running.view = view.status === 'running' ? baseline.live(view) : withWhy(view, running.why);
      this.#options.onTrace(running.view);
    });
    const work = this.#finish(running)
      .catch((error: unknown) => this.#options.log('a trace could not be kept', error))
      .finally(() => {
        unsubscribe();
        this.#running.delete(trace.view.id);
        this.#work.delete(work);
      });
    this.#work.add(work);
  }

  async #finish(running: Running): Promise<void> {
    const ended = withWhy(await running.trace.ended, running.why);
    const view = await running.baseline.final(ended);
    this.#remembered.add(view);
    if (view !== ended) this.#options.onTrace(view);
    if (view.sent > 0) this.#keep(view);
  }

  #keep(view: TraceView): void {
    this.#options.history()?.recordTrace(view, { reason: 'asked', incident: null });
    this.#asked = [view.host, ...this.#asked.filter((host) => host !== view.host)].slice(0, LOOKED_THROUGH);
    this.#options.onKept();
  }
}
