import type { Anchor } from './anchor.ts';
import type { HelperChoice } from './helper-way.ts';
import type { MetricsConfig } from './metrics-config.ts';
import type { NotificationSettings } from './notifications.ts';

/** What the user can set; main/settings holds the schema, the defaults and the words of each error. */
export interface Config {
  /** Kinds without an anchor are not measured, but for `gateway` and `dns`: those follow the network. */
  readonly anchors: readonly Anchor[];
  readonly intervalMs: number;
  /** Provisional deadline of a probe until its usual round trip is known (at least 1 s is used). */
  readonly timeoutMs: number;
  /** An outage is notified when it has lasted this long. */
  readonly notifyAfterMs: number;
  /** Name asked of the resolvers by the `dns` kind. */
  readonly dnsName: string;
  /** Fetched on suspicion only; expects an empty 204 answer. Empty: never. */
  readonly portalUrl: string;
  readonly retention: {
    readonly rawHours: number;
    readonly minuteDays: number;
    readonly hourDays: number;
    readonly maxMegabytes: number;
  };
  readonly allowEncapsulation: boolean;
  /** What counts as degraded: this much more loss, and answers this much slower, than usual on this line. */
  readonly thresholds: {
    readonly lossPercent: number;
    readonly latencyMs: number;
  };
  /** The desktop's; the headless monitor notifies nobody. */
  readonly notifications: NotificationSettings;
  readonly startAtLogin: boolean;
  /** How the helper gets its right, when a person wants it to run. */
  readonly helperWay: HelperChoice;
  readonly metrics: MetricsConfig;
}

/** What the monitor needs of it. */
export type MonitorConfig = Pick<Config, 'anchors' | 'intervalMs' | 'timeoutMs' | 'dnsName' | 'portalUrl'> &
  Partial<Pick<Config, 'helperWay'>>;
