import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { ExporterState } from '../../domain/model/metrics-state.ts';
import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { Exporter } from '../types.ts';
import { within } from '../within.ts';
import type { FromWorker, PushFigures, PushStart, ToWorker } from './messages.ts';

export interface ClientOptions {
  readonly start: PushStart;
  /** The built worker. */
  readonly script: string;
  readonly onState: () => void;
  /** From an event to the worker, at the most: as long as the history takes to write it. */
  readonly handOverMs?: number;
  readonly restartMs?: number;
}

/** Half an hour of a usual line: the worker takes them at once, unless it is gone. */
const MOST_EVENTS = 30_000;
const STOP_WITHIN_MS = 4000;

const WAITING: PushFigures = {
  phase: 'waiting',
  text: 'It is being started.',
  sent: 0,
  dropped: 0,
  queued: 0,
  lastMs: null,
};

/** The probing thread's end: holds what the worker has not taken, and starts another where one has died. */
export class PushClient implements Exporter {
  readonly #options: ClientOptions;
  readonly #session = randomUUID();
  #worker: Worker | null = null;
  #events: MonitorEvent[] = [];
  /** Number of the first of `#events`. */
  #first = 1;
  /** Number up to which they were handed over. */
  #handed = 0;
  #dropped = 0;
  #figures: PushFigures = WAITING;
  /** Of the workers before this one. */
  #before = { sent: 0, dropped: 0 };
  #timer: NodeJS.Timeout | null = null;
  #restart: NodeJS.Timeout | null = null;
  #isStopping = false;
  #onStopped: () => void = () => undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#begin();
  }

  get state(): ExporterState {
    const { sent, dropped, ...rest } = this.#figures;
    return {
      name: 'push',
      ...rest,
      sent: sent + this.#before.sent,
      dropped: dropped + this.#before.dropped + this.#dropped,
    };
  }

  /** Events that the worker has not taken yet. */
  get untaken(): number {
    return this.#events.length;
  }

  /** As a crash of it would. */
  killWorker(): void {
    void this.#worker?.terminate();
  }

  take(event: MonitorEvent): void {
    if (this.#isStopping) return;
    this.#events.push(event);
    if (this.#events.length > MOST_EVENTS) this.#dropOldest();
    // A line that is back is tried at once.
    const delayMs = event.type === 'network' ? 0 : (this.#options.handOverMs ?? 800);
    if (delayMs === 0 || this.#timer === null) this.#handOverIn(delayMs);
  }

  async stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#cancelTimers();
    const worker = this.#worker;
    if (worker === null) return;
    const stopped = new Promise<void>((resolve) => {
      this.#onStopped = resolve;
    });
    this.#handOver();
    this.#post({ type: 'stop' });
    await within(STOP_WITHIN_MS, stopped);
    this.#worker = null;
    await worker.terminate();
  }

  #cancelTimers(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#restart !== null) clearTimeout(this.#restart);
    this.#timer = null;
    this.#restart = null;
  }

  #handOverIn(delayMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#handOver();
    }, delayMs);
  }

  /** A tenth at a time, so that a worker that stays away does not cost a shift for every event. */
  #dropOldest(): void {
    const gone = this.#events.splice(0, Math.ceil(MOST_EVENTS / 10));
    this.#first += gone.length;
    this.#handed = Math.max(this.#handed, this.#first - 1);
    this.#dropped += gone.filter(({ type }) => type === 'sample').length;
  }

  #handOver(): void {
    const events = this.#events.slice(this.#handed - this.#first + 1);
    if (this.#worker === null || events.length === 0) return;
    this.#post({ type: 'events', session: this.#session, first: this.#handed + 1, events });
    this.#handed += events.length;
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #begin(): void {
    const worker = new Worker(this.#options.script, { workerData: this.#options.start, name: 'metrics' });
    this.#worker = worker;
    // Whatever was handed to the one before and not taken is handed over again; the queue knows what it has.
    this.#handed = this.#first - 1;
    let cause = 'it ended';
    worker.on('message', (message: FromWorker) => this.#hear(message));
    worker.on('error', (error) => {
      cause = error.message;
    });
    worker.on('exit', () => {
      this.#onStopped();
      if (this.#worker === worker) this.#gone(cause);
    });
    this.#handOver();
  }

  #hear(message: FromWorker): void {
    if (message.type === 'took') this.#forget(message.through);
    else if (message.type === 'state') this.#become(message.state);
    else this.#onStopped();
  }

  #forget(through: number): void {
    const count = through - this.#first + 1;
    if (count <= 0) return;
    this.#events.splice(0, count);
    this.#first = through + 1;
  }

  #become(figures: PushFigures): void {
    this.#figures = figures;
    this.#options.onState();
  }

  #gone(cause: string): void {
    this.#worker = null;
    const { sent, dropped } = this.#figures;
    this.#before = { sent: this.#before.sent + sent, dropped: this.#before.dropped + dropped };
    this.#become({
      ...this.#figures,
      phase: 'trouble',
      text: `What sends the figures stopped (${cause}); it is started again, and what waits on disk is kept.`,
      sent: 0,
      dropped: 0,
    });
    if (this.#isStopping) return;
    this.#restart = setTimeout(() => this.#begin(), this.#options.restartMs ?? 5000);
  }
}
