/** Where figures are sent for others to keep and draw; each part is off until it is switched on. */
export interface MetricsConfig {
  /** What this machine is called there; empty: its host name. */
  readonly machine: string;
  /** Further labels of every series that is pushed, e.g. `provider`; at most `MAX_LABELS`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly statsd: StatsdConfig;
  readonly prometheus: PrometheusConfig;
  readonly push: PushConfig;
}

export const MAX_LABELS = 8;

export const STATSD_PROTOCOLS = ['udp', 'tcp'] as const;
export type StatsdProtocol = (typeof STATSD_PROTOCOLS)[number];

/** `scripts`: the names of the three scripts that Faultline grew out of, for dashboards that know them. */
export const STATSD_NAMES = ['faultline', 'scripts'] as const;
export type StatsdNames = (typeof STATSD_NAMES)[number];

export interface StatsdConfig {
  readonly enabled: boolean;
  readonly host: string;
  readonly port: number;
  readonly protocol: StatsdProtocol;
  readonly names: StatsdNames;
  /** Before every name, e.g. `home.`; empty: nothing. */
  readonly prefix: string;
}

export interface PrometheusConfig {
  readonly enabled: boolean;
  /** A literal address of this machine to listen at; loopback unless somebody else shall scrape. */
  readonly address: string;
  readonly port: number;
  /** Asked of every scrape as `Authorization: Bearer`; empty: nobody is asked. */
  readonly token: string;
  /** PEM files; both or neither. Empty: plain HTTP. */
  readonly certFile: string;
  readonly keyFile: string;
}

/** `remote-write`: Prometheus' protocol 1.0, which VictoriaMetrics speaks as well. `influx`: line protocol. */
export const PUSH_FORMATS = ['remote-write', 'influx'] as const;
export type PushFormat = (typeof PUSH_FORMATS)[number];

export interface PushConfig {
  readonly enabled: boolean;
  /** Whole, with its path: `http://192.0.2.10:8428/api/v1/write`. */
  readonly url: string;
  readonly format: PushFormat;
  /** Sent as `Authorization: Bearer`; empty: not sent. */
  readonly token: string;
  /** Basic authentication; empty: not sent. */
  readonly user: string;
  readonly password: string;
  /** What waits on disk for a server that is away; beyond it the oldest goes. */
  readonly queueMegabytes: number;
  /** Sent again when a server comes back that was lost: what it may have taken and not yet kept. 0: nothing. */
  readonly resendSeconds: number;
}
