import type { Gap } from '../model/gap.ts';
import type { Incident } from '../model/incident.ts';
import type { NotificationSettings } from '../model/notifications.ts';
import type { WallMs } from '../model/units.ts';
import type { Instant } from '../outage/types.ts';

export const NOTICE_KINDS = ['begun', 'ended', 'digest', 'message', 'test'] as const;
/**
 * `begun`, `ended`: an incident of any class (degraded ones included). `digest`: what happened in quiet hours
 * or sleep. `message`: about Faultline itself (a damaged file set aside, a full disk). `test`: the user asked.
 */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/**
 * Shown on the desktop, or why it is only listed. `replaced`: the end of an incident whose place on the desktop
 * was taken by the begin of the larger one that absorbed it.
 */
export const DELIVERIES = ['shown', 'quiet-hours', 'muted', 'cooldown', 'off', 'failed', 'replaced'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** What the user is told, on the desktop and in the list inside the app alike. Plain text, never markup. */
export interface Notice {
  /** Unique for ever; the same notice told again (a restart) has the same id: `total-1732181000123:begun`. */
  readonly id: string;
  readonly kind: NoticeKind;
  /** The incident that a click opens; null: the list of notices. */
  readonly incident: string | null;
  readonly atMs: WallMs;
  readonly title: string;
  /** Empty when the title says all. */
  readonly body: string;
  readonly delivery: Delivery;
}

/** What the policy is told, in order of `at.monoMs`. */
export type NoticeInput =
  | {
      readonly type: 'incident';
      readonly at: Instant;
      readonly phase: 'raised' | 'cleared';
      readonly incident: Incident;
    }
  /** A sleep or pause that is over. */
  | { readonly type: 'gap'; readonly at: Instant; readonly gap: Gap }
  | { readonly type: 'tick'; readonly at: Instant }
  | { readonly type: 'settings'; readonly at: Instant; readonly settings: NoticeSettings }
  /** At the start: notices an earlier run has given, so that nothing is raised twice and each raise gets its end. */
  | {
      readonly type: 'adopt';
      readonly at: Instant;
      readonly notices: readonly Notice[];
      readonly open: readonly Incident[];
      /** Incidents of those notices that have ended since, as far as they are still known. */
      readonly ended?: readonly Incident[];
    };

export interface NoticeSettings extends NotificationSettings {
  /** An outage is notified when it has lasted this long. */
  readonly notifyAfterMs: number;
}

/**
 * `tag` is the same for the begin and the end of an incident: the later one takes the place of the earlier.
 * `urgent`: an outage that has begun.
 */
export interface NoticeOutput {
  readonly notice: Notice;
  readonly tag: string;
  readonly urgent: boolean;
}

/** A pure machine, as the detector is: no clock, no zone, no I/O. */
export interface NoticePolicy {
  step(input: NoticeInput): readonly NoticeOutput[];
  /** Quiet hours in force at that time, and until when. */
  quiet(atMs: WallMs): { readonly active: boolean; readonly untilMs: WallMs | null };
  /** When something may become due (a delayed begin, the end of quiet hours); null: nothing waits. */
  readonly nextDueMs: WallMs | null;
}

export interface NoticePolicyOptions {
  readonly settings: NoticeSettings;
  /** Minutes since local midnight of a wall time, in the user's zone (a change of summer time included). */
  readonly minuteOfDay: (atMs: WallMs) => number;
  /** `22:00 on 2026-11-21` and the like, in the user's zone; undefined: the machine's own. */
  readonly zone: string | undefined;
}
