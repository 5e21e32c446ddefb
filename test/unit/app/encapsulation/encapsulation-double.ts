import type { EncapsulationParts } from '../../../../main/app/encapsulation/types.ts';
import type { PathProbeAsk } from '../../../../main/domain/encapsulation/ask.ts';
import type { PathProbeView } from '../../../../main/domain/model/encapsulation.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import type { TraceAsk } from '../../../../main/domain/trace/ask.ts';
import type {
  EncapsulationRecords,
  EncapsulationSurroundings,
  RunningPathProbe,
} from '../../../../main/encapsulation/types.ts';
import type { TraceDouble, TracesDouble } from '../traces/traces-double.ts';
import { pathProbeView } from './path-probe-example.ts';

export const ANSWERED_MS = wallMs(1_795_000_000_000);

/** Answers by network, in memory. */
export class RecordsDouble implements EncapsulationRecords {
  readonly answers = new Map<string, boolean>();
  /** What every question rejects with; null: nothing. */
  fault: Error | null = null;
  /** What reading waits for. */
  reading: Promise<void> = Promise.resolve();

  async consent(network: string) {
    await this.reading;
    if (this.fault !== null) throw this.fault;
    const allowed = this.answers.get(network);
    return allowed === undefined ? null : { allowed, atMs: ANSWERED_MS };
  }
  async setConsent(network: string, allowed: boolean): Promise<void> {
    if (this.fault !== null) throw this.fault;
    this.answers.set(network, allowed);
  }
  async calibrations() {
    return [];
  }
  async keep(): Promise<void> {}
}

/** A path probe that runs until the test, or whoever asked for it, ends it. */
export class PathProbeDouble implements RunningPathProbe {
  readonly ask: PathProbeAsk;
  readonly surroundings: EncapsulationSurroundings;
  readonly failure = null;
  readonly ended: Promise<PathProbeView>;
  view: PathProbeView;
  stops = 0;
  #settle: (view: PathProbeView) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  readonly #listeners = new Set<(view: PathProbeView) => void>();

  constructor(ask: PathProbeAsk, surroundings: EncapsulationSurroundings) {
    this.ask = ask;
    this.surroundings = surroundings;
    const { id, network } = surroundings;
    this.view = pathProbeView({ id, network, host: 'host' in ask.path ? ask.path.host : null });
    this.ended = new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#reject = reject;
    });
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  onChange(listener: (view: PathProbeView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(change: Partial<PathProbeView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.#listeners) listener(this.view);
  }

  end(change: Partial<PathProbeView> = {}): void {
    if (this.view.status !== 'running') return;
    this.change({ status: 'done', phase: 'ended', ...change });
    this.#settle(this.view);
  }

  fail(error: Error): void {
    this.#reject(error);
  }

  stop(): void {
    this.stops += 1;
    this.end({ status: 'stopped' });
  }
}

/** In place of all that sends packets in IP-in-IP. */
export class EncapsulationDouble implements EncapsulationParts {
  readonly records = new RecordsDouble();
  readonly audit = {
    file: '/home/somebody/.local/share/faultline/encapsulation-audit.ndjson',
    begin: () => {},
    add: async () => {},
  };
  readonly probes: PathProbeDouble[] = [];
  /** Of traces whose way is not forward, in order. */
  readonly around: EncapsulationSurroundings[] = [];
  readonly #traces: TracesDouble;

  constructor(traces: TracesDouble) {
    this.#traces = traces;
  }

  readonly startEncapsulatedTrace = (ask: TraceAsk, around: EncapsulationSurroundings): TraceDouble => {
    this.around.push(around);
    return this.#traces.start(ask, around);
  };

  readonly startPathProbe = (ask: PathProbeAsk, around: EncapsulationSurroundings): PathProbeDouble => {
    const probe = new PathProbeDouble(ask, around);
    this.probes.push(probe);
    return probe;
  };

  get last(): PathProbeDouble {
    const last = this.probes.at(-1);
    if (last === undefined) throw new Error('no path probe was started');
    return last;
  }
}
