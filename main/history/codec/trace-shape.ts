import {
  type PathMtu,
  type RoundTrips,
  type RouteChange,
  TRACE_DIRECTIONS,
  TRACE_METHODS,
  TRACE_MODES,
  TRACE_STATUSES,
  type TraceComparison,
  type TraceHop,
  type TraceInterface,
  type TraceLabel,
  type TraceLink,
  type TraceNode,
  type TraceSample,
  type TraceSentence,
  type TraceView,
  type TraceWarning,
} from '../../domain/model/trace.ts';
import type { WallMs } from '../../domain/model/units.ts';
import { among, type Check, fields, figure, flag, list, orMissing, orNull, pair, text } from './shape.ts';

const number = figure<number>();
const time = figure<WallMs>();
const family = among([4, 6]);

export const SENTENCE_STATES = ['good', 'degraded', 'outage', 'starting'] as const;

const note = among([
  'private',
  'cgn',
  'link-local',
  'unique-local',
  'loopback',
  'multicast',
  'documentation',
  'benchmarking',
  'reserved',
]);

const roundTrips = fields<RoundTrips>({
  last: number,
  min: number,
  mean: number,
  p95: number,
  max: number,
  stddev: number,
  jitter: number,
});

const label = fields<TraceLabel>({
  label: number,
  trafficClass: number,
  bottomOfStack: flag,
  ttl: number,
});

const face = fields<TraceInterface>({
  role: among(['incoming', 'sub-ip', 'outgoing', 'next-hop']),
  index: orNull(number),
  address: orNull(text),
  name: orNull(text),
  mtu: orNull(number),
});

const node = fields<TraceNode>({
  address: text,
  name: orNull(text),
  note: orNull(note),
  received: number,
  rttMs: orNull(roundTrips),
  answers: list(text),
  mpls: list(label),
  interfaces: list(face),
  translated: flag,
});

const hop = fields<TraceHop>({
  ttl: number,
  sent: number,
  received: number,
  late: number,
  duplicate: number,
  lossPercent: orNull(number),
  interval95: orNull(pair(number)),
  reading: among(['clean', 'loss', 'rate-limited', 'silent', 'unknown']),
  rttMs: orNull(roundTrips),
  nodes: list(node),
  samples: list(fields<TraceSample>({ atMs: time, rttMs: orNull(number) })),
});

/** All that a kept trace promises to whoever reads it. */
export const isTraceView: Check<TraceView> = fields<TraceView>({
  id: text,
  status: among(TRACE_STATUSES),
  mode: among(TRACE_MODES),
  direction: among(TRACE_DIRECTIONS),
  host: text,
  relay: orNull(fields<TraceView['destination']>({ address: text, name: orNull(text) })),
  destination: fields<TraceView['destination']>({ address: text, name: orNull(text) }),
  family,
  method: among(TRACE_METHODS),
  size: orMissing(number),
  port: orMissing(number),
  source: orNull(text),
  network: text,
  startedMs: time,
  durationMs: number,
  rounds: number,
  reached: flag,
  sent: number,
  received: number,
  late: number,
  duplicate: number,
  hops: list(hop),
  changes: list(fields<RouteChange>({ atMs: time, ttl: number, from: orNull(text), to: orNull(text) })),
  links: list(fields<TraceLink>({ fromTtl: number, from: orNull(text), to: orNull(text) })),
  pathMtu: orNull(fields<PathMtu>({ bytes: number, toldBy: orNull(text), ttl: orNull(number) })),
  warnings: list(fields<TraceWarning>({ code: text, text, offer: orMissing(text) })),
  sentence: fields<TraceSentence>({ state: among(SENTENCE_STATES), text }),
  comparison: orNull(
    fields<TraceComparison>({
      baseline: fields<TraceComparison['baseline']>({ id: text, atMs: time }),
      firstDifferentTtl: orNull(number),
      isSlower: orMissing(flag),
      text,
    }),
  ),
  trouble: orNull(text),
});
