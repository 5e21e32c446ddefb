import type { RoundTrips, TraceSentence, TraceStatus, TraceWarning } from './trace.ts';
import type { WallMs } from './units.ts';

/** Whether a hop takes the outer header off a packet in IP-in-IP and sends on what was in it. */
export type Decapsulates = 'yes' | 'no' | 'untestable';

/**
 * How a packet comes home from a hop that has unwrapped it. `own`, `hop`, `farther`: an echo reply that seems to come
 * from the own address, from that hop, or from one farther along the path. `echo`: an echo request that the hop answers.
 */
export const WAYS_HOME = ['own', 'hop', 'echo', 'farther'] as const;
export type WayHome = (typeof WAYS_HOME)[number];

/**
 * Why a hop does not decapsulate, or can't be tested. `refuses`: it says that it does not know the protocol.
 * `prohibited`: somebody forbids such packets. `swallows`: it answers ordinary probes and no encapsulated ones.
 * `silent`: it answers nothing. `no-way-home`: it unwraps, but nothing was seen to come home from it.
 */
export type NotTestable = 'refuses' | 'prohibited' | 'swallows' | 'silent' | 'no-way-home';

/**
 * Why no boomerangs turn round at a hop. `behind`: they do not get past a hop before it. `too-big`: packets as large as
 * they are do not get there. `ceased`: they did at first, then it went on answering pings only.
 */
export type WhyNotProbed = NotTestable | 'behind' | 'too-big' | 'ceased';

/** What is known of one hop on one network. */
export interface HopCalibration {
  readonly address: string;
  readonly decapsulates: Decapsulates;
  readonly reason: NotTestable | null;
  /** In the order of preference; empty unless it decapsulates. */
  readonly waysHome: readonly WayHome[];
  /** Whose address made `farther` work; left out: none was seen to. */
  readonly farther?: string | undefined;
  /** Largest packet tried that it unwrapped, bytes with all headers; null: none. */
  readonly largestBytes: number | null;
  /**
   * The least TTL with which a packet that it has unwrapped comes home, so the hops of its way to this machine and
   * itself; null: not known (IPv6 sockets do not show it).
   */
  readonly ttlHome: number | null;
  readonly testedMs: WallMs;
  /** Cut short when enough was known for a trace: there may be more ways home, and larger packets may fit. */
  readonly partial?: boolean | undefined;
}

/** One hop of a path probe: of the boomerangs that turned round there. */
export interface ProbedHop {
  /** Place in the path, from 1: the distance, where the path was traced. */
  readonly index: number;
  /** Null: silent in the trace. */
  readonly address: string | null;
  readonly name: string | null;
  readonly decapsulates: Decapsulates;
  /** Why no boomerangs turn round here, one sentence; null: they do. */
  readonly notTestable: string | null;
  /** The same for programs, where it has a name. */
  readonly reason?: WhyNotProbed | null;
  readonly wayHome: WayHome | null;
  readonly sent: number;
  readonly received: number;
  readonly late: number;
  readonly duplicate: number;
  /** Answered by an ICMP error, or never sent: neither received nor lost. */
  readonly failed: number;
  /** Of those received or lost, 0 to 100; null: of none. */
  readonly lossPercent: number | null;
  /** Wilson's interval at 95 %, percent. */
  readonly interval95: readonly [number, number] | null;
  readonly rttMs: RoundTrips | null;
}

/** The way between two places of a path that were both tested, there and back. */
export interface Stretch {
  /** 0: this machine. */
  readonly from: number;
  readonly to: number;
  /** Of both directions together, 0 to 100; null: too few came through to say. */
  readonly lossPercent: number | null;
  readonly interval95: readonly [number, number] | null;
  /** `loss`: beyond doubt (95 %). */
  readonly reading: 'clean' | 'loss' | 'unknown';
}

/** Loss along one exact path, measured with boomerangs to each of its hops. Plain data. */
export interface PathProbeView {
  readonly id: string;
  readonly status: TraceStatus;
  /** As it was asked for; null: the path was given. */
  readonly host: string | null;
  /** The path begins at this host, which is asked to decapsulate first; null: at this machine. */
  readonly from: string | null;
  readonly family: 4 | 6;
  /** Own address; null: not known yet. */
  readonly source: string | null;
  readonly network: string;
  readonly startedMs: WallMs;
  readonly durationMs: number;
  readonly phase: 'tracing' | 'calibrating' | 'probing' | 'ended';
  /** Boomerangs a hop asked for. */
  readonly count: number;
  readonly rounds: number;
  readonly sent: number;
  readonly hops: readonly ProbedHop[];
  readonly stretches: readonly Stretch[];
  readonly calibration: readonly HopCalibration[];
  readonly warnings: readonly TraceWarning[];
  readonly sentence: TraceSentence;
  /** Why it `failed`, one sentence with the way out; else null. */
  readonly trouble: string | null;
}
