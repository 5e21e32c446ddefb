import type { HistoryState, IncidentQuery } from '../../../main/domain/model/history-state.ts';
import type { Incident } from '../../../main/domain/model/incident.ts';
import type { NotedIncident } from '../../../main/domain/model/noted-incident.ts';
import type { SeriesAnswer, SeriesQuery } from '../../../main/domain/model/series.ts';
import type { TraceReason, TraceSummary, TraceView } from '../../../main/domain/model/trace.ts';
import { type WallMs, wallMs } from '../../../main/domain/model/units.ts';
import type { Notice } from '../../../main/domain/notices/types.ts';
import { HistoryError } from '../../../main/history/errors.ts';
import type { History, TracedPath } from '../../../main/history/types.ts';

const EMPTY: HistoryState = { writing: true, reason: '', bytes: 4096, setAside: null };

export interface KeptTrace {
  readonly view: TraceView;
  readonly reason: TraceReason;
  readonly incident: string | null;
}

/** A history that remembers what it was asked and says what the test wants. */
export class HistoryDouble implements History {
  current: HistoryState = EMPTY;
  lastAliveMs: WallMs | null = null;
  stored: NotedIncident[] = [];
  told: Notice[] = [];
  /** Newest first. */
  kept: KeptTrace[] = [];
  healthy: TraceView[] = [];
  asked: unknown[] = [];
  flushes = 0;
  closed = false;
  /** What every question rejects with; null: nothing. */
  fault: HistoryError | null = null;
  readonly #stateListeners = new Set<(state: HistoryState) => void>();
  readonly #commitListeners = new Set<(toMs: WallMs) => void>();

  get listeners(): number {
    return this.#stateListeners.size + this.#commitListeners.size;
  }

  change(state: Partial<HistoryState>): void {
    this.current = { ...this.current, ...state };
    for (const listener of this.#stateListeners) listener(this.current);
  }

  commit(toMs: WallMs): void {
    for (const listener of this.#commitListeners) listener(toMs);
  }

  async series(query: SeriesQuery): Promise<SeriesAnswer> {
    this.#ask(query);
    const { fromMs, toMs } = query;
    return { fromMs, toMs, bucketMs: 1000, resolution: 'raw', series: [], gaps: [] };
  }
  async incidents(query: IncidentQuery): Promise<readonly NotedIncident[]> {
    this.#ask(query);
    return this.stored;
  }
  async openIncidents(): Promise<readonly Incident[]> {
    return this.stored.filter(({ untilMs }) => untilMs === null);
  }
  async gaps(fromMs: WallMs, toMs: WallMs) {
    this.#ask({ fromMs, toMs });
    return [{ fromMs, toMs, reason: 'sleep' as const }];
  }
  async state(): Promise<HistoryState> {
    return this.current;
  }
  record(): void {}
  recordNotice(notice: Notice): void {
    this.told.push(notice);
  }
  async notices(): Promise<readonly Notice[]> {
    return this.told;
  }
  recordTrace(view: TraceView, about: { reason: TraceReason; incident: string | null }): void {
    this.kept.unshift({ view, ...about });
  }
  async traces(query: { limit: number; incident?: string }): Promise<readonly TraceSummary[]> {
    this.#ask(query);
    return this.kept
      .filter(({ incident }) => query.incident === undefined || incident === query.incident)
      .map(({ view, reason, incident }) => ({
        id: view.id,
        atMs: view.startedMs,
        direction: view.direction,
        host: view.host,
        address: view.destination.address,
        relay: view.relay?.address ?? null,
        family: view.family,
        method: view.method,
        network: view.network,
        reached: view.reached,
        hops: view.hops.length,
        reason,
        incident,
        sentence: view.sentence,
      }))
      .slice(0, query.limit);
  }
  async trace(id: string): Promise<TraceView> {
    const kept = this.kept.find(({ view }) => view.id === id);
    if (kept === undefined) throw new HistoryError('missing', 'This trace is no longer in the history.');
    return kept.view;
  }
  async healthyTrace(path: TracedPath): Promise<TraceView | null> {
    if (this.fault !== null) throw this.fault;
    return (
      this.healthy.find(
        ({ destination, method, network, startedMs }) =>
          destination.address === path.address &&
          method === path.method &&
          network === path.network &&
          startedMs < path.beforeMs,
      ) ?? null
    );
  }
  async noteIncident(id: string, note: string): Promise<NotedIncident> {
    const incident = this.stored.find((one) => one.id === id);
    if (incident === undefined) throw new HistoryError('missing', 'There is no such incident any more.');
    return { ...incident, note };
  }
  async *measured() {}
  async *allIncidents() {}
  configure(): void {}
  async flush(): Promise<void> {
    this.flushes += 1;
    if (this.fault !== null) throw this.fault;
  }
  async availability() {
    return [];
  }
  async rememberAvailability(): Promise<boolean> {
    return true;
  }
  async lastAlive(): Promise<WallMs | null> {
    return this.lastAliveMs;
  }
  onCommit(listener: (toMs: WallMs) => void): () => void {
    this.#commitListeners.add(listener);
    return () => this.#commitListeners.delete(listener);
  }
  onStateChange(listener: (state: HistoryState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }
  async close(): Promise<void> {
    this.closed = true;
  }

  #ask(what: unknown): void {
    if (this.fault !== null) throw this.fault;
    this.asked.push(what);
  }
}

export const AN_HOUR = { fromMs: wallMs(1_000_000), toMs: wallMs(4_600_000) };
