import { monoMs } from '../../domain/model/units.ts';
import type { Instant } from '../../domain/outage/types.ts';
import type {
  Answered,
  PlannedProbe,
  ProbeResult,
  TraceEngine,
  TraceFacts,
  TraceStep,
} from '../../domain/trace/types.ts';
import type { SendWindow } from '../sending/send-window.ts';

/**
 * Makes an engine that knows no rates keep to them: its packets wait for their turn, and while any waits, time stands
 * still for it. So it neither gives a packet up that has not left, nor looks farther because the ones before are late.
 */
export class PacedEngine implements TraceEngine {
  readonly #engine: TraceEngine;
  readonly #window: SendWindow;
  /** Whom a packet with that TTL burdens. */
  readonly #hopOf: (ttl: number) => string;
  #waiting: PlannedProbe[] = [];
  /** The engine's own time, and the true one when it was last looked at. */
  #innerMono: number | null = null;
  #trueMono = 0;

  constructor(engine: TraceEngine, window: SendWindow, hopOf: (ttl: number) => string) {
    this.#engine = engine;
    this.#window = window;
    this.#hopOf = hopOf;
  }

  start(now: Instant): TraceStep {
    return this.#step(now, (inner) => this.#engine.start(inner));
  }

  result(key: number, result: ProbeResult, now: Instant): TraceStep {
    return this.#step(now, (inner) => this.#engine.result(key, result, inner));
  }

  again(key: number, kind: 'late' | 'duplicate', answer: Answered, now: Instant): TraceStep {
    return this.#step(now, (inner) => this.#engine.again(key, kind, answer, inner));
  }

  tick(now: Instant): TraceStep {
    return this.#step(now, (inner) => this.#engine.tick(inner));
  }

  facts(): TraceFacts {
    return this.#engine.facts();
  }

  #step(now: Instant, tell: (inner: Instant) => TraceStep): TraceStep {
    const inner = this.#innerTime(now);
    const { send, wakeAtMono, done } = tell({ ...now, monoMs: monoMs(inner) });
    if (done) {
      this.#waiting = [];
      return { send: [], wakeAtMono: null, done };
    }
    this.#waiting.push(...send);
    const released = this.#release(now.monoMs);
    if (this.#waiting.length > 0) return { send: released, wakeAtMono: this.#nextMono(now.monoMs), done };
    const wake = wakeAtMono === null ? null : wakeAtMono - inner + now.monoMs;
    return { send: released, wakeAtMono: wake, done };
  }

  #innerTime({ monoMs: trueMono }: Instant): number {
    const inner = this.#innerMono ?? trueMono;
    const passedMs = this.#innerMono === null || this.#waiting.length > 0 ? 0 : trueMono - this.#trueMono;
    this.#trueMono = trueMono;
    this.#innerMono = inner + passedMs;
    return this.#innerMono;
  }

  #release(nowMono: number): readonly PlannedProbe[] {
    const released = this.#waiting.filter(({ ttl }) => {
      const hop = this.#hopOf(ttl);
      if (this.#window.freeMono(hop, nowMono) > nowMono) return false;
      this.#window.note(hop, nowMono);
      return true;
    });
    this.#waiting = this.#waiting.filter((probe) => !released.includes(probe));
    return released;
  }

  #nextMono(nowMono: number): number {
    return Math.min(...this.#waiting.map(({ ttl }) => this.#window.freeMono(this.#hopOf(ttl), nowMono)));
  }
}
