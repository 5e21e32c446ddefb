import type { Incident } from '../model/incident.ts';
import type { Delivery } from './types.ts';

/** An incident of which something was told, or may have to be. */
export interface Tracked {
  /** As it was heard of last. */
  incident: Incident;
  /** The place on the desktop: its own, or the one taken over from what it absorbed. */
  tag: string;
  /** Monotonic time of its cause, in this run's terms. */
  readonly sinceMonoMs: number;
  /** Its begin is not told before this, however long it has lasted. */
  readonly notBeforeMonoMs: number;
  /** How its begin was given; null: it waits. */
  begun: Delivery | null;
  /** The user has seen that it began. */
  told: boolean;
}

export function tracked(incident: Incident, sinceMonoMs: number, notBeforeMonoMs: number): Tracked {
  return { incident, tag: incident.id, sinceMonoMs, notBeforeMonoMs, begun: null, told: false };
}

/** Those told of that make way for a larger incident, whose begin is still waiting, by its id. */
export class Heirs {
  readonly #byParent = new Map<string, Tracked[]>();

  add(parent: Tracked, children: readonly Tracked[]): void {
    const waiting = this.#byParent.get(parent.incident.id) ?? [];
    const [first] = children;
    if (waiting.length === 0 && first !== undefined) parent.tag = first.tag;
    this.#byParent.set(parent.incident.id, [...waiting, ...children]);
  }

  take(parent: string): readonly Tracked[] {
    const waiting = this.#byParent.get(parent) ?? [];
    this.#byParent.delete(parent);
    return waiting;
  }

  get all(): readonly Tracked[] {
    return [...this.#byParent.values()].flat();
  }
}
