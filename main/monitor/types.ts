import type { Anchor } from '../domain/model/anchor.ts';
import type { MonitorConfig } from '../domain/model/config.ts';
import type { Gap, GapReason } from '../domain/model/gap.ts';
import type { Kind } from '../domain/model/kind.ts';
import type { Mode } from '../domain/model/mode.ts';
import type { Network } from '../domain/model/network.ts';
import type { Sample } from '../domain/model/sample.ts';
import type { MonoMs } from '../domain/model/units.ts';
import type { Instant } from '../domain/outage/types.ts';
import type { HelperWays } from '../helper-client/helper-ways.ts';
import type { HelperControl, PathSender, ProbeSender } from '../helper-client/types.ts';
import type { Finding } from './flight/probe.ts';

/** Both clocks and the timers, passed in so that tests own the time. */
export interface Clock {
  now(): Instant;
  /**
   * Milliseconds on a clock that goes on while the machine sleeps, if it has one that differs from the
   * monotonic one; null: sleep shows on the monotonic clock itself.
   */
  bootMs?(): number | null;
  setTimer(callback: () => void, delayMs: number): { cancel(): void };
}

/** What the monitor tells the engine, in order of monotonic time. It measures; it judges nothing. */
export type MonitorFact =
  | { readonly type: 'sent'; readonly at: Instant; readonly id: number; readonly anchor: Anchor }
  /** A first result, or a revision (`late`) of one. */
  | { readonly type: 'result'; readonly at: Instant; readonly sample: Sample }
  | { readonly type: 'tick'; readonly at: Instant }
  | {
      readonly type: 'gap';
      readonly at: Instant;
      readonly from: Instant;
      readonly reason: GapReason;
      readonly gap: Gap;
    }
  | { readonly type: 'network'; readonly at: Instant; readonly network: Network }
  | { readonly type: 'mode'; readonly at: Instant; readonly mode: Mode }
  /** The anchors probed from now on (the configured ones plus the network's gateway and resolvers). */
  | { readonly type: 'anchors'; readonly at: Instant; readonly anchors: readonly Anchor[] }
  | { readonly type: 'portal'; readonly at: Instant; readonly captive: boolean | null };

export interface MonitorOptions {
  readonly config: MonitorConfig;
  readonly clock?: Clock;
  /** How the helper is started; left out: as here, and nobody is asked. */
  readonly helperWays?: HelperWays;
  readonly onFact: (fact: MonitorFact) => void;
}

export interface Monitor {
  readonly mode: Mode;
  /** The helper's packets of a traceroute, whichever helper runs at the time. */
  readonly probes: ProbeSender;
  /** The same for its packets in IP-in-IP. */
  readonly paths: PathSender;
  readonly helper: HelperControl;
  readonly network: Network;
  /** 10 Hz in total over the anchors of these kinds until `untilMonoMs`; no kinds: back to the normal pace. */
  burst(kinds: readonly Kind[], untilMonoMs: MonoMs): void;
  checkPortal(): void;
  /**
   * In force at once, without a gap. Targets that stay keep what is known of them, and their pace: none is sent two
   * probes closer together than the interval allows. What is in flight is told as ever.
   */
  reconfigure(config: MonitorConfig): void;
  /** One probe out of turn, of any target; told to the caller alone. Settles within a few seconds, never rejects. */
  probeOnce(anchor: Anchor): Promise<Finding>;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}
