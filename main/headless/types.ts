import type { Anchor } from '../domain/model/anchor.ts';
import type { Config } from '../domain/model/config.ts';
import type { HealthBySubject } from '../domain/model/health.ts';
import type { Incident } from '../domain/model/incident.ts';
import type { Mode } from '../domain/model/mode.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { Network } from '../domain/model/network.ts';
import type { HelperControl, PathSender, ProbeSender } from '../helper-client/types.ts';
import type { History } from '../history/types.ts';
import type { Finding } from '../monitor/flight/probe.ts';
import type { MonitorOptions } from '../monitor/types.ts';

export interface EngineOptions {
  readonly config: Config;
  /** Folder of the history; null: remember nothing. */
  readonly dataDirectory: string | null;
  /** How the helper is started; left out: as here, and nobody is asked. The config chooses among them. */
  readonly helperWays?: MonitorOptions['helperWays'];
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
  /**
   * In force at once, without a restart and without a gap: whom to probe, how often, thresholds, retention. Anchors
   * that stay keep what is known of them; of the others nothing in flight counts any more.
   */
  reconfigure(config: Config): Promise<void>;
  /** One probe of any target, configured or not; within a few seconds, never rejects. */
  probeOnce(anchor: Anchor): Promise<Finding>;
  /** The helper's packets of a traceroute, whichever helper runs at the time. */
  readonly probes: ProbeSender;
  /** The same for its packets in IP-in-IP; a path ends with its helper. */
  readonly paths: PathSender;
  readonly helper: HelperControl;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

export type StartEngine = (options: EngineOptions) => Promise<Engine>;
