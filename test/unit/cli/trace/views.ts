import type { RoundTrips, TraceHop, TraceNode, TraceView } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';

export const AT = wallMs(Date.UTC(2026, 0, 1, 14, 2, 31));

export const rtt = (mean: number): RoundTrips => ({
  last: mean + 0.5,
  min: mean - 1,
  mean,
  p95: mean + 2,
  max: mean + 3,
  stddev: 0.75,
  jitter: 0.25,
});

export const node = (address: string, change: Partial<TraceNode> = {}): TraceNode => ({
  address,
  name: null,
  note: null,
  received: 3,
  rttMs: rtt(10),
  answers: ['ttl-exceeded'],
  mpls: [],
  interfaces: [],
  translated: false,
  ...change,
});

export const hop = (ttl: number, nodes: readonly TraceNode[], change: Partial<TraceHop> = {}): TraceHop => ({
  ttl,
  sent: 3,
  received: nodes.reduce((sum, { received }) => sum + received, 0),
  late: 0,
  duplicate: 0,
  lossPercent: nodes.length === 0 ? 100 : 0,
  interval95: [0, 56.2],
  reading: nodes.length === 0 ? 'silent' : 'clean',
  rttMs: nodes[0]?.rttMs ?? null,
  nodes,
  samples: [],
  ...change,
});

export const view = (change: Partial<TraceView> = {}): TraceView => ({
  id: 'trace-1',
  status: 'done',
  mode: 'once',
  direction: 'forward',
  relay: null,
  host: 'example.com',
  destination: { address: '198.51.100.9', name: 'example.com' },
  family: 4,
  method: 'udp',
  source: '192.0.2.10',
  network: '',
  startedMs: AT,
  durationMs: 61.2345,
  rounds: 1,
  reached: true,
  sent: 9,
  received: 6,
  late: 0,
  duplicate: 0,
  hops: [
    hop(1, [node('192.0.2.1', { name: 'router.example', note: 'private' })]),
    hop(2, []),
    hop(3, [node('198.51.100.9', { rttMs: rtt(21.5), answers: ['port-unreachable'] })]),
  ],
  changes: [],
  links: [],
  pathMtu: null,
  warnings: [],
  sentence: { state: 'good', text: 'Packets reach the destination.' },
  comparison: null,
  trouble: null,
  ...change,
});
