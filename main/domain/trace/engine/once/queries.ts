import type { TracePlan } from '../../types.ts';
import { FAR_PROBES, STAGGER_MS, UNSURE_REPEAT_MS } from '../figures.ts';
import type { PathEndFinder } from '../path-end.ts';
import type { Horizon } from './horizon.ts';

interface Row {
  sent: number;
  firstMono: number;
  lastMono: number;
}

const unsent = (): Row => ({
  sent: 0,
  firstMono: Number.NEGATIVE_INFINITY,
  lastMono: Number.NEGATIVE_INFINITY,
});

/** Which query of which hop is due when. TTLs from 1 on; the far probes are a row of their own. */
export class Queries {
  readonly #plan: TracePlan;
  readonly #finder: PathEndFinder;
  readonly #horizon: Horizon;
  readonly #rows = new Map<number, Row>();
  readonly #far = unsent();
  #startMono = 0;

  constructor(plan: TracePlan, finder: PathEndFinder, horizon: Horizon) {
    this.#plan = plan;
    this.#finder = finder;
    this.#horizon = horizon;
  }

  start(nowMono: number): void {
    this.#startMono = nowMono;
  }

  noteSent(ttl: number, far: boolean, nowMono: number): void {
    const row = far ? this.#far : this.#row(ttl);
    if (row.sent === 0) row.firstMono = nowMono;
    row.sent += 1;
    row.lastMono = nowMono;
  }

  /** It never left this machine: it is due again. */
  takeBack(ttl: number, far: boolean): void {
    const row = far ? this.#far : this.#row(ttl);
    row.sent -= 1;
  }

  /** When the next query of this hop is due; null: it has all that it gets as things stand. */
  dueMono(ttl: number, nowMono: number): number | null {
    if (ttl > this.#horizon.firstTo(nowMono) || this.#isAskedAlone(ttl)) return null;
    const row = this.#row(ttl);
    if (row.sent >= this.#wanted(ttl)) return null;
    if (row.sent === 0) return nowMono;
    const wantedMono = this.#repeatMono(ttl, row);
    return wantedMono === null ? null : Math.max(row.lastMono + STAGGER_MS, wantedMono);
  }

  isFirst(ttl: number): boolean {
    return this.#row(ttl).sent === 0;
  }

  /** The same for the far probes. */
  farDueMono(nowMono: number): number | null {
    if (this.#finder.end() !== null || this.#finder.far !== null || !this.#horizon.isQuiet) return null;
    if (this.#far.sent >= FAR_PROBES || this.#horizon.giveUpAt() >= this.#plan.maxHops) return null;
    return Math.max(nowMono, this.#far.lastMono + STAGGER_MS);
  }

  #repeatMono(ttl: number, row: Row): number | null {
    if (ttl <= this.#horizon.certainTo()) return row.firstMono + row.sent * STAGGER_MS;
    if (ttl > this.#horizon.repeatTo()) return null;
    return this.#startMono + UNSURE_REPEAT_MS + row.sent * STAGGER_MS;
  }

  /**
   * A probe that goes farther than the destination arrives there all the same, so it is one of its queries: sent
   * for nothing otherwise.
   */
  #wanted(ttl: number): number {
    const end = this.#finder.end();
    if (end?.why !== 'destination' || end.ttl !== ttl) return this.#plan.queries;
    let beyond = this.#far.sent;
    for (const [other, row] of this.#rows) if (other > ttl) beyond += row.sent;
    return this.#plan.queries - beyond;
  }

  /** SYNs to a destination of known distance go one at a time (see LoneQueries). */
  #isAskedAlone(ttl: number): boolean {
    const end = this.#finder.end();
    return this.#plan.method === 'tcp' && end?.why === 'destination' && end.ttl === ttl;
  }

  #row(ttl: number): Row {
    const known = this.#rows.get(ttl);
    if (known !== undefined) return known;
    const row = unsent();
    this.#rows.set(ttl, row);
    return row;
  }
}
