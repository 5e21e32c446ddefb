import type { WallMs } from './units.ts';

export const TRACE_METHODS = ['udp', 'icmp', 'tcp'] as const;
export type TraceMethod = (typeof TRACE_METHODS)[number];

/** A round trip of one probe; null: lost. */
export interface TraceSample {
  readonly atMs: WallMs;
  readonly rttMs: number | null;
}

/**
 * Milliseconds. `p95`: by nearest rank, so the slowest of fewer than 20; exact up to 64 answers, then within 1 %.
 * `jitter`: mean difference between one round trip and the next (RFC 3550 has it smoothed).
 */
export interface RoundTrips {
  readonly last: number;
  readonly min: number;
  readonly mean: number;
  readonly p95: number;
  readonly max: number;
  readonly stddev: number;
  readonly jitter: number;
}

/** One entry of an MPLS label stack, outermost first (RFC 4950). */
export interface TraceLabel {
  readonly label: number;
  readonly trafficClass: number;
  readonly bottomOfStack: boolean;
  readonly ttl: number;
}

/** What a router told of one of its interfaces (RFC 5837). */
export interface TraceInterface {
  readonly role: 'incoming' | 'sub-ip' | 'outgoing' | 'next-hop';
  readonly index: number | null;
  readonly address: string | null;
  readonly name: string | null;
  readonly mtu: number | null;
}

/** What an address tells by itself (IANA special-purpose registries); null: an ordinary global one. */
export type AddressNote =
  | 'private'
  | 'cgn'
  | 'link-local'
  | 'unique-local'
  | 'loopback'
  | 'multicast'
  | 'documentation'
  | 'benchmarking'
  | 'reserved';

/** One address that answered at a hop. */
export interface TraceNode {
  readonly address: string;
  /** Reverse name; null: none, or not looked up yet. */
  readonly name: string | null;
  readonly note: AddressNote | null;
  readonly received: number;
  readonly rttMs: RoundTrips | null;
  /** The kinds of answer it gave: `ttl-exceeded`, `echo-reply`, `syn-ack`, `reset`, or the name of an unreachable code. */
  readonly answers: readonly string[];
  readonly mpls: readonly TraceLabel[];
  readonly interfaces: readonly TraceInterface[];
  /** What it quotes of our packets was changed on the way to it. */
  readonly translated: boolean;
}

/**
 * What the figures of a hop mean. `loss`: every later hop loses too. `rate-limited`: later hops do not share the
 * loss, so it only limits its own answers. `silent`: never answered. `unknown`: too few probes to say.
 */
export type HopReading = 'clean' | 'loss' | 'rate-limited' | 'silent' | 'unknown';

export interface TraceHop {
  readonly ttl: number;
  readonly sent: number;
  readonly received: number;
  readonly late: number;
  readonly duplicate: number;
  /** Of the probes whose fate is known, 0 to 100; null: of none. */
  readonly lossPercent: number | null;
  /** Wilson's interval at 95 %, percent. */
  readonly interval95: readonly [number, number] | null;
  readonly reading: HopReading;
  readonly rttMs: RoundTrips | null;
  /** Most answers first; empty: silent. */
  readonly nodes: readonly TraceNode[];
  /** The latest, oldest first, SAMPLES_KEPT at most. */
  readonly samples: readonly TraceSample[];
}

/** Samples of a hop that a view carries: two minutes of a continuous trace. */
export const SAMPLES_KEPT = 120;

/** From that moment on other routers answered at that distance. */
export interface RouteChange {
  readonly atMs: WallMs;
  readonly ttl: number;
  /** Null: silent. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Two hops that some flow joins; null: a silent one. */
export interface TraceLink {
  readonly fromTtl: number;
  readonly from: string | null;
  readonly to: string | null;
}

/** Bytes that fit the path whole. */
export interface PathMtu {
  readonly bytes: number;
  /** Who said so; null: found by trying, since nobody did. */
  readonly toldBy: string | null;
  /** Of the hop behind which larger packets do not go on; null: not known. */
  readonly ttl: number | null;
}

export interface TraceWarning {
  /** `method-fallback`, `several-addresses`, `unreachable`, `path-mtu`, ...: for programs. */
  readonly code: string;
  /** One sentence. */
  readonly text: string;
  /** An address that the same can be asked of with more hope of an answer; left out: none is known. */
  readonly offer?: string | undefined;
}

/** What the result says in one plain sentence. */
export interface TraceSentence {
  /** Which shape stands before it: `good`, `degraded`, `outage`; `starting`: nothing to tell yet. */
  readonly state: 'good' | 'degraded' | 'outage' | 'starting';
  readonly text: string;
}

/** How this trace differs from the last healthy one of the same target, method and network. */
export interface TraceComparison {
  readonly baseline: { readonly id: string; readonly atMs: WallMs };
  /** The first hop at which another router answers, or else from which on answers are clearly slower; null: none. */
  readonly firstDifferentTtl: number | null;
  /** The path is the same: from that hop on answers are slower. Left out: no. */
  readonly isSlower?: boolean | undefined;
  readonly text: string;
}

export const TRACE_MODES = ['once', 'continuous', 'multipath'] as const;
/** `continuous`: rounds without end. `multipath`: every path that load balancing opens, found by flows. */
export type TraceMode = (typeof TRACE_MODES)[number];

export const TRACE_STATUSES = ['running', 'done', 'stopped', 'failed'] as const;
export type TraceStatus = (typeof TRACE_STATUSES)[number];

export const TRACE_DIRECTIONS = ['forward', 'reverse', 'between'] as const;
/** `reverse`: the host's own way back to here. `between`: from another host to the destination, seen from here. */
export type TraceDirection = (typeof TRACE_DIRECTIONS)[number];

/** A traceroute as it stands, or as it was kept. Plain data: it crosses IPC and lies in the history. */
export interface TraceView {
  readonly id: string;
  readonly status: TraceStatus;
  readonly mode: TraceMode;
  readonly direction: TraceDirection;
  /** As it was asked for: a name or an address. */
  readonly host: string;
  /** The host whose way is seen, because it decapsulates; null: this machine. */
  readonly relay: { readonly address: string; readonly name: string | null } | null;
  /** Of the packets: this machine, if `reverse`. */
  readonly destination: { readonly address: string; readonly name: string | null };
  readonly family: 4 | 6;
  readonly method: TraceMethod;
  /** Bytes of each packet, IP header included, where that was chosen; left out: the usual small ones. */
  readonly size?: number | undefined;
  /** Of UDP and TCP, where it was chosen; left out: the usual one. */
  readonly port?: number | undefined;
  /** Own address towards the destination; null: not known. */
  readonly source: string | null;
  /** Id of the network it ran on. */
  readonly network: string;
  readonly startedMs: WallMs;
  readonly durationMs: number;
  /** Of a continuous trace; 1 else. 0 while a first look finds the method for rounds or flows. */
  readonly rounds: number;
  readonly reached: boolean;
  /**
   * Every packet that left: of all methods that were tried, of the first look before rounds or flows, past the
   * destination, and of the search for the path MTU. The three that follow are of the trace that is shown alone.
   */
  readonly sent: number;
  readonly received: number;
  readonly late: number;
  readonly duplicate: number;
  /** From 1 on, without holes, up to the destination or the last that was probed. */
  readonly hops: readonly TraceHop[];
  /** Newest last, 100 at most. */
  readonly changes: readonly RouteChange[];
  /** Multipath only, else empty. */
  readonly links: readonly TraceLink[];
  readonly pathMtu: PathMtu | null;
  readonly warnings: readonly TraceWarning[];
  readonly sentence: TraceSentence;
  readonly comparison: TraceComparison | null;
  /** Why it `failed`, one sentence with the way out; else null. */
  readonly trouble: string | null;
}

/** Why a trace was taken: a person asked, an incident began, or to know the healthy path. */
export const TRACE_REASONS = ['asked', 'incident', 'baseline'] as const;
export type TraceReason = (typeof TRACE_REASONS)[number];

/** One line in a list of traces. */
export interface TraceSummary {
  readonly id: string;
  readonly atMs: WallMs;
  readonly direction: TraceDirection;
  readonly host: string;
  readonly address: string;
  /** Address of the host whose way it is; null: this machine's. */
  readonly relay: string | null;
  readonly family: 4 | 6;
  readonly method: TraceMethod;
  readonly network: string;
  readonly reached: boolean;
  /** Distance of the last hop that answered; 0: none did. */
  readonly hops: number;
  readonly reason: TraceReason;
  /** Of the incident at whose onset it was taken, or whose healthy comparison it is. */
  readonly incident: string | null;
  readonly sentence: TraceSentence;
}
