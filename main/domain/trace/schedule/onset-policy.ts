import type { Incident, IncidentClass } from '../../model/incident.ts';
import type { MonoMs } from '../../model/units.ts';
import { onsetTargets } from './targets.ts';
import type { TraceConditions, TraceTarget } from './types.ts';
import { isWatched } from './watch-policy.ts';

/**
 * Traces of one family that may follow each other at once: an incident, the one that absorbs it, and one more. After
 * that one is earned every so often, so that a flapping line is not traced for every flap.
 */
export const ONSET_BURST = 3;
export const ONSET_EARNED_MS = 10 * 60_000;
/** Incidents that are remembered as traced. */
const REMEMBERED = 200;

/** Where a path tells nothing: the own link is down, or a portal answers in everybody's place. */
const UNTRACED: ReadonlySet<IncidentClass> = new Set<IncidentClass>(['local', 'captive-portal']);

/** Decides which traces are taken when an incident begins. */
export class OnsetPolicy {
  readonly #traced = new Set<string>();
  readonly #purses = new Map<4 | 6, { traces: number; atMs: number }>();

  /** Called when an incident is raised; a second time for the same one it has nothing to say. */
  raised(incident: Incident, conditions: TraceConditions, atMs: MonoMs): readonly TraceTarget[] {
    const { id, evidence } = incident;
    if (UNTRACED.has(incident.class) || incident.parent !== null || incident.untilMs !== null) return [];
    if (!conditions.able || this.#traced.has(id)) return [];
    this.#remember(id);
    // A path is watched once at a time; a single trace takes seconds, and an outage is worth it.
    const isTaken = (family: 4 | 6): boolean => isWatched(incident.class) && conditions.watched.has(family);
    return onsetTargets(conditions.network, conditions.anchors, evidence.failing).filter(
      ({ family }) => !isTaken(family) && this.#spend(family, atMs),
    );
  }

  #remember(id: string): void {
    this.#traced.add(id);
    for (const oldest of this.#traced) {
      if (this.#traced.size <= REMEMBERED) return;
      this.#traced.delete(oldest);
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
