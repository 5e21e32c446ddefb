import type { RoundTrips, TraceHop, TraceNode, TraceView } from '../../../main/domain/model/trace.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { wilson95 } from '../../../main/domain/statistics/wilson.ts';
import { addressNote } from '../../../main/domain/trace/address-note.ts';
import { readHops } from '../../../main/domain/trace/reading/read-hops.ts';
import { sentenceFor } from '../../../main/domain/trace/reading/sentence.ts';

export const roundTrips = (ms: number): RoundTrips => ({
  last: ms,
  min: ms,
  mean: ms,
  p95: ms,
  max: ms,
  stddev: 0,
  jitter: 0,
});

export const traceNode = (address: string, change: Partial<TraceNode> = {}): TraceNode => ({
  address,
  name: null,
  note: addressNote(address),
  received: 10,
  rttMs: roundTrips(10),
  answers: ['ttl-exceeded'],
  mpls: [],
  interfaces: [],
  translated: false,
  ...change,
});

export interface HopSketch {
  readonly address: string | null;
  readonly sent?: number;
  readonly lost?: number;
  readonly ms?: number;
  readonly node?: Partial<TraceNode>;
  readonly also?: readonly string[];
}

/** A hop from what matters of it: `null` is a silent one. */
export function traceHop(ttl: number, sketch: HopSketch | string | null): TraceHop {
  const given: HopSketch = sketch === null || typeof sketch === 'string' ? { address: sketch } : sketch;
  const sent = given.sent ?? 10;
  const lost = given.address === null ? sent : (given.lost ?? 0);
  const received = sent - lost;
  const [low, high] = wilson95(lost, sent);
  const rttMs = received === 0 ? null : roundTrips(given.ms ?? 2 * ttl);
  const addresses = given.address === null ? [] : [given.address, ...(given.also ?? [])];
  return {
    ttl,
    sent,
    received,
    late: 0,
    duplicate: 0,
    lossPercent: sent === 0 ? null : (100 * lost) / sent,
    interval95: sent === 0 ? null : [100 * low, 100 * high],
    reading: 'unknown',
    rttMs,
    nodes: addresses.map((address) => traceNode(address, { received, rttMs, ...given.node })),
    samples: [],
  };
}

/** A trace from its hops, read and told as the program does it. */
export function traceView(
  sketches: readonly (HopSketch | string | null)[],
  change: Partial<TraceView> = {},
): TraceView {
  const reached = change.reached ?? true;
  const hops = sketches.map((sketch, index) => traceHop(index + 1, sketch));
  const destination = hops.at(-1)?.nodes[0]?.address ?? '198.51.100.99';
  const untold = {
    id: 'trace-1',
    status: 'done' as const,
    mode: 'once' as const,
    direction: 'forward' as const,
    relay: null,
    host: 'www.example.net',
    destination: { address: reached ? destination : '198.51.100.99', name: null },
    family: 4 as const,
    method: 'udp' as const,
    source: '192.168.1.20',
    network: 'eth0 192.168.1.20 via 192.168.1.1',
    startedMs: wallMs(1_700_000_000_000),
    durationMs: 800,
    rounds: 1,
    sent: hops.reduce((sum, hop) => sum + hop.sent, 0),
    received: hops.reduce((sum, hop) => sum + hop.received, 0),
    late: 0,
    duplicate: 0,
    changes: [],
    links: [],
    pathMtu: null,
    warnings: [],
    trouble: null,
    ...change,
    reached,
    hops: readHops(hops, reached),
  };
  return {
    ...untold,
    sentence: change.sentence ?? sentenceFor(untold),
    comparison: change.comparison ?? null,
  };
}
