import type { Config } from '../domain/model/config.ts';
import type { HealthBySubject } from '../domain/model/health.ts';
import type { Incident } from '../domain/model/incident.ts';
import type { Mode } from '../domain/model/mode.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { Network } from '../domain/model/network.ts';
import type { History } from '../history/types.ts';

export interface EngineOptions {
  readonly config: Config;
  /** Folder of the history; null: remember nothing. */
  readonly dataDirectory: string | null;
  /**
   * Called once the helper runs and before the history is opened or any answer is judged: the moment at
   * which a process that was started as root gives its own rights up.
   */
  readonly onHelperStarted?: () => void;
}

/** Monitor, detector and history at work together, without a window. */
export interface Engine {
  readonly mode: Mode;
  readonly network: Network;
  readonly health: HealthBySubject;
  readonly open: readonly Incident[];
  readonly history: History | null;
  subscribe(listener: (event: MonitorEvent) => void): () => void;
  /** Lets the events flow, from the very start on: call it once, when everybody listens who must. */
  begin(): void;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

export type StartEngine = (options: EngineOptions) => Promise<Engine>;
