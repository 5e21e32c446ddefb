import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { WallMs } from '../../domain/model/units.ts';
import { minuteOfDayIn } from '../../domain/notices/minute-of-day.ts';
import { messageNotice, testNotice } from '../../domain/notices/own-notices.ts';
import { createNoticePolicy } from '../../domain/notices/policy.ts';
import type {
  Delivery,
  Notice,
  NoticeInput,
  NoticeOutput,
  NoticePolicy,
  NoticeSettings,
} from '../../domain/notices/types.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import { NoticeList } from './notice-list.ts';
import { type Recalled, recall } from './recall.ts';
import type { AppMessage, NoticeHistory, NoticeService, NoticeServiceOptions } from './types.ts';

/** Quiet hours end by the wall clock, which a timer does not follow through a sleep or a set clock. */
const LOOK_AGAIN_MS = 60_000;

class Service implements NoticeService {
  readonly #options: NoticeServiceOptions;
  readonly #policy: NoticePolicy;
  readonly #list = new NoticeList();
  #settings: NoticeSettings;
  #history: NoticeHistory | null = null;
  #timer: { cancel(): void } | null = null;
  #tests = 0;
  #stopped = false;

  constructor(options: NoticeServiceOptions) {
    const { settings, zone } = options;
    this.#options = options;
    this.#settings = settings;
    this.#policy = createNoticePolicy({ settings, zone, minuteOfDay: minuteOfDayIn(zone) });
  }

  async adopt(history: NoticeHistory | null): Promise<void> {
    const left = history === null ? null : await recall(history).catch(() => null);
    if (this.#stopped) return;
    this.#history = history;
    // What was given before there was a history is kept in it too.
    for (const notice of this.#list.all) history?.recordNotice(notice);
    if (left !== null) this.#adopt(left);
  }

  take(event: MonitorEvent): void {
    if (event.type === 'incident') {
      const { phase, incident } = event;
      this.#step({ type: 'incident', at: this.#options.clock.now(), phase, incident });
    } else if (event.type === 'gap') {
      this.#step({ type: 'gap', at: this.#options.clock.now(), gap: event.gap });
    }
  }

  settings(settings: NoticeSettings): void {
    this.#settings = settings;
    this.#step({ type: 'settings', at: this.#options.clock.now(), settings });
  }

  async test(): Promise<Notice> {
    this.#tests += 1;
    const notice = testNotice(this.#nowMs(), this.#tests);
    return await this.#give({ notice, tag: 'test', urgent: false });
  }

  message(message: AppMessage): void {
    const notice = messageNotice(message, this.#nowMs(), this.#messageDelivery());
    if (this.#stopped || this.#list.has(notice.id)) return;
    void this.#give({ notice, tag: notice.id, urgent: false });
  }

  list(): readonly Notice[] {
    return this.#list.all;
  }

  quiet(): { readonly active: boolean; readonly untilMs: WallMs | null } {
    return this.#policy.quiet(this.#nowMs());
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #nowMs(): WallMs {
    return this.#options.clock.now().wallMs;
  }

  #messageDelivery(): Delivery {
    if (!this.#settings.enabled) return 'off';
    return this.quiet().active ? 'quiet-hours' : 'shown';
  }

  #adopt({ notices, open, ended }: Recalled): void {
    this.#list.add(notices);
    this.#step({ type: 'adopt', at: this.#options.clock.now(), notices, open, ended });
  }

  #step(input: NoticeInput): void {
    if (this.#stopped) return;
    for (const output of this.#policy.step(input)) void this.#give(output);
    this.#schedule();
  }

  #schedule(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const dueMs = this.#policy.nextDueMs;
    if (dueMs === null) return;
    const { clock } = this.#options;
    const delayMs = Math.min(LOOK_AGAIN_MS, Math.max(0, dueMs - clock.now().wallMs));
    this.#timer = clock.setTimer(() => this.#step({ type: 'tick', at: clock.now() }), delayMs);
  }

  /** Kept and listed before the desktop is asked: what it answers may take a while, or never come. */
  async #give(output: NoticeOutput): Promise<Notice> {
    this.#keep(output.notice);
    if (output.notice.delivery !== 'shown' || (await this.#show(output))) return output.notice;
    const failed: Notice = { ...output.notice, delivery: 'failed' };
    if (!this.#stopped) this.#keep(failed);
    return failed;
  }

  async #show(output: NoticeOutput): Promise<boolean> {
    try {
      return await this.#options.desktop.notify({ ...output, trace: this.#traceOf(output.notice) });
    } catch {
      return false;
    }
  }

  /** The end of an outage leaves nothing to look for, nor does what is not about one. */
  #traceOf({ kind, incident }: Notice): TraceAsk | null {
    return kind === 'begun' && incident !== null ? this.#options.traceOf(incident) : null;
  }

  #keep(notice: Notice): void {
    this.#list.add([notice]);
    this.#history?.recordNotice(notice);
    this.#options.onNotice(notice);
  }
}

/** Begins without a past; `adopt` brings it. */
export const startNotices = (options: NoticeServiceOptions): NoticeService => new Service(options);
