import type { Anchor } from '../../domain/model/anchor.ts';
import type { HealthBySubject } from '../../domain/model/health.ts';
import type { Incident } from '../../domain/model/incident.ts';
import type { Mode } from '../../domain/model/mode.ts';
import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { Network } from '../../domain/model/network.ts';
import type { TraceMethod, TraceReason, TraceView } from '../../domain/model/trace.ts';
import type { WallMs } from '../../domain/model/units.ts';
import type { Untraced } from '../../domain/trace/schedule/types.ts';
import type { ProbeSender } from '../../helper-client/types.ts';
import type { Clock } from '../../monitor/types.ts';
import type { StartTrace } from '../types.ts';

/** What of a history is needed here; a history fits. */
export interface TraceKeeper {
  recordTrace(
    view: TraceView,
    about: { readonly reason: TraceReason; readonly incident: string | null },
  ): void;
  healthyTrace(path: {
    readonly address: string;
    readonly method: TraceMethod;
    readonly network: string;
    readonly beforeMs: WallMs;
  }): Promise<TraceView | null>;
}

/** What of an engine is needed here; an engine fits. */
export interface TracedEngine {
  readonly mode: Mode;
  readonly network: Network;
  readonly health: HealthBySubject;
  readonly open: readonly Incident[];
  readonly probes: ProbeSender;
  readonly history: TraceKeeper | null;
  subscribe(listener: (event: MonitorEvent) => void): () => void;
}

export interface OnsetTracerOptions {
  readonly engine: TracedEngine;
  /** The configured ones, as they are now. */
  readonly anchors: () => readonly Anchor[];
  readonly startTrace: StartTrace;
  readonly clock: Clock;
  /** Unique over all runs. */
  readonly newId: () => string;
  /** Told of what nobody expected. */
  readonly log: (what: string, error: unknown) => void;
  /** Told of each trace that was given to the history. */
  readonly onKept?: (view: TraceView) => void;
}

/** Traces that nobody asked for. It never throws, and without a helper or a history it does nothing. */
export interface OnsetTracer {
  /** Nothing is sent until `resume`. */
  pause(): void;
  resume(): void;
  /** Why an incident of this run has no trace; null: it has one, or nothing is known of it. */
  untraced(incident: string): Untraced | null;
  /** Settles when what had begun has been kept or given up. */
  stop(): Promise<void>;
}
