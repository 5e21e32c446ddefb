import type { Incident } from '../model/incident.ts';
import type { Missed } from './digest.ts';
import type { Tracked } from './tracked.ts';
import type { Delivery } from './types.ts';

/** More than anybody reads about; beyond it the oldest is forgotten. */
const MOST = 1000;

/** What was listed and not shown since the last digest. */
export class MissedList {
  readonly #byId = new Map<string, Missed>();

  get isEmpty(): boolean {
    return this.#byId.size === 0;
  }

  get ofQuietHours(): boolean {
    return [...this.#byId.values()].some(({ why }) => why === 'quiet-hours');
  }

  /** Only what is worth a digest: who mutes a class, or everything, has said enough. */
  add({ incident, tag }: Pick<Tracked, 'incident' | 'tag'>, why: Delivery): void {
    if (why !== 'quiet-hours' && why !== 'cooldown') return;
    this.#byId.set(incident.id, { incident, tag, why });
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > MOST && oldest !== undefined) this.#byId.delete(oldest);
  }

  update(incident: Incident): void {
    const missed = this.#byId.get(incident.id);
    if (missed !== undefined) this.#byId.set(incident.id, { ...missed, incident });
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  takeAll(): readonly Missed[] {
    const all = [...this.#byId.values()];
    this.#byId.clear();
    return all;
  }
}
