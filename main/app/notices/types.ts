import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { WallMs } from '../../domain/model/units.ts';
import type { Notice, NoticeSettings } from '../../domain/notices/types.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import type { History } from '../../history/types.ts';
import type { Clock } from '../../monitor/types.ts';
import type { Desktop } from '../types.ts';

export type NoticeDesktop = Pick<Desktop, 'notify'>;
export type NoticeHistory = Pick<History, 'notices' | 'recordNotice' | 'incidents' | 'openIncidents'>;

export interface NoticeServiceOptions {
  readonly settings: NoticeSettings;
  readonly desktop: NoticeDesktop;
  readonly clock: Clock;
  /** IANA zone of the texts and the quiet hours; undefined: the machine's own. */
  readonly zone: string | undefined;
  /** What is to be traced of an incident that goes on; null: nothing, or it is over. */
  readonly traceOf: (incident: string) => TraceAsk | null;
  /** Every notice once when it is given, and again (same id) if the desktop turns out not to have shown it. */
  readonly onNotice: (notice: Notice) => void;
}

/** About Faultline itself: a damaged file set aside, a full disk. */
export interface AppMessage {
  /** Names the matter for ever: a message with the key of an earlier one is not given again. */
  readonly key: string;
  readonly title: string;
  readonly body: string;
}

/** Decides what the user is told, tells it, and keeps it. Never throws, never rejects but where said. */
export interface NoticeService {
  /**
   * What an earlier run has told comes first, and from now on every notice is kept there. To be awaited after
   * the engine has started and before its `begin`; again with the next engine's history after a restart.
   * Null: nothing is remembered.
   */
  adopt(history: NoticeHistory | null): Promise<void>;
  /** Everything the engine tells, in order; samples and the like cost nothing. */
  take(event: MonitorEvent): void;
  settings(settings: NoticeSettings): void;
  /** Shown whatever the settings say: the user asked for it. Resolves when the desktop has answered. */
  test(): Promise<Notice>;
  message(message: AppMessage): void;
  /** Newest first, 200 at most. */
  list(): readonly Notice[];
  /** Quiet hours in force now, and until when (null: always). */
  quiet(): { readonly active: boolean; readonly untilMs: WallMs | null };
  stop(): void;
}
