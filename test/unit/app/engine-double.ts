import type { Anchor } from '../../../main/domain/model/anchor.ts';
import type { Config } from '../../../main/domain/model/config.ts';
import type { HealthBySubject } from '../../../main/domain/model/health.ts';
import type { HelperAccess, HelperChoice } from '../../../main/domain/model/helper-way.ts';
import type { Incident } from '../../../main/domain/model/incident.ts';
import type { Mode } from '../../../main/domain/model/mode.ts';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import { type Network, NO_NETWORK } from '../../../main/domain/model/network.ts';
import type { Engine } from '../../../main/headless/types.ts';
import type {
  HelperControl,
  HelperRetry,
  PathSender,
  ProbeSender,
} from '../../../main/helper-client/types.ts';
import type { Finding } from '../../../main/monitor/flight/probe.ts';
import { HistoryDouble } from './history-double.ts';

export const UNKNOWN: HealthBySubject = {
  icmp: 'unknown',
  ipv4: 'unknown',
  ipv6: 'unknown',
  dns: 'unknown',
  gateway: 'unknown',
};

export const INHERITED_ACCESS: HelperAccess = {
  choice: 'auto',
  active: 'inherited',
  privilege: { uid: 1000, dropped: true },
  reason: '',
  ways: [],
  file: '/opt/helper',
  distrust: '',
};

/** An engine that measures nothing: the test says what it tells, and reads what it was told. */
export class EngineDouble implements Engine {
  mode: Mode = { icmp: 'helper', reason: '' };
  /** No helper: traces are doubles too. */
  readonly probes: ProbeSender = { probe: () => null, cancelProbe: () => undefined };
  readonly paths: PathSender = {
    openPath: () => Promise.resolve({ ok: false, code: 'no-helper', message: 'no helper here' }),
  };
  network: Network = { ...NO_NETWORK, label: 'eth0 192.0.2.10 via 192.0.2.1' };
  health: HealthBySubject = UNKNOWN;
  open: readonly Incident[] = [];
  readonly history = new HistoryDouble();
  /** `begin`, `pause`, ... in order. */
  readonly calls: string[] = [];
  configs: Config[] = [];
  retry: HelperRetry = { ok: true };
  access: HelperAccess = INHERITED_ACCESS;
  readonly helper: HelperControl = {
    access: async () => this.access,
    onChange: (listener) => {
      this.#onHelper.add(listener);
      return () => this.#onHelper.delete(listener);
    },
    setChoice: (choice) => this.#choose(choice),
    fix: async () => {
      this.calls.push('fix');
      return this.retry;
    },
    useWay: async (choice) => {
      this.calls.push(`use ${choice}`);
      if (this.retry.ok) this.#choose(choice);
      return this.retry;
    },
  };
  finding: Finding = { outcome: 'reply', rttMs: 12, via: 'helper' };
  /** What `stop` waits for. */
  stopping: Promise<void> = Promise.resolve();
  readonly #listeners = new Set<(event: MonitorEvent) => void>();

  readonly #onHelper = new Set<() => void>();

  get helperListeners(): number {
    return this.#onHelper.size;
  }

  changeHelper(access: HelperAccess): void {
    this.access = access;
    for (const listener of this.#onHelper) listener();
  }

  #choose(choice: HelperChoice): void {
    if (choice !== this.access.choice) this.changeHelper({ ...this.access, choice });
  }

  tell(event: MonitorEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  subscribe(listener: (event: MonitorEvent) => void): () => void {
    this.calls.push('subscribe');
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  begin(): void {
    this.calls.push('begin');
  }
  async reconfigure(config: Config): Promise<void> {
    this.configs.push(config);
    this.#choose(config.helperWay);
  }
  async probeOnce(_anchor: Anchor): Promise<Finding> {
    return this.finding;
  }
  pause(): void {
    this.calls.push('pause');
  }
  resume(): void {
    this.calls.push('resume');
  }
  async stop(): Promise<void> {
    await this.stopping;
    this.calls.push('stop');
  }
}
