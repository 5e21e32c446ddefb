import type {
  PathMtu,
  RouteChange,
  TraceHop,
  TraceInterface,
  TraceLabel,
  TraceLink,
  TraceMethod,
  TraceMode,
  TraceWarning,
} from '../model/trace.ts';
import type { Instant } from '../outage/types.ts';

/** All that an engine needs to know; everything is settled before it starts. */
export interface TracePlan {
  readonly mode: TraceMode;
  readonly family: 4 | 6;
  /** Canonical literal, without zone. */
  readonly address: string;
  readonly method: TraceMethod;
  /** Of UDP and TCP; 0 for ICMP. */
  readonly port: number;
  /** Bytes of each packet, IP header included. */
  readonly size: number;
  readonly maxHops: number;
  /** Probes a hop; of a continuous trace one a round. */
  readonly queries: number;
  /** After which a probe is called lost. */
  readonly timeoutMs: number;
  /** Probes in flight at most. */
  readonly window: number;
  /** Between two rounds of a continuous trace. */
  readonly intervalMs: number;
  /** Which flow: routers that spread load send all packets of one flow the same way. */
  readonly flow: number;
  /** Where the destination was the last time; null: not known. Saves packets beyond it. */
  readonly expectedHops: number | null;
  /** Also find the largest packet that passes whole; only with `once`. */
  readonly findMtu: boolean;
}

/** A packet the engine wants sent now; its result comes back under `key`. */
export interface PlannedProbe {
  readonly key: number;
  readonly ttl: number;
  readonly flow: number;
  readonly size: number;
}

/** What came back for a probe; the same as the helper tells, with canonical addresses. */
export interface Answered {
  readonly kind: 'echo-reply' | 'syn-ack' | 'reset' | 'ttl-exceeded' | 'unreachable';
  readonly from: string;
  readonly rttMs: number;
  readonly code: string | null;
  readonly ttl: number | null;
  readonly quotedTtl: number | null;
  readonly translated: boolean | null;
  readonly mtu: number | null;
  readonly mpls: readonly TraceLabel[];
  readonly interfaces: readonly TraceInterface[];
}

/** The one result of a probe. `unsent`: it never left this machine; `code` is the errno or the refusal's name. */
export type ProbeResult =
  | { readonly outcome: 'answered'; readonly answer: Answered }
  | { readonly outcome: 'lost' }
  | { readonly outcome: 'unsent'; readonly code: string };

/** What is to be done after the engine was told something. */
export interface TraceStep {
  readonly send: readonly PlannedProbe[];
  /** When it wants to be woken at the latest, monotonic; null: only results move it. */
  readonly wakeAtMono: number | null;
  /** Nothing more will be sent, and what is still in flight is not waited for. */
  readonly done: boolean;
}

/** The facts an engine has gathered; names, sentences and comparisons are put to them by others. */
export interface TraceFacts {
  readonly reached: boolean;
  readonly rounds: number;
  /** Every packet that left, also one that counts for no hop (beyond the path's end); so are the next three. */
  readonly sent: number;
  readonly received: number;
  readonly late: number;
  readonly duplicate: number;
  /** `name` and `note` are null. */
  readonly hops: readonly TraceHop[];
  readonly changes: readonly RouteChange[];
  readonly links: readonly TraceLink[];
  readonly pathMtu: PathMtu | null;
  readonly warnings: readonly TraceWarning[];
}

/**
 * The policy of a traceroute: a state machine that is told what happened and when, and says what to send. No clock,
 * no sockets, no randomness of its own. Times passed in never go back.
 */
export interface TraceEngine {
  start(now: Instant): TraceStep;
  /** Exactly once for each probe. */
  result(key: number, result: ProbeResult, now: Instant): TraceStep;
  /** After its result `lost` (`late`), or after an answer (`duplicate`). */
  again(key: number, kind: 'late' | 'duplicate', answer: Answered, now: Instant): TraceStep;
  /** Time has passed. */
  tick(now: Instant): TraceStep;
  facts(): TraceFacts;
}
