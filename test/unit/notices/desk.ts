import type { Gap } from '../../../main/domain/model/gap.ts';
import type { Incident, IncidentClass, IncidentEnd } from '../../../main/domain/model/incident.ts';
import { type MonoMs, monoMs, type WallMs, wallMs } from '../../../main/domain/model/units.ts';
import { minuteOfDayIn } from '../../../main/domain/notices/minute-of-day.ts';
import { createNoticePolicy } from '../../../main/domain/notices/policy.ts';
import type {
  Notice,
  NoticeInput,
  NoticeOutput,
  NoticePolicy,
  NoticeSettings,
} from '../../../main/domain/notices/types.ts';
import type { Instant } from '../../../main/domain/outage/types.ts';
import { incident } from '../words/incident-example.ts';

export const ZONE = 'Europe/Berlin';
/** A winter's day, 12:00 in Berlin. */
export const NOON = Date.UTC(2026, 0, 15, 11);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const SETTINGS: NoticeSettings = {
  enabled: true,
  muted: [],
  cooldownMs: 0,
  notifyAfterMs: 10 * SECOND,
  quietHours: { enabled: false, from: '22:00', to: '07:00' },
};

export const QUIET: NoticeSettings = { ...SETTINGS, quietHours: { ...SETTINGS.quietHours, enabled: true } };

/** A policy in a world whose time passes when told, ticked exactly when it asks to be. */
export class Desk {
  readonly outputs: NoticeOutput[] = [];
  readonly policy: NoticePolicy;
  #wallMs: number;
  #monoMs = 1_000_000;

  constructor(settings: NoticeSettings = SETTINGS, startMs: number = NOON, zone: string = ZONE) {
    this.#wallMs = startMs;
    this.policy = createNoticePolicy({ settings, zone, minuteOfDay: minuteOfDayIn(zone) });
  }

  get now(): WallMs {
    return wallMs(this.#wallMs);
  }
  get mono(): MonoMs {
    return monoMs(this.#monoMs);
  }
  get at(): Instant {
    return { wallMs: this.now, monoMs: this.mono };
  }

  /** Everything listed, oldest first. */
  get notices(): readonly Notice[] {
    return this.outputs.map(({ notice }) => notice);
  }
  /** What reached the desktop: `total-1:begun`. */
  get shown(): readonly string[] {
    return this.notices.filter(({ delivery }) => delivery === 'shown').map(({ id }) => id);
  }
  /** `total-1:begun shown`. */
  get told(): readonly string[] {
    return this.notices.map(({ id, kind, delivery }) => `${kind === 'digest' ? 'digest' : id} ${delivery}`);
  }
  /** The notices that stand on the desktop, by place. */
  get standing(): ReadonlyMap<string, Notice> {
    const shown = this.outputs.filter(({ notice }) => notice.delivery === 'shown');
    return new Map(shown.map(({ tag, notice }) => [tag, notice]));
  }

  step(input: NoticeInput): void {
    this.outputs.push(...this.policy.step(input));
  }

  raise(one: Incident): void {
    this.step({ type: 'incident', at: this.at, phase: 'raised', incident: one });
  }
  clear(one: Incident, end: IncidentEnd = 'recovered', parent: string | null = null): Incident {
    const closed = { ...one, untilMs: this.now, end, parent };
    this.step({ type: 'incident', at: this.at, phase: 'cleared', incident: closed });
    return closed;
  }
  gap(durationMs: number, reason: Gap['reason'] = 'sleep'): void {
    const gap = { fromMs: wallMs(this.#wallMs - durationMs), toMs: this.now, reason };
    this.step({ type: 'gap', at: this.at, gap });
  }
  settings(settings: NoticeSettings): void {
    this.step({ type: 'settings', at: this.at, settings });
  }

  /** An incident that began `agoMs` before now and is named now. */
  incident(name: IncidentClass = 'total', agoMs: number = 4 * SECOND, id = ''): Incident {
    const sinceMs = wallMs(this.#wallMs - agoMs);
    return incident(name, { id: id || `${name}-${sinceMs}`, sinceMs, raisedMs: this.now });
  }

  /** Time passes, with a tick whenever the policy wants one. */
  pass(durationMs: number): void {
    const untilMs = this.#wallMs + durationMs;
    for (let round = 0; ; round += 1) {
      const due = this.policy.nextDueMs;
      if (due === null || due > untilMs) break;
      if (round > 10_000) throw new Error('the policy asks for ticks without end');
      this.#move(Math.max(0, due - this.#wallMs));
      this.step({ type: 'tick', at: this.at });
    }
    this.#move(Math.max(0, untilMs - this.#wallMs));
  }

  /** The machine sleeps; nobody ticks. */
  sleep(durationMs: number, monotonicGoesOn = false): void {
    this.#wallMs += durationMs;
    if (monotonicGoesOn) this.#monoMs += durationMs;
  }

  #move(byMs: number): void {
    this.#wallMs += byMs;
    this.#monoMs += byMs;
  }
}
