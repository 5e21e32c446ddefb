import type { AnchorKey } from '../model/anchor.ts';
import type { GapReason } from '../model/gap.ts';
import type { Health, HealthBySubject, Subject } from '../model/health.ts';
import type { Incident } from '../model/incident.ts';
import type { Kind } from '../model/kind.ts';
import type { Network } from '../model/network.ts';
import type { Outcome } from '../model/sample.ts';
import type { MonoMs, WallMs } from '../model/units.ts';

/** Both clocks at one instant: the monotonic one decides, the wall one labels. */
export interface Instant {
  readonly monoMs: MonoMs;
  readonly wallMs: WallMs;
}

/**
 * What the detector is told. Inputs come in the order of their `at.monoMs`; a `result` refers to an earlier
 * `sent` by id, and a second `result` for the same id (`late`) revises the first. `at` of a result is the time
 * it became known.
 */
export type DetectorInput =
  | {
      readonly type: 'sent';
      readonly at: Instant;
      readonly id: number;
      readonly kind: Kind;
      readonly anchor: AnchorKey;
    }
  | {
      readonly type: 'result';
      readonly at: Instant;
      readonly id: number;
      readonly outcome: Outcome;
      readonly rttMs: number | null;
    }
  /** At least four times a second while the monitor runs. */
  | { readonly type: 'tick'; readonly at: Instant }
  /** Nothing was measured from `from` to `at`: what was in flight is void. A pause is a gap too. */
  | { readonly type: 'gap'; readonly at: Instant; readonly from: Instant; readonly reason: GapReason }
  | { readonly type: 'network'; readonly at: Instant; readonly network: Network }
  /**
   * The anchors that are probed from now on (gateways and resolvers follow the network): known ones keep their
   * state, those that are gone are forgotten, and with them whatever they had in flight.
   */
  | {
      readonly type: 'anchors';
      readonly at: Instant;
      readonly anchors: readonly KindAnchor[];
    }
  /** Outcome of a captive-portal check that the detector asked for; null: could not tell. */
  | { readonly type: 'portal'; readonly at: Instant; readonly captive: boolean | null }
  /** At the start: incidents a previous run left open. They go on or are cleared, never raised twice. */
  | {
      readonly type: 'adopt';
      readonly at: Instant;
      readonly open: readonly Incident[];
      /** When the previous run was last seen alive: an incident that did not go on ended there, as unknown. */
      readonly lastAliveMs?: WallMs;
      readonly availability?: readonly Availability[];
    };

export type DetectorOutput =
  | {
      readonly type: 'health';
      readonly at: Instant;
      readonly subject: Subject;
      readonly health: Health;
      readonly previous: Health;
      readonly all: HealthBySubject;
    }
  | { readonly type: 'incident'; readonly phase: 'raised' | 'cleared'; readonly incident: Incident }
  /** Probe these kinds faster (10 Hz in total) until `untilMonoMs` or a `burst` with no kinds. */
  | { readonly type: 'burst'; readonly kinds: readonly Kind[]; readonly untilMonoMs: MonoMs }
  /** Ask for one captive-portal check. */
  | { readonly type: 'portal-check' };

/** A kind and one of its targets. */
export interface KindAnchor {
  readonly kind: Kind;
  readonly anchor: AnchorKey;
}

/** Every figure has its source in docs/detector.md and its default in config.ts; durations in milliseconds. */
export interface DetectorConfig {
  /** The anchors at the start (an `anchors` input replaces them) and how often each is probed. */
  readonly anchors: readonly KindAnchor[];
  readonly intervalMs: number;

  /** A kind is down after this much silence ... */
  readonly totalSilenceMs: number;
  /** ... and this many probes overdue over its anchors (fewer for a kind with a single anchor). */
  readonly totalOverdue: number;
  readonly totalOverdueSingle: number;
  /** A probe is overdue this long after the usual round trip of its anchor. */
  readonly suspicionMs: number;
  /** Bursts may take this much time in all; a fifth of the time without a burst is given back. */
  readonly burstMaxMs: number;

  /** A kind works again after `replies` of the last `window` probes, from `anchors` of its live anchors. */
  readonly recoveryReplies: number;
  readonly recoveryWindow: number;
  readonly recoveryWindowSingle: number;
  readonly recoveryAnchors: number;
  /** One anchor alone that answers this many probes in a row ends it too: its siblings may be dead. */
  readonly recoverySolo: number;

  /** After a short gap nothing is judged for this long. */
  readonly settleMs: number;
  /** A kind that never worked on this network is called unavailable after failing this long. */
  readonly availabilityMs: number;
  /** After a start or a change of network a kind that stays silent is not called down for this long. */
  readonly coldMs: number;
  /** The same after a sleep: half-awake machines have no network for a while. */
  readonly wakeMs: number;
  /** Nothing ever answered on this network although it has a route: called an outage after this long. */
  readonly presumeMs: number;
  /** A kind without any evidence for this long is unknown. */
  readonly staleMs: number;
  /** Gaps of unwatched time from this length on end an open incident as unknown ... */
  readonly gapEndsMs: number;
  /** ... but a stall or clock jump, which leaves the machine awake, only from this length on. */
  readonly stallEndsMs: number;

  /** The network must be gone this long before `local` is named. */
  readonly localHoldMs: number;
  /** Coalescing: how long a verdict waits for a suspect kind that could widen it. */
  readonly coalesceMs: number;
  /** How long one kind must have answered beside another's failure, and the other been silent beside its answers. */
  readonly besideMs: number;
  /** After a parent was cleared nothing below it is raised for this long. */
  readonly afterParentMs: number;
  /** An incident of the same class within this time of the last clear is flapping ... */
  readonly flapMs: number;
  /** ... and is cleared only after this long without failure: the first, second, ... repetition. */
  readonly flapHoldsMs: readonly number[];

  /** Degraded-loss: width of a bin, extra loss looked for (share), floor and margin of the learned usual. */
  readonly lossBinMs: number;
  readonly lossExtra: number;
  readonly lossFloor: number;
  readonly lossMargin: number;
  /** CUSUM threshold with `lossFewProbes` or fewer probes a bin, and with `lossManyProbes` or more. */
  readonly lossThresholdFew: number;
  readonly lossThresholdMany: number;
  readonly lossFewProbes: number;
  readonly lossManyProbes: number;
  readonly lossSpanMs: number;

  /** Degraded-latency: width of a window, windows in a row; least shift in ms, as a factor, in usual spreads. */
  readonly latencyWindowMs: number;
  readonly latencyWindows: number;
  readonly latencyShiftMs: number;
  readonly latencyFactor: number;
  readonly latencySpreads: number;
  /** Loss or latency that stays changed this long has become the usual. */
  readonly acceptMs: number;
}

/** What is needed of a DetectorConfig; the rest has its default. */
export type DetectorOptions = Pick<DetectorConfig, 'anchors' | 'intervalMs'> & Partial<DetectorConfig>;

/** What may change while it runs. */
export type DetectorSettings = Partial<Pick<DetectorConfig, 'intervalMs' | 'lossExtra' | 'latencyShiftMs'>>;

/** Which kinds have worked on a network, to be kept across runs. */
export interface Availability {
  readonly network: string;
  readonly kinds: readonly Kind[];
}

/** A pure machine: no clock, no randomness, no I/O. `step` may keep its state inside the object. */
export interface Detector {
  step(input: DetectorInput): readonly DetectorOutput[];
  readonly health: HealthBySubject;
  /** Open incidents, parent first. */
  readonly open: readonly Incident[];
  /** In force from the next input on; what is known of the line stays. */
  reconfigure(settings: DetectorSettings): void;
  /** What an `adopt` input of a later run may carry; the most recently used networks, newest first. */
  exportAvailability(): readonly Availability[];
}
