import type { Anchor } from '../domain/model/anchor.ts';
import type { Config } from '../domain/model/config.ts';

/** Three operators whose resolvers answer ICMP and TCP 443 on both families: one of them down is no outage. */
const RESOLVERS_4 = ['1.1.1.1', '8.8.8.8', '9.9.9.9'] as const;
const RESOLVERS_6 = ['2606:4700:4700::1111', '2001:4860:4860::8888', '2620:fe::fe'] as const;

export const DEFAULT_TCP_PORT = 443;

const DEFAULT_ANCHORS: readonly Anchor[] = [
  ...RESOLVERS_4.map((address): Anchor => ({ kind: 'icmp4', address })),
  ...RESOLVERS_6.map((address): Anchor => ({ kind: 'icmp6', address })),
  ...RESOLVERS_4.map((address): Anchor => ({ kind: 'tcp4', address, port: DEFAULT_TCP_PORT })),
  ...RESOLVERS_6.map((address): Anchor => ({ kind: 'tcp6', address, port: DEFAULT_TCP_PORT })),
];

export const DEFAULT_CONFIG: Config = {
  anchors: DEFAULT_ANCHORS,
  intervalMs: 1000,
  timeoutMs: 1000,
  notifyAfterMs: 10_000,
  dnsName: 'example.com',
  portalUrl: 'http://connectivitycheck.gstatic.com/generate_204',
  retention: { rawHours: 48, minuteDays: 400, hourDays: 3650, maxMegabytes: 500 },
  allowEncapsulation: false,
  thresholds: { lossPercent: 5, latencyMs: 50 },
  notifications: {
    enabled: true,
    muted: [],
    cooldownMs: 0,
    quietHours: { enabled: false, from: '22:00', to: '07:00' },
  },
  startAtLogin: false,
  helperWay: 'auto',
  metrics: {
    machine: '',
    labels: {},
    statsd: {
      enabled: false,
      host: '127.0.0.1',
      port: 8125,
      protocol: 'udp',
      names: 'faultline',
      prefix: '',
    },
    prometheus: {
      enabled: false,
      address: '127.0.0.1',
      port: 9824,
      token: '',
      certFile: '',
      keyFile: '',
    },
    push: {
      enabled: false,
      url: 'http://127.0.0.1:8428/api/v1/write',
      format: 'remote-write',
      token: '',
      user: '',
      password: '',
      queueMegabytes: 100,
      resendSeconds: 0,
    },
  },
};
