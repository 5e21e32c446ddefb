/**
 * What a probe does, by what must go well for its answer to come (F: the way out to hop k, rho: its plain way home,
 * g and g': its willingness to report an expired packet and to answer a ping).
 *
 * - `ttl-limited`: expires at the hop. F g rho.
 * - `echo`: ping of the hop. F g' rho.
 * - `train`: the same ping as m fragments, answered by one unfragmented reply. F^m g' rho.
 * - `bounce`: decapsulated there and routed home, nobody has to answer. F rho.
 * - `boomerang`: there and back along the path itself. F R.
 * - `detour`: home along the path to a hop on the way, plain from there.
 */
export const PROBE_FAMILIES = ['ttl-limited', 'echo', 'train', 'bounce', 'boomerang', 'detour'] as const;
export type ProbeFamily = (typeof PROBE_FAMILIES)[number];

/** Whose routers stand there. */
export type Side = 'own' | 'provider' | 'beyond';

/** What is known of a hop already; left out: not known. */
export interface KnownHop {
  /** It has answered on a healthy line, so that silence now is a fault. */
  readonly answersTtlLimited?: boolean;
  readonly answersEcho?: boolean;
  /** It has answered a ping sent as fragments. */
  readonly reassembles?: boolean;
  /** It unwraps IP-in-IP, and its packets come home: only then are `bounce` and `boomerang` sent to it. */
  readonly decapsulates?: boolean;
  /** Answers a second that it gives for sure. */
  readonly answersPerSecond?: number;
}

/** One hop of a path that was traced; the last one is the destination. */
export interface PathHop {
  /** Null: silent, so only packets that expire there can reach it. */
  readonly address: string | null;
  readonly side: Side;
  readonly known: KnownHop;
}

/** A probe that is to leave now. The caller spaces its packets. */
export interface Probe {
  readonly id: number;
  readonly family: ProbeFamily;
  /** 1: the router next to this machine. */
  readonly hop: number;
  /** Fragments of a train, 1 else: what counts for rates and for the budget. */
  readonly packets: number;
  /** Between the packets of a train; 0 else. */
  readonly spacingMs: number;
}

/** What became of a probe. `unsent`: it never left, so it says nothing about the path. */
export interface ProbeResult {
  readonly id: number;
  readonly outcome: 'answered' | 'silent' | 'unsent';
}

/** `waitUntilMs` null: only results can tell. Nothing more follows once `done`. */
export interface Step {
  readonly send: readonly Probe[];
  readonly waitUntilMs: number | null;
  readonly done: boolean;
}

export type Direction = 'forward' | 'return' | 'both' | 'unknown';

/** Probabilities that the link before this hop loses packets; they can add up to less or (two faults) more than 1. */
export interface LinkBelief {
  /** The hop at the far end of the link; `to - 1` is the near end, 0 this machine. */
  readonly to: number;
  readonly forward: number;
  readonly return: number;
  readonly both: number;
}

/** Hops `from` and `to` are the near and far end; all between them did not help to place the fault. */
export interface Segment {
  readonly from: number;
  readonly to: number;
}

export interface HopTests {
  readonly sent: number;
  readonly answered: number;
}

/** Shares with their 95 % intervals; null: it cannot be told of this hop. */
export interface HopBelief {
  readonly hop: number;
  readonly forwardSurvival: number;
  readonly forwardInterval95: readonly [number, number];
  readonly returnSurvival: number;
  readonly returnInterval95: readonly [number, number];
  /** Probability that it answers pings, but not all, for reasons of its own. */
  readonly limitsPings: number;
  /** The same of reports of expired packets. */
  readonly limitsReports: number;
  readonly answersTtlLimited: boolean | null;
  readonly answersEcho: boolean | null;
  readonly reassembles: boolean | null;
  readonly tests: Readonly<Record<ProbeFamily, HopTests>>;
}

export interface Belief {
  /** Of a fault that packets to the destination suffer from. */
  readonly fault: number;
  readonly links: readonly LinkBelief[];
  readonly hops: readonly HopBelief[];
  /** The smallest stretch that holds SEGMENT_SHARE of the places a fault can have. */
  readonly segment: Segment;
  /** Of a fault inside that stretch, given that there is one. */
  readonly segmentShare: number;
  /** Posterior shares of the directions, given a fault. */
  readonly directions: Readonly<Record<Exclude<Direction, 'unknown'>, number>>;
  /** `unknown` unless the evidence says so. */
  readonly direction: Direction;
  /** Log Bayes factor of the likeliest direction against all else. */
  readonly directionLogFactor: number;
  /** Share lost at the fault, given that there is one. */
  readonly loss: number;
  readonly lossInterval95: readonly [number, number];
  /** Probability that nothing at all gets past the fault. */
  readonly dead: number;
  /** The least loss that would have been seen with 95 %, were there one. */
  readonly detectable: number;
  /** How many times as far apart as independent losses: 1 or more. */
  readonly clustering: number;
}

/** `untestable`: no hop answers anything that could be asked. */
export type EndReason = 'sure' | 'budget' | 'told' | 'untestable';

/** Why a hop helps little. */
export interface NotTestable {
  readonly hop: number;
  readonly reason: 'silent' | 'no-echo' | 'no-reassembly' | 'limits-answers';
}

export const VERDICT_KINDS = ['none', 'loss', 'dead', 'rate-limited', 'unknown'] as const;
export type VerdictKind = (typeof VERDICT_KINDS)[number];

export interface LocalizerVerdict {
  readonly kind: VerdictKind;
  readonly segment: Segment | null;
  readonly direction: Direction;
  readonly lossPercent: number | null;
  readonly interval95: readonly [number, number] | null;
  /** That what is claimed is so. */
  readonly confidence: number;
  /** One or two plain sentences. */
  readonly text: string;
  readonly notTestable: readonly NotTestable[];
  readonly probes: number;
  readonly packets: number;
  readonly ended: EndReason | null;
}

export interface LocalizerOptions {
  readonly hops: readonly PathHop[];
  /** In packets. */
  readonly budget?: number;
  /** Ends as a spent budget does. */
  readonly longestMs?: number;
  /** Packets a second to the path as a whole; never above PATH_RATE_MOST. */
  readonly ratePerSecond?: number;
  /** `uniform`: the same to every hop, to compare with. */
  readonly plan?: 'adaptive' | 'uniform';
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Asks for probes, takes what became of them, believes. Pure but for `random`. */
export interface Localizer {
  /** `nowMs`: of any monotonic clock, never less than before. */
  next(nowMs: number): Step;
  take(result: ProbeResult, nowMs: number): void;
  /** All that was measured is void; `hops`: the new path, left out: the same hops by another way. */
  routeChanged(hops?: readonly PathHop[]): void;
  stop(): void;
  belief(): Belief;
  verdict(): LocalizerVerdict;
}
