import type { RoundTrips, RouteChange, TraceHop, TraceNode, TraceView } from '../../domain/model/trace.ts';
import { isoTime } from '../json-time.ts';
import { rounded, roundedOrNull } from '../rounded.ts';

export function roundTripsJson(rttMs: RoundTrips | null) {
  if (rttMs === null) return null;
  return {
    min: rounded(rttMs.min),
    mean: rounded(rttMs.mean),
    max: rounded(rttMs.max),
    last: rounded(rttMs.last),
    p95: rounded(rttMs.p95),
    stddev: rounded(rttMs.stddev),
    jitter: rounded(rttMs.jitter),
  };
}

/** A lost probe names nobody: it is counted to the only address of its hop, and where there are more to none. */
const sentTo = (hop: TraceHop, node: TraceNode): number =>
  hop.nodes.length === 1 ? hop.sent : node.received;

const nodeJson = (hop: TraceHop, node: TraceNode) => ({
  address: node.address,
  name: node.name,
  note: node.note,
  sent: sentTo(hop, node),
  received: node.received,
  rttMs: roundTripsJson(node.rttMs),
  answers: node.answers,
  translated: node.translated,
  mpls: node.mpls,
  interfaces: node.interfaces,
});

const hopJson = (hop: TraceHop) => ({
  ttl: hop.ttl,
  sent: hop.sent,
  received: hop.received,
  late: hop.late,
  duplicate: hop.duplicate,
  lossPercent: roundedOrNull(hop.lossPercent),
  interval95: hop.interval95 === null ? null : hop.interval95.map(rounded),
  reading: hop.reading,
  rttMs: roundTripsJson(hop.rttMs),
  nodes: hop.nodes.map((node) => nodeJson(hop, node)),
});

export const changeJson = ({ atMs, ttl, from, to }: RouteChange) => ({ at: isoTime(atMs), ttl, from, to });

/** What `trace --json` prints: a silent hop has no nodes. */
export function traceResult(view: TraceView) {
  return {
    command: 'trace' as const,
    target: view.host,
    method: view.method,
    direction: view.direction,
    relay: view.relay === null ? null : view.relay.address,
    relayName: view.relay === null ? null : view.relay.name,
    mode: view.mode,
    family: view.family,
    source: view.source,
    destination: view.destination.address,
    destinationName: view.destination.name,
    reached: view.reached,
    status: view.status,
    startedAt: isoTime(view.startedMs),
    durationMs: rounded(view.durationMs),
    rounds: view.rounds,
    sent: view.sent,
    received: view.received,
    late: view.late,
    duplicate: view.duplicate,
    sentence: view.sentence.text,
    warnings: view.warnings,
    pathMtu: view.pathMtu,
    hops: view.hops.map(hopJson),
    links: view.links,
    changes: view.changes.map(changeJson),
  };
}

export type TraceResult = ReturnType<typeof traceResult>;
