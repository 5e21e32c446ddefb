import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { ExporterState } from '../../domain/model/metrics-state.ts';
import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { Exporter } from '../types.ts';
import { within } from '../within.ts';
import type { FromWorker, PushFigures, PushStart, ToWorker } from './messages.ts';
import { Untaken } from './untaken.ts';
import { endedWords } from './words.ts';

export interface ClientOptions {
  readonly start: PushStart;
  /** The built worker. */
  readonly script: string;
  readonly onState: () => void;
  /** From an event to the worker, at the most: as long as the history takes to write it. */
  readonly handOverMs?: number;
  readonly restartMs?: number;
  /** May throw: a thread is not to be had at every moment. */
  readonly startThread?: (script: string, start: PushStart) => Worker;
}

const STOP_WITHIN_MS = 4000;

const WAITING: PushFigures = {
  phase: 'waiting',
  text: 'It is being started.',
  sent: 0,
  dropped: 0,
  queued: 0,
  lastMs: null,
};

const startThread = (script: string, start: PushStart): Worker =>
  new Worker(script, { workerData: start, name: 'metrics' });

interface Ending {
  readonly cause: string;
  /** It was up and failed at its work; one that is ended, or can't start, says nothing about what it was given. */
  readonly hasFailed: boolean;
}

/** The probing thread's end: holds what the worker has not taken, and starts another where one has died. */
export class PushClient implements Exporter {
  readonly #options: ClientOptions;
  readonly #session = randomUUID();
  #worker: Worker | null = null;
  readonly #untaken = new Untaken();
  #figures: PushFigures = WAITING;
  /** Of the workers before this one. */
  #before = { sent: 0, dropped: 0 };
  #timer: NodeJS.Timeout | null = null;
  #restart: NodeJS.Timeout | null = null;
  #isStopping = false;
  #hasStopped = false;
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
      dropped: dropped + this.#before.dropped + this.#untaken.dropped,
    };
  }

  /** Events that the worker has not taken yet. */
  get untaken(): number {
    return this.#untaken.count;
  }

  /** As a crash of it would. */
  killWorker(): void {
    void this.#worker?.terminate();
  }

  take(event: MonitorEvent): void {
    if (this.#isStopping) return;
    this.#untaken.add(event);
    // A line that is back is tried at once.
    const delayMs = event.type === 'network' ? 0 : (this.#options.handOverMs ?? 800);
    if (delayMs === 0 || this.#timer === null) this.#handOverIn(delayMs);
  }

  async stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#cancelTimers();
    const stopped = new Promise<void>((resolve) => {
      this.#onStopped = resolve;
    });
    // One more, where the last has died: on disk what waits is safe.
    if (this.#worker === null && this.#untaken.count > 0) this.#begin();
    const worker = this.#worker;
    if (worker !== null) {
      this.#handOver();
      this.#post({ type: 'stop' });
      await within(STOP_WITHIN_MS, stopped);
      this.#worker = null;
      await worker.terminate();
    }
    this.#giveUpRest();
  }

  /** What is on disk waits for the next run; all else is gone now. */
  #giveUpRest(): void {
    const inMemory = this.#isOnDisk ? 0 : (this.#figures.queued ?? 0);
    if (this.#untaken.count === 0 && inMemory === 0) return;
    this.#untaken.giveUp();
    this.#before = { ...this.#before, dropped: this.#before.dropped + inMemory };
    this.#become(inMemory === 0 ? this.#figures : { ...this.#figures, queued: 0 });
  }

  get #isOnDisk(): boolean {
    return this.#options.start.queuePath !== null;
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

  #handOver(): void {
    if (this.#worker === null) return;
    for (const run of this.#untaken.handOver())
      this.#post({ type: 'events', session: this.#session, ...run });
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #begin(): void {
    try {
      this.#worker = this.#start();
    } catch (error) {
      this.#gone({ cause: error instanceof Error ? error.message : String(error), hasFailed: false });
      return;
    }
    // The queue knows what it has.
    this.#untaken.again();
    this.#handOver();
  }

  #start(): Worker {
    const { script, start } = this.#options;
    const worker = (this.#options.startThread ?? startThread)(script, start);
    let fault: Error | null = null;
    let isUp = false;
    worker.on('message', (message: FromWorker) => {
      isUp = true;
      this.#hear(message);
    });
    worker.on('error', (error) => {
      fault = error;
    });
    // All that it told comes before this, whatever was told first.
    worker.on('exit', () => {
      const ending = { cause: fault?.message ?? 'it ended', hasFailed: isUp && fault !== null };
      if (this.#worker === worker && !this.#hasStopped) this.#gone(ending);
      this.#onStopped();
    });
    return worker;
  }

  #hear(message: FromWorker): void {
    if (message.type === 'took') this.#untaken.taken(message.through);
    else if (message.type === 'state') this.#become(message.state);
    else {
      this.#hasStopped = true;
      this.#onStopped();
    }
  }

  #become(figures: PushFigures): void {
    this.#figures = figures;
    this.#options.onState();
  }

  #gone({ cause, hasFailed }: Ending): void {
    this.#worker = null;
    const isOnDisk = this.#isOnDisk;
    const { sent, dropped, queued } = this.#figures;
    const lost = isOnDisk ? 0 : (queued ?? 0);
    this.#before = { sent: this.#before.sent + sent, dropped: this.#before.dropped + dropped + lost };
    const isEventDropped = hasFailed && this.#untaken.failed();
    const text = endedWords(cause, { isOnDisk, isEventDropped, isStartedAgain: !this.#isStopping });
    this.#become({
      ...this.#figures,
      phase: 'trouble',
      text,
      troubles: [{ id: 'ended', text }],
      sent: 0,
      dropped: 0,
      queued: isOnDisk ? queued : 0,
    });
    if (this.#isStopping) return;
    this.#restart = setTimeout(() => {
      this.#restart = null;
      this.#begin();
    }, this.#options.restartMs ?? 5000);
  }
}
