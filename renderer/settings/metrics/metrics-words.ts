import type { MetricsConfig, PushConfig, StatsdConfig } from '../../../main/domain/model/metrics-config.ts';
import type {
  ExporterName,
  ExporterPhase,
  ExporterState,
  ExporterTest,
} from '../../../main/domain/model/metrics-state.ts';
import { countText } from '../../../main/domain/words/numbers.ts';
import type { Shown } from '../../../main/domain/words/shapes.ts';

export interface ExporterWords {
  readonly title: string;
  /** What it is for. */
  readonly line: string;
  readonly toggle: string;
  /** What the test does. */
  readonly test: string;
}

export const EXPORTER_WORDS: Readonly<Record<ExporterName, ExporterWords>> = {
  statsd: {
    title: 'StatsD',
    line: 'For Graphite and Grafana: each round trip and each loss is sent as it happens.',
    toggle: 'Send figures to a StatsD server',
    test: 'Sends one marked figure by what is written here, saved or not.',
  },
  prometheus: {
    title: 'Prometheus',
    line: 'A page with all figures, which your Prometheus comes and fetches.',
    toggle: 'Offer a page for Prometheus',
    test: 'Fetches the page by what is written here, saved or not, as Prometheus would.',
  },
  push: {
    title: 'Push',
    line: 'For many machines in one place: each sample goes to VictoriaMetrics or Prometheus, and waits on disk while it can not be reached.',
    toggle: 'Push figures to a server',
    test: 'Pushes one marked figure by what is written here, saved or not.',
  },
};

export interface StateWords {
  readonly shape: Shown;
  readonly word: string;
}

/** Trouble here is no outage of the line: it never looks like one. */
export const PHASE_WORDS: Readonly<Record<ExporterPhase, StateWords>> = {
  off: { shape: 'unavailable', word: 'Off' },
  waiting: { shape: 'unknown', word: 'Waiting' },
  working: { shape: 'good', word: 'Working' },
  trouble: { shape: 'degraded', word: 'Trouble' },
};

export const OUTCOME_WORDS: Readonly<Record<ExporterTest['outcome'], StateWords>> = {
  arrived: { shape: 'good', word: 'Arrived' },
  sent: { shape: 'unknown', word: 'Sent' },
  failed: { shape: 'down', word: 'Failed' },
};

export interface Figure {
  readonly label: string;
  readonly text: string;
}

const figure = (label: string, count: number): Figure => ({ label, text: countText(count) });

/** What is counted since the start of the app; nothing is shown that an exporter does not have. */
export function figuresOf({ name, sent, dropped, queued }: ExporterState): readonly Figure[] {
  if (name === 'prometheus') return [figure('Times fetched', sent)];
  return [
    figure('Sent', sent),
    ...(queued === null ? [] : [figure('Waiting on disk', queued)]),
    figure('Dropped', dropped),
  ];
}

export const LAST_WORDS: Readonly<Record<ExporterName, string>> = {
  statsd: 'Last sent',
  prometheus: 'Last fetched',
  push: 'Last arrived',
};

/** What the names of StatsD's figures look like, of the choice that was made. */
export const NAME_HINTS: Readonly<Record<StatsdConfig['names'], string>> = {
  faultline: 'Such as faultline.kitchen.icmp4.8_8_8_8.rtt, with the machine’s name in them.',
  scripts:
    'Such as ping2.latency.8_8_8_8, for dashboards of the three scripts; a machine’s name is not in them.',
};

export const PROTOCOL_HINTS: Readonly<Record<StatsdConfig['protocol'], string>> = {
  udp: 'The usual way. Nothing tells whether figures arrive.',
  tcp: 'It is noticed when the server is away. The server has to listen for it.',
};

export const URL_HINTS: Readonly<Record<PushConfig['format'], string>> = {
  'remote-write':
    'Whole, with its path: http://192.0.2.10:8428/api/v1/write for VictoriaMetrics; the port of Prometheus is 9090.',
  influx: 'Whole, with its path: http://192.0.2.10:8428/write for VictoriaMetrics.',
};

const ALL_ADDRESSES = ['0.0.0.0', '::'];

/** Where the page is; null: not to be said from what is written. */
export function pageAddress({ address, port, certFile }: MetricsConfig['prometheus']): string | null {
  const scheme = certFile === '' ? 'http' : 'https';
  if (ALL_ADDRESSES.includes(address)) return `${scheme}://MACHINE:${port}/metrics`;
  const url = `${scheme}://${address.includes(':') ? `[${address}]` : address}:${port}/metrics`;
  return URL.canParse(url) ? url : null;
}
