import type {
  HopReading,
  RoundTrips,
  TraceHop,
  TraceNode,
  TraceSample,
  TraceSummary,
  TraceView,
} from '../../../../main/domain/model/trace.ts';
import { SAMPLES_KEPT } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { wilson95 } from '../../../../main/domain/statistics/wilson.ts';
import { RoundTripLedger } from '../../../../main/domain/trace/engine/round-trip-ledger.ts';

/** Saturday, 21 November 2026, 14:03:00 UTC: when the traces of the scenes began. */
export const TRACED_MS = Date.UTC(2026, 10, 21, 14, 3, 0);
const ROUND_MS = 1000;

/** 0 to 1, the same for the same numbers. */
function noise(one: number, other: number): number {
  let seed = (Math.imul(one + 1, 73_856_093) ^ Math.imul(other + 7, 19_349_663)) >>> 0;
  seed = (seed ^ 61 ^ (seed >>> 16)) >>> 0;
  seed = (seed + (seed << 3)) >>> 0;
  seed = (seed ^ (seed >>> 4)) >>> 0;
  seed = Math.imul(seed, 0x27d4eb2d) >>> 0;
  return ((seed ^ (seed >>> 15)) >>> 0) / 4_294_967_296;
}

export interface HopSketch {
  readonly ttl: number;
  /** Usual round trip, ms, and how much it wavers. */
  readonly usual: number;
  readonly wavers?: number;
  /** Share lost, 0 to 1. */
  readonly loss?: number;
  readonly reading?: HopReading;
  readonly nodes: readonly NodeSketch[];
}

export type NodeSketch = Partial<TraceNode> & Pick<TraceNode, 'address'>;

export function roundTrips(values: readonly number[]): RoundTrips | null {
  const ledger = new RoundTripLedger();
  for (const value of values) ledger.add(value);
  return ledger.figures();
}

/** Wilson's interval, percent. */
function percent95(lost: number, sent: number): readonly [number, number] {
  const [low, high] = wilson95(lost, sent);
  return [100 * low, 100 * high];
}

function samplesOf({ ttl, usual, wavers = usual * 0.08, loss = 0 }: HopSketch, rounds: number) {
  return Array.from({ length: rounds }, (_, round): TraceSample => {
    const peak = noise(ttl * 31, round * 7) > 0.975 ? 1 + 2 * noise(round, ttl) : 1;
    const lost = noise(round * 13, ttl * 3) < loss;
    const rttMs = usual * peak + wavers * (noise(ttl, round) - 0.3);
    return { atMs: wallMs(TRACED_MS + round * ROUND_MS), rttMs: lost ? null : Math.max(0.2, rttMs) };
  });
}

const answered = (samples: readonly TraceSample[]): readonly number[] =>
  samples.flatMap(({ rttMs }) => (rttMs === null ? [] : [rttMs]));

export function hop(sketch: HopSketch, rounds: number): TraceHop {
  const samples = samplesOf(sketch, rounds);
  const values = answered(samples);
  const { ttl, nodes, reading = 'clean' } = sketch;
  const share = Math.floor(values.length / Math.max(1, nodes.length));
  return {
    ttl,
    sent: rounds,
    received: values.length,
    late: 0,
    duplicate: 0,
    lossPercent: (100 * (rounds - values.length)) / rounds,
    interval95: percent95(rounds - values.length, rounds),
    reading,
    rttMs: roundTrips(values),
    nodes: nodes.map((node) => ({
      name: null,
      note: null,
      received: share,
      rttMs: roundTrips(values),
      answers: ['ttl-exceeded'],
      mpls: [],
      interfaces: [],
      translated: false,
      ...node,
    })),
    samples: samples.slice(-SAMPLES_KEPT),
  };
}

export function silentHop(ttl: number, rounds: number): TraceHop {
  return {
    ttl,
    sent: rounds,
    received: 0,
    late: 0,
    duplicate: 0,
    lossPercent: 100,
    interval95: [100 - 100 / (1 + rounds), 100],
    reading: 'silent',
    rttMs: null,
    nodes: [],
    samples: Array.from({ length: Math.min(rounds, SAMPLES_KEPT) }, (_, round) => ({
      atMs: wallMs(TRACED_MS + round * ROUND_MS),
      rttMs: null,
    })),
  };
}

const sum = (hops: readonly TraceHop[], of: 'sent' | 'received'): number =>
  hops.reduce((total, one) => total + one[of], 0);

export function view(overrides: Partial<TraceView> & Pick<TraceView, 'id'>): TraceView {
  const hops = overrides.hops ?? [];
  return {
    status: 'running',
    mode: 'continuous',
    direction: 'forward',
    relay: null,
    host: 'example.net',
    destination: { address: '198.51.100.7', name: 'www.example.net' },
    family: 4,
    method: 'udp',
    source: '192.168.1.20',
    network: 'wlan0 192.168.1.20 via 192.168.1.1',
    startedMs: wallMs(TRACED_MS),
    durationMs: 0,
    rounds: 1,
    reached: true,
    sent: 0,
    received: 0,
    late: 0,
    duplicate: 0,
    hops,
    changes: [],
    links: [],
    pathMtu: null,
    warnings: [],
    sentence: { state: 'starting', text: 'The first answers are on their way.' },
    comparison: null,
    trouble: null,
    ...overrides,
    ...(hops.length === 0 ? {} : { sent: sum(hops, 'sent'), received: sum(hops, 'received') }),
  };
}

export function summary(
  of: TraceView,
  about: Pick<TraceSummary, 'reason' | 'incident'> = { reason: 'asked', incident: null },
): TraceSummary {
  return {
    id: of.id,
    atMs: of.startedMs,
    direction: of.direction,
    host: of.host,
    address: of.destination.address,
    relay: of.relay?.address ?? null,
    family: of.family,
    method: of.method,
    network: of.network,
    reached: of.reached,
    hops: of.hops.length,
    sentence: of.sentence,
    ...about,
  };
}
