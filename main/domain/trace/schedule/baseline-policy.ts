import type { HealthBySubject } from '../../model/health.ts';
import type { MonoMs } from '../../model/units.ts';
import { baselineTargets } from './targets.ts';
import type { TraceConditions, TraceTarget } from './types.ts';

/** All has been well on this network for so long: the line has settled. */
export const SETTLED_MS = 60_000;
/** A healthy path is looked at again after this long. */
export const BASELINE_EVERY_MS = 6 * 3_600_000;
/** After a trace that was not healthy, doubled each time. */
export const BASELINE_RETRY_MS = 15 * 60_000;

interface Plan {
  readonly dueMs: number;
  readonly retryMs: number;
}

/** Either was measured to work, and neither is known not to. */
function works({ icmp, ipv4, ipv6 }: HealthBySubject, family: 4 | 6): boolean {
  const known = [icmp, family === 4 ? ipv4 : ipv6];
  return known.includes('good') && !known.includes('down') && !known.includes('degraded');
}

/**
 * Decides when the path to an anchor is traced while all is well, so that an incident has something to be compared
 * with. One at a time; told how each of them went.
 */
export class BaselinePolicy {
  #network: string | null = null;
  #calmSinceMs: number | null = null;
  #plans = new Map<string, Plan>();
  #busy = false;

  /** Null: none now. What it names is out until `ended`, `known` or `given up`. */
  due(conditions: TraceConditions, atMs: MonoMs): TraceTarget | null {
    this.#follow(conditions, atMs);
    if (this.#busy || this.#calmSinceMs === null || atMs - this.#calmSinceMs < SETTLED_MS) return null;
    const target = baselineTargets(conditions.network, conditions.anchors).find(
      (one) => works(conditions.health, one.family) && atMs >= this.#planOf(one).dueMs,
    );
    if (target === undefined) return null;
    this.#busy = true;
    return target;
  }

  /** A healthy one was taken so long ago already. */
  known(target: TraceTarget, agoMs: number, atMs: MonoMs): void {
    this.#set(target, { dueMs: atMs + BASELINE_EVERY_MS - agoMs, retryMs: BASELINE_RETRY_MS });
  }

  ended(target: TraceTarget, healthy: boolean, atMs: MonoMs): void {
    const { retryMs } = this.#planOf(target);
    if (healthy) this.known(target, 0, atMs);
    else this.#set(target, { dueMs: atMs + retryMs, retryMs: Math.min(BASELINE_EVERY_MS, retryMs * 2) });
  }

  /** Something came between: it says nothing about the path. */
  givenUp(): void {
    this.#busy = false;
    this.#calmSinceMs = null;
  }

  #follow({ network, able, calm }: TraceConditions, atMs: number): void {
    if (network.id !== this.#network) {
      this.#network = network.id;
      this.#plans = new Map();
      this.#calmSinceMs = null;
    }
    if (able && calm) this.#calmSinceMs ??= atMs;
    else this.#calmSinceMs = null;
  }

  #planOf({ address }: TraceTarget): Plan {
    return this.#plans.get(address) ?? { dueMs: Number.NEGATIVE_INFINITY, retryMs: BASELINE_RETRY_MS };
  }

  #set({ address }: TraceTarget, plan: Plan): void {
    this.#busy = false;
    this.#plans.set(address, plan);
  }
}
