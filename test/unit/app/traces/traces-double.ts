import type { TraceView } from '../../../../main/domain/model/trace.ts';
import type { TraceAsk } from '../../../../main/domain/trace/ask.ts';
import type { RunningTrace, TraceSurroundings } from '../../../../main/trace/types.ts';
import { traceView } from './trace-example.ts';

/** One trace that runs until the test, or whoever asked for it, ends it. */
export class TraceDouble implements RunningTrace {
  readonly ask: TraceAsk;
  readonly surroundings: TraceSurroundings;
  view: TraceView;
  readonly ended: Promise<TraceView>;
  stops = 0;
  /** A trace that takes its time to stop. */
  lingers = false;
  #settle: (view: TraceView) => void = () => undefined;
  readonly #listeners = new Set<(view: TraceView) => void>();

  constructor(ask: TraceAsk, surroundings: TraceSurroundings) {
    this.ask = ask;
    this.surroundings = surroundings;
    this.view = traceView({
      id: surroundings.id,
      status: 'running',
      mode: ask.mode,
      direction: ask.way?.direction ?? 'forward',
      host: ask.host,
      destination: { address: ask.host, name: null },
      family: ask.family ?? 4,
      method: ask.method === 'auto' ? 'udp' : ask.method,
      network: surroundings.network,
      startedMs: surroundings.clock.now().wallMs,
    });
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  onChange(listener: (view: TraceView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(change: Partial<TraceView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.#listeners) listener(this.view);
  }

  end(change: Partial<TraceView> = {}): void {
    if (this.view.status !== 'running') return;
    this.change({ status: 'done', ...change });
    this.#settle(this.view);
  }

  stop(): void {
    this.stops += 1;
    if (!this.lingers) this.end({ status: 'stopped' });
  }
}

/** In place of the runner: remembers every trace it was asked for. */
export class TracesDouble {
  readonly all: TraceDouble[] = [];
  #ids = 0;

  readonly start = (ask: TraceAsk, surroundings: TraceSurroundings): TraceDouble => {
    const trace = new TraceDouble(ask, surroundings);
    this.all.push(trace);
    return trace;
  };

  readonly newId = (): string => {
    this.#ids += 1;
    return `trace-${this.#ids}`;
  };

  get running(): readonly TraceDouble[] {
    return this.all.filter(({ view }) => view.status === 'running');
  }

  get last(): TraceDouble {
    const last = this.all.at(-1);
    if (last === undefined) throw new Error('no trace was started');
    return last;
  }
}
