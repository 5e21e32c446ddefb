import type { PushConfig } from '../../domain/model/metrics-config.ts';
import type { ExporterState } from '../../domain/model/metrics-state.ts';
import type { MonitorEvent } from '../../domain/model/monitor-event.ts';

/** What the worker is started with. */
export interface PushStart {
  readonly push: PushConfig;
  readonly machine: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly version: string;
  /** Null: nothing may be kept. */
  readonly queuePath: string | null;
}

export type ToWorker =
  | {
      readonly type: 'events';
      /** Names the one who counts them. */
      readonly session: string;
      /** Number of the first one. */
      readonly first: number;
      readonly events: readonly MonitorEvent[];
    }
  | { readonly type: 'stop' };

export type PushFigures = Omit<ExporterState, 'name'>;

export type FromWorker =
  /** Events up to that number are the worker's own now. */
  | { readonly type: 'took'; readonly through: number }
  | { readonly type: 'state'; readonly state: PushFigures }
  | { readonly type: 'stopped' };
