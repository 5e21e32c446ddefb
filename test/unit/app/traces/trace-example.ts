import type { TraceHop, TraceNode, TraceView } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';

const node = (address: string): TraceNode => ({
  address,
  name: null,
  note: null,
  received: 3,
  rttMs: { last: 5, min: 4, mean: 5, p95: 6, max: 6, stddev: 1, jitter: 0.5 },
  answers: ['ttl-exceeded'],
  mpls: [],
  interfaces: [],
  translated: false,
});

export const hop = (ttl: number, address: string | null): TraceHop => ({
  ttl,
  sent: 3,
  received: address === null ? 0 : 3,
  late: 0,
  duplicate: 0,
  lossPercent: address === null ? 100 : 0,
  interval95: [0, 56],
  reading: address === null ? 'silent' : 'clean',
  rttMs: null,
  nodes: address === null ? [] : [node(address)],
  samples: [{ atMs: wallMs(1_795_000_000_000), rttMs: 5 }],
});

/** A healthy path of three hops. */
export function traceView(change: Partial<TraceView> = {}): TraceView {
  const address = change.destination?.address ?? '198.51.100.9';
  return {
    id: 'trace-1',
    status: 'done',
    mode: 'once',
    direction: 'forward',
    relay: null,
    host: address,
    destination: { address, name: null },
    family: 4,
    method: 'udp',
    source: '192.0.2.10',
    network: 'home',
    startedMs: wallMs(1_795_000_000_000),
    durationMs: 120,
    rounds: 1,
    reached: true,
    sent: 9,
    received: 9,
    late: 0,
    duplicate: 0,
    hops: [hop(1, '192.0.2.1'), hop(2, '203.0.113.1'), hop(3, address)],
    changes: [],
    links: [],
    pathMtu: null,
    warnings: [],
    sentence: { state: 'good', text: 'All 3 hops answer.' },
    comparison: null,
    trouble: null,
    ...change,
  };
}
