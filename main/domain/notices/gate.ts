import type { IncidentClass } from '../model/incident.ts';
import type { Instant } from '../outage/types.ts';
import { type Quiet, quietAt } from './quiet-hours.ts';
import type { Delivery, NoticePolicyOptions, NoticeSettings } from './types.ts';

/** Whether something may be shown now, by the settings in force and by what was shown before. */
export class Gate {
  settings: NoticeSettings;
  readonly #minuteOfDay: NoticePolicyOptions['minuteOfDay'];
  /** Monotonic time of what was shown last of a class. */
  readonly #shownAt = new Map<IncidentClass, number>();

  constructor({ settings, minuteOfDay }: NoticePolicyOptions) {
    this.settings = settings;
    this.#minuteOfDay = minuteOfDay;
  }

  quiet(at: Pick<Instant, 'wallMs'>): Quiet {
    return quietAt(this.settings.quietHours, this.#minuteOfDay, at.wallMs);
  }

  forBegin(name: IncidentClass, at: Instant): Delivery {
    const delivery = this.forEnd(name, at);
    if (delivery !== 'shown') return delivery;
    const shownAt = this.#shownAt.get(name) ?? Number.NEGATIVE_INFINITY;
    return at.monoMs - shownAt < this.settings.cooldownMs ? 'cooldown' : 'shown';
  }

  /** What was begun in sight ends in sight: no cooldown keeps it back. Null: a class nobody knows any more. */
  forEnd(name: IncidentClass | null, at: Instant): Delivery {
    if (!this.settings.enabled) return 'off';
    if (name !== null && this.settings.muted.includes(name)) return 'muted';
    return this.quiet(at).active ? 'quiet-hours' : 'shown';
  }

  shown(name: IncidentClass, monoMs: number): void {
    this.#shownAt.set(name, Math.max(monoMs, this.#shownAt.get(name) ?? monoMs));
  }
}
