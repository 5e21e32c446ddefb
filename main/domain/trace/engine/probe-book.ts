import type { Instant } from '../../outage/types.ts';
import type { Answered, PlannedProbe, TracePlan } from '../types.ts';
import { OWED_MS, PATIENCE_GRACE_MS } from './figures.ts';

/**
 * `lost`: whoever sent it says so. `given-up`: its time limit has passed, and nobody has said anything. Both are
 * losses. Only a probe that never left this machine is forgotten.
 */
export type Fate = 'flying' | 'given-up' | 'lost' | 'answered' | 'late';

export interface ProbeRecord {
  readonly key: number;
  readonly ttl: number;
  /** Sent beyond the horizon, to learn whether the destination answers at all. */
  readonly far: boolean;
  /** Sent when no other packet of the flow was under way. */
  readonly alone: boolean;
  readonly sent: Instant;
  fate: Fate;
  /** The first one; null unless `answered` or `late`. */
  answer: Answered | null;
  duplicates: number;
}

export interface WantedProbe {
  readonly ttl: number;
  readonly far?: boolean;
  readonly alone?: boolean;
}

/** The probes of a trace by their key, in the order of sending. */
export class ProbeBook {
  readonly #plan: TracePlan;
  readonly #records = new Map<number, ProbeRecord>();
  readonly #flying = new Set<ProbeRecord>();
  /** Without a result and within their time limit: whoever sends them is still holding on to them. */
  readonly #open = new Set<ProbeRecord>();
  #nextKey = 1;

  constructor(plan: TracePlan) {
    this.#plan = plan;
  }

  get flying(): ReadonlySet<ProbeRecord> {
    return this.#flying;
  }

  get hasRoom(): boolean {
    return this.#open.size < this.#plan.window;
  }

  /** When there is room again at the latest. Only to be asked while there is none. */
  get roomMono(): number {
    const [oldest] = this.#open;
    return oldest === undefined ? Number.NEGATIVE_INFINITY : this.#limitMono(oldest);
  }

  /** Probes whose time limit has passed are held by nobody any more, whether that was told or not. */
  expire(nowMono: number): void {
    for (const record of this.#open) {
      if (this.#limitMono(record) > nowMono) return;
      this.#open.delete(record);
    }
  }

  all(): IterableIterator<ProbeRecord> {
    return this.#records.values();
  }

  find(key: number): ProbeRecord | null {
    return this.#records.get(key) ?? null;
  }

  send({ ttl, far = false, alone = false }: WantedProbe, now: Instant): PlannedProbe {
    const key = this.#nextKey;
    this.#nextKey += 1;
    const record: ProbeRecord = {
      key,
      ttl,
      far,
      alone,
      sent: now,
      fate: 'flying',
      answer: null,
      duplicates: 0,
    };
    this.#records.set(key, record);
    this.#flying.add(record);
    this.#open.add(record);
    return { key, ttl, flow: this.#plan.flow, size: this.#plan.size };
  }

  settle(record: ProbeRecord, fate: Exclude<Fate, 'flying'>, answer: Answered | null): void {
    record.fate = fate;
    record.answer = answer;
    this.#flying.delete(record);
    if (fate !== 'given-up') this.#open.delete(record);
  }

  /** Its result is of no interest any more; it holds its place in the window for the rest of its time. */
  disown(record: ProbeRecord): void {
    this.#records.delete(record.key);
    this.#flying.delete(record);
  }

  /** It never left this machine. */
  forget(record: ProbeRecord): void {
    this.#records.delete(record.key);
    this.#flying.delete(record);
    this.#open.delete(record);
  }

  /** Forgets what was sent before and is not waited for: no answer to it is expected any more. */
  forgetBefore(mono: number): void {
    for (const record of this.#records.values()) {
      if (record.sent.monoMs >= mono) return;
      if (record.fate !== 'flying') this.#records.delete(record.key);
    }
  }

  /** Those whose time limit has passed, and enough time for whoever says so. */
  overdue(nowMono: number): readonly ProbeRecord[] {
    return [...this.#flying].filter((record) => nowMono >= this.overdueMono(record));
  }

  overdueMono(record: ProbeRecord): number {
    return record.sent.monoMs + this.#plan.timeoutMs + OWED_MS;
  }

  #limitMono(record: ProbeRecord): number {
    return record.sent.monoMs + this.#plan.timeoutMs + PATIENCE_GRACE_MS;
  }
}
