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
  /** Outcome of a captive-portal check that the detector asked for; null: could not tell. */
  | { readonly type: 'portal'; readonly at: Instant; readonly captive: boolean | null }
  /** At the start: incidents a previous run left open. They go on or are cleared, never raised twice. */
  | { readonly type: 'adopt'; readonly at: Instant; readonly open: readonly Incident[] };

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

/** Every figure has its source in docs/detector.md; durations in milliseconds. */
export interface DetectorConfig {
  /** How many anchors and how often each is probed: the detector expects nothing else. */
  readonly anchors: readonly { readonly kind: Kind; readonly anchor: AnchorKey }[];
  readonly intervalMs: number;
  readonly totalSilenceMs: number;
  readonly totalOverdue: number;
  readonly suspicionMs: number;
  readonly burstMaxMs: number;
  readonly recoveryReplies: number;
  readonly recoveryWindow: number;
  readonly recoveryAnchors: number;
  /** After a gap, a start or a network change nothing is judged for this long. */
  readonly settleMs: number;
  /** Worked at some time on this network, else `unavailable`: how long it must have failed first. */
  readonly availabilityMs: number;
}

/** A pure machine: no clock, no randomness, no I/O. `step` may keep its state inside the object. */
export interface Detector {
  step(input: DetectorInput): readonly DetectorOutput[];
  readonly health: HealthBySubject;
  /** Open incidents, parent first. */
  readonly open: readonly Incident[];
}
