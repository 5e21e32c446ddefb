import type { GapReason } from '../../domain/model/gap.ts';
import type { Instant } from '../../domain/outage/types.ts';
import type { Clock } from '../types.ts';
import { type BeatReading, HEARTBEAT, judgeBeat } from './heartbeat-rules.ts';

export interface HeartbeatListeners {
  readonly onTick: (at: Instant) => void;
  readonly onStall: (at: Instant, lagMs: number) => void;
  /** Nothing was measured between the two instants. */
  readonly onGap: (from: Instant, at: Instant, reason: GapReason) => void;
}

/**
 * The monitor's own pulse: the truth about time that was not measured. Power events are only a hint, so they
 * are not asked for.
 */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #listeners: HeartbeatListeners;
  #last: BeatReading;
  #dueMs: number;
  #timer: { cancel(): void } | null = null;

  constructor(clock: Clock, listeners: HeartbeatListeners) {
    this.#clock = clock;
    this.#listeners = listeners;
    this.#last = this.#read();
    this.#dueMs = this.#last.at.monoMs;
  }

  start(): void {
    this.#last = this.#read();
    this.#dueMs = this.#last.at.monoMs;
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /**
   * To be called before anything that came in is believed: after a stop of the process, packets and timers are
   * served in any order, and the pulse may be the last to notice. Cheap while all is well.
   */
  glance(): void {
    if (this.#timer === null) return;
    const at = this.#clock.now();
    const verdict = judgeBeat({ ...this.#last, bootMs: null }, { at, bootMs: null });
    if (verdict.type !== 'regular') this.#beat();
  }

  #read(): BeatReading {
    return { at: this.#clock.now(), bootMs: this.#clock.bootMs?.() ?? null };
  }

  #beat(): void {
    const reading = this.#read();
    const verdict = judgeBeat(this.#last, reading);
    const from = this.#last.at;
    this.#last = reading;
    if (verdict.type === 'stall') this.#listeners.onStall(reading.at, verdict.lagMs);
    else if (verdict.type === 'gap') this.#listeners.onGap(from, reading.at, verdict.reason);
  }

  /** Due times are counted from the start, so that the pulse keeps four a second; missed beats are left out. */
  #arm(): void {
    const now = this.#clock.now().monoMs;
    do this.#dueMs += HEARTBEAT.periodMs;
    while (this.#dueMs <= now);
    this.#timer = this.#clock.setTimer(() => {
      this.#beat();
      if (this.#timer === null) return;
      this.#arm();
      // Read again: a gap may have been told meanwhile, and facts keep their order.
      this.#listeners.onTick(this.#clock.now());
    }, this.#dueMs - now);
  }
}
