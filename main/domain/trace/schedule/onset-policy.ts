import type { Incident } from '../../model/incident.ts';
import type { MonoMs } from '../../model/units.ts';
import { isTraced, onsetTargets } from './targets.ts';
import type { TraceConditions, TraceTarget, Untraced } from './types.ts';
import { isWatched } from './watch-policy.ts';

/**
 * Traces of one family that may follow each other at once: an incident, the one that absorbs it, and one more. After
 * that one is earned every so often, so that a flapping line is not traced for every flap.
 */
export const ONSET_BURST = 3;
export const ONSET_EARNED_MS = 10 * 60_000;
/** Incidents whose decision is remembered. */
const REMEMBERED = 200;

/** Decides which traces are taken when an incident begins. */
export class OnsetPolicy {
  /** Why an incident was not traced; null: it was. */
  readonly #decided = new Map<string, Untraced | null>();
  readonly #purses = new Map<4 | 6, { traces: number; atMs: number }>();

  /** Called when an incident is raised; a second time for the same one it has nothing to say. */
  raised(incident: Incident, conditions: TraceConditions, atMs: MonoMs): readonly TraceTarget[] {
    const { id, parent, untilMs } = incident;
    if (parent !== null || untilMs !== null || this.#decided.has(id)) return [];
    const decided = this.#decide(incident, conditions, atMs);
    this.#remember(id, typeof decided === 'string' ? decided : null);
    return typeof decided === 'string' ? [] : decided;
  }

  /** Why an incident that was raised lately has no trace; null: it has one, or nothing is known of it. */
  untraced(incident: string): Untraced | null {
    return this.#decided.get(incident) ?? null;
  }

  #decide(
    { class: incidentClass, evidence }: Incident,
    { able, anchors, network, watched }: TraceConditions,
    atMs: MonoMs,
  ): readonly TraceTarget[] | Untraced {
    if (!isTraced(incidentClass)) return 'pointless';
    if (!able) return 'unable';
    const targets = onsetTargets(network, anchors, evidence.failing);
    if (targets.length === 0) return 'no-target';
    // A path is watched once at a time; a single trace takes seconds, and an outage is worth it.
    const free = targets.filter(({ family }) => !isWatched(incidentClass) || !watched.has(family));
    if (free.length === 0) return 'watched';
    const chosen = free.filter(({ family }) => this.#spend(family, atMs));
    return chosen.length === 0 ? 'spared' : chosen;
  }

  #remember(id: string, why: Untraced | null): void {
    this.#decided.set(id, why);
    for (const oldest of this.#decided.keys()) {
      if (this.#decided.size <= REMEMBERED) return;
      this.#decided.delete(oldest);
    }
  }

  #spend(family: 4 | 6, atMs: number): boolean {
    const purse = this.#purses.get(family) ?? { traces: ONSET_BURST, atMs };
    const earned = (atMs - purse.atMs) / ONSET_EARNED_MS;
    const traces = Math.min(ONSET_BURST, purse.traces + earned);
    const may = traces >= 1;
    this.#purses.set(family, { traces: may ? traces - 1 : traces, atMs });
    return may;
  }
}
