import type { Gap } from '../domain/model/gap.ts';
import type { HistoryState, IncidentQuery } from '../domain/model/history-state.ts';
import type { Incident } from '../domain/model/incident.ts';
import type { MeasuredRow } from '../domain/model/measured.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { NotedIncident } from '../domain/model/noted-incident.ts';
import type { SeriesAnswer, SeriesQuery } from '../domain/model/series.ts';
import type { TraceReason, TraceSummary, TraceView } from '../domain/model/trace.ts';
import { type WallMs, wallMs } from '../domain/model/units.ts';
import type { Notice } from '../domain/notices/types.ts';
import type { Availability } from '../domain/outage/types.ts';
import { isHealthyTrace } from '../domain/trace/compare/compare.ts';
import { HistoryError } from './errors.ts';
import { type Entry, timeOf } from './events/entry.ts';
import type { TracesQuery } from './events/traces.ts';
import { Outbox } from './outbox.ts';
import { incidentPages, measuredRows } from './paging.ts';
import type { Answer, Ask, FileReport, RequestName } from './requests.ts';
import type { History, HistoryOptions, Retention, TracedPath } from './types.ts';
import { startWorker, type WorkerLink } from './worker-link.ts';

export interface ClientSettings {
  /** The built worker. */
  readonly script: string;
  /** From an event to its commit, at the most; with the commit itself well below a second. */
  readonly commitMs: number;
  /** Pauses between attempts while writing fails: doubled from the first to the most. */
  readonly retryMs: { readonly first: number; readonly most: number };
  /** Events of either sort (samples, all others) that may wait. */
  readonly waiting: number;
  /** Told of every worker that has opened the file. */
  readonly onWorker?: (link: WorkerLink) => void;
}

/** Events in one transaction, so that a backlog does not hold up questions for long. */
const BATCH = 2000;

/** The caller's end: holds what is not committed yet, and the one worker that writes. */
export class HistoryClient implements History {
  #options: HistoryOptions;
  readonly #settings: ClientSettings;
  readonly #outbox: Outbox;
  readonly #listeners = new Set<(state: HistoryState) => void>();
  readonly #commitListeners = new Set<(toMs: WallMs) => void>();
  #link: WorkerLink | null = null;
  #run: number | null = null;
  #lastAlive: WallMs | null = null;
  #report: FileReport = { bytes: 0, setAside: null, begunAnewMs: null, dropped: 0 };
  /** Why nothing is written now; null: it is. */
  #trouble: HistoryError | null = null;
  #timer: NodeJS.Timeout | null = null;
  #retryMs = 0;
  #sending: Promise<void> | null = null;
  #closing = false;
  /** What the listeners were told last. */
  #told: string;

  private constructor(options: HistoryOptions, settings: ClientSettings) {
    this.#options = options;
    this.#settings = settings;
    this.#outbox = new Outbox(settings.waiting);
    this.#told = this.#fingerprint();
  }

  static async open(options: HistoryOptions, settings: ClientSettings): Promise<HistoryClient> {
    const client = new HistoryClient(options, settings);
    try {
      await client.#connect();
      client.#told = client.#fingerprint();
    } catch (error) {
      if (!(error instanceof HistoryError) || error.code !== 'full') throw error;
      client.#fail(error);
    }
    return client;
  }

  record(event: MonitorEvent): void {
    this.#push(event);
  }
  recordNotice(notice: Notice): void {
    this.#push({ type: 'notice', notice });
  }

  recordTrace(
    view: TraceView,
    about: { readonly reason: TraceReason; readonly incident: string | null },
  ): void {
    // What was taken because something is wrong is no example of how it should be, whatever it saw itself.
    const healthy = about.reason !== 'incident' && isHealthyTrace(view);
    this.#push({ type: 'trace', view, ...about, healthy });
  }

  #push(entry: Entry): void {
    if (this.#closing) return;
    this.#outbox.push(entry);
    if (this.#timer === null && this.#sending === null) this.#sendAfter(this.#settings.commitMs);
  }

  async flush(): Promise<void> {
    // What is on its way may have been taken before this call: wait for it, then send the rest.
    await this.#sending;
    do await this.#send();
    while (this.#outbox.size > 0 && this.#trouble === null);
    if (this.#trouble !== null) throw this.#trouble;
  }

  /** What was recorded a moment ago is found; what can't be written is not, and `state` says why. */
  async #written(): Promise<void> {
    if (!this.#closing) await this.flush().catch(() => {});
  }

  series(query: SeriesQuery): Promise<SeriesAnswer> {
    return this.#ask('series', query);
  }
  incidents(query: IncidentQuery): Promise<readonly NotedIncident[]> {
    return this.#ask('incidents', query);
  }
  openIncidents(): Promise<readonly Incident[]> {
    return this.#ask('openIncidents', null);
  }
  gaps(fromMs: WallMs, toMs: WallMs): Promise<readonly Gap[]> {
    return this.#ask('gaps', { fromMs, toMs });
  }
  measured(fromMs: WallMs, toMs: WallMs): AsyncIterable<readonly MeasuredRow[]> {
    return measuredRows((name, ask) => this.#ask(name, ask), fromMs, toMs);
  }
  allIncidents(fromMs: WallMs, toMs: WallMs): AsyncIterable<readonly NotedIncident[]> {
    return incidentPages((name, ask) => this.#ask(name, ask), fromMs, toMs);
  }
  notices(query: { readonly limit: number }): Promise<readonly Notice[]> {
    return this.#ask('notices', query);
  }
  async noteIncident(id: string, note: string): Promise<NotedIncident> {
    // It may have been recorded a moment ago.
    await this.flush();
    const noted = await this.#ask('noteIncident', { id, note });
    if (noted !== null) return noted;
    throw new HistoryError('missing', 'This incident is no longer in the history, so it can have no note.');
  }
  async traces(query: TracesQuery): Promise<readonly TraceSummary[]> {
    await this.#written();
    return this.#ask('traces', query);
  }
  async trace(id: string): Promise<TraceView> {
    await this.#written();
    const view = await this.#ask('trace', { id });
    if (view !== null) return view;
    throw new HistoryError('missing', 'This trace is no longer in the history.');
  }
  async healthyTrace(path: TracedPath): Promise<TraceView | null> {
    await this.#written();
    return this.#ask('healthyTrace', path);
  }
  configure(retention: Retention): void {
    const { rawHours, minuteDays, hourDays, maxBytes } = retention;
    const limits = { rawHours, minuteDays, hourDays, maxBytes };
    this.#options = { ...this.#options, ...limits };
    // A worker that is gone gets them with its start.
    this.#ask('configure', limits).catch(() => {});
  }
  availability(): Promise<readonly Availability[]> {
    return this.#ask('availability', null);
  }
  async rememberAvailability(list: readonly Availability[]): Promise<boolean> {
    return this.#ask('rememberAvailability', list).then(
      () => true,
      () => false,
    );
  }
  lastAlive(): Promise<WallMs | null> {
    return Promise.resolve(this.#lastAlive);
  }
  state(): Promise<HistoryState> {
    return Promise.resolve(this.#state());
  }

  onCommit(listener: (toMs: WallMs) => void): () => void {
    this.#commitListeners.add(listener);
    return () => this.#commitListeners.delete(listener);
  }

  onStateChange(listener: (state: HistoryState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    await this.flush().catch(() => {
      // `state` has said why; what could not be written is lost with this run.
    });
    this.#cancelTimer();
    const link = this.#link;
    this.#link = null;
    await link?.ask('close', null).catch(() => {});
    await link?.terminate();
    this.#listeners.clear();
    this.#commitListeners.clear();
  }

  async #connect(): Promise<void> {
    const { script, onWorker } = this.#settings;
    const start = { options: this.#options, run: this.#run };
    const link = await startWorker(script, start, {
      onGone: (reason) => this.#onGone(reason),
      onReport: (report) => this.#onReport(report),
    });
    this.#link = link;
    // A worker that is started anew goes on with the run of the first one.
    if (this.#run === null) this.#lastAlive = link.opened.lastAlive;
    this.#run = link.opened.run;
    this.#report = link.opened.report;
    onWorker?.(link);
  }

  #ask<Name extends RequestName>(name: Name, ask: Ask<Name>): Promise<Answer<Name>> {
    if (this.#closing) return Promise.reject(new HistoryError('closed', 'The history is closed.'));
    if (this.#link !== null) return this.#link.ask(name, ask);
    return Promise.reject(this.#trouble ?? new HistoryError('failed', 'The history is being opened again.'));
  }

  #sendAfter(delayMs: number): void {
    this.#cancelTimer();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#send();
    }, delayMs);
  }

  #cancelTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** One batch; never rejects, `#trouble` tells how it went. */
  #send(): Promise<void> {
    this.#cancelTimer();
    this.#sending ??= this.#sendBatch().finally(() => {
      this.#sending = null;
      if (!this.#closing) this.#sendLater();
    });
    return this.#sending;
  }

  #sendLater(): void {
    if (this.#trouble !== null) this.#sendAfter(this.#retryMs);
    else if (this.#outbox.size > 0) this.#sendAfter(this.#outbox.size >= BATCH ? 0 : this.#settings.commitMs);
  }

  async #sendBatch(): Promise<void> {
    let batch: readonly Entry[] = [];
    try {
      if (this.#link === null) await this.#connect();
      batch = this.#outbox.take(BATCH);
      const report = await this.#link?.ask('commit', batch);
      if (report !== undefined) this.#succeed(report, batch);
    } catch (error) {
      this.#outbox.putBack(batch);
      this.#fail(error instanceof HistoryError ? error : new HistoryError('failed', String(error)));
    }
  }

  #succeed(report: FileReport, batch: readonly Entry[]): void {
    this.#trouble = null;
    this.#retryMs = 0;
    this.#onReport(report);
    if (batch.length === 0) return;
    const toMs = wallMs(batch.reduce((latest, entry) => Math.max(latest, timeOf(entry)), -Infinity));
    for (const listener of this.#commitListeners) listener(toMs);
  }

  #fail(error: HistoryError): void {
    const { first, most } = this.#settings.retryMs;
    // In place of a file that was taken away the worker has begun another already.
    const isReady = error.code === 'missing' && this.#trouble?.code !== 'missing';
    this.#trouble = error;
    this.#retryMs = isReady ? 0 : Math.min(most, this.#retryMs === 0 ? first : this.#retryMs * 2);
    this.#tell();
    if (this.#sending === null && !this.#closing) this.#sendAfter(this.#retryMs);
  }

  #onGone(reason: string): void {
    this.#link = null;
    if (!this.#closing)
      this.#fail(
        new HistoryError('failed', `The history's worker stopped (${reason}); it is started again.`),
      );
  }

  #onReport(report: FileReport): void {
    this.#report = report;
    this.#tell();
  }

  #state(): HistoryState {
    const dropped = this.#outbox.dropped + this.#report.dropped;
    const { begunAnewMs } = this.#report;
    return {
      writing: this.#trouble === null,
      reason: this.#trouble === null ? '' : this.#reason(this.#trouble),
      bytes: this.#report.bytes,
      setAside: this.#report.setAside,
      ...(begunAnewMs === null ? {} : { begunAnewMs }),
      ...(dropped > 0 ? { dropped } : {}),
    };
  }

  #reason(trouble: HistoryError): string {
    const lost = this.#outbox.dropped > 0 ? `, ${this.#outbox.dropped} older ones are lost` : '';
    return `${trouble.message} Measuring goes on: ${this.#outbox.size} events wait to be written${lost}.`;
  }

  /** Listeners hear of changes that matter, not of every byte or waiting event. */
  #tell(): void {
    const fingerprint = this.#fingerprint();
    if (fingerprint === this.#told) return;
    this.#told = fingerprint;
    for (const listener of this.#listeners) listener(this.#state());
  }

  #fingerprint(): string {
    const { setAside, begunAnewMs, dropped } = this.#state();
    return JSON.stringify([this.#trouble?.code ?? '', setAside, begunAnewMs ?? null, dropped ?? 0]);
  }
}
