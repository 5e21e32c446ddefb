import type { TraceWarning } from '../../../model/trace.ts';
import type { Answered, TraceFacts, TracePlan } from '../../types.ts';
import { SILENT_GAP } from '../figures.ts';
import { HopLedger } from '../hop-ledger.ts';
import { enter, hopOf } from '../once/once-facts.ts';
import type { PathEndFinder } from '../path-end.ts';
import type { ProbeBook, ProbeRecord } from '../probe-book.ts';
import { Reach, type RoundTargets } from './reach.ts';
import { RouteChanges } from './route-changes.ts';

interface Totals {
  sent: number;
  received: number;
  late: number;
  duplicate: number;
}

/** All that a continuous trace has learnt, in memory bounded by the number of TTLs. */
export class PathRecord {
  readonly #hops = new Map<number, HopLedger>();
  readonly #changes: RouteChanges;
  readonly #reach: Reach;
  readonly #totals: Totals = { sent: 0, received: 0, late: 0, duplicate: 0 };
  /** Probes of the first round that went farther than the destination, and the distance they count for. */
  readonly #countsFor = new WeakMap<ProbeRecord, number>();

  /** Takes over what the first round found. */
  constructor(plan: TracePlan, book: ProbeBook, finder: PathEndFinder) {
    const end = finder.end();
    this.#changes = new RouteChanges(plan.intervalMs);
    this.#reach = new Reach(plan.address, plan.maxHops, end, finder.farthest);
    const hop = hopOf({ ...plan, queries: 1 }, book.all(), end);
    for (const record of book.all()) this.#takeOver(record, hop(record), book);
  }

  get reach(): Reach {
    return this.#reach;
  }

  beginRound(): RoundTargets {
    this.#changes.settle(this.#reach.to);
    return this.#reach.nextRound();
  }

  noteSent(ttl: number, far: boolean): void {
    this.#totals.sent += 1;
    if (!far) this.#hop(ttl).noteSent();
  }

  /** It never left, or nobody listened for its answer. */
  takeBackSent(record: ProbeRecord): void {
    this.#totals.sent -= 1;
    const ttl = this.#ttlOf(record);
    if (ttl !== null) this.#hop(ttl).takeBackSent();
  }

  noteLost(record: ProbeRecord): void {
    const ttl = this.#ttlOf(record);
    if (ttl === null) {
      this.#reach.farLost();
      return;
    }
    const hop = this.#hop(ttl);
    // The hop's usual loss leaves out the losses that may be the beginning of silence.
    const run = this.#changes.lostRun(ttl);
    const usualLoss = hop.usualLoss(run);
    this.#changes.lost(ttl, record.sent.wallMs, usualLoss);
    hop.noteLost(record.sent);
    this.#reach.lost(ttl, run + 1, usualLoss);
  }

  noteAnswer(record: ProbeRecord, answer: Answered, how: { wasLost: boolean; isLate: boolean }): void {
    if (how.isLate) this.#totals.late += 1;
    else this.#totals.received += 1;
    const ttl = this.#ttlOf(record);
    if (ttl === null) {
      this.#reach.farAnswered(answer);
      return;
    }
    const hop = this.#hop(ttl);
    if (how.wasLost) hop.takeBackLost(answer, record.sent, how.isLate);
    else hop.noteReceived(answer, record.sent);
    this.#changes.answered(ttl, answer.from, record.sent.wallMs);
    this.#reach.answered(ttl, answer);
  }

  noteDuplicate(record: ProbeRecord): void {
    this.#totals.duplicate += 1;
    const ttl = this.#ttlOf(record);
    if (ttl !== null) this.#hop(ttl).noteDuplicate();
  }

  facts(rounds: number, warnings: readonly TraceWarning[]): TraceFacts {
    const hops = Array.from({ length: this.#shownTo() }, (_, index) => this.#hop(index + 1).hop());
    return {
      reached: this.#reach.isSomewhere,
      rounds,
      ...this.#totals,
      hops,
      changes: this.#changes.all,
      links: [],
      pathMtu: null,
      warnings,
    };
  }

  /** Without the destination also the distances that scouts have gone to, but nothing behind a router that refuses. */
  #shownTo(): number {
    const { to, isPresent, refusal } = this.#reach;
    const scouted = Math.min(to + SILENT_GAP, Math.max(0, ...this.#hops.keys()));
    return isPresent ? to : Math.min(Math.max(to, scouted), refusal?.ttl ?? Number.POSITIVE_INFINITY);
  }

  #takeOver(record: ProbeRecord, ttl: number | null, book: ProbeBook): void {
    this.#totals.sent += 1;
    this.#totals.duplicate += record.duplicates;
    if (record.fate === 'answered') this.#totals.received += 1;
    if (record.fate === 'late') this.#totals.late += 1;
    if (ttl === null) {
      book.disown(record);
      return;
    }
    if (record.far || ttl !== record.ttl) this.#countsFor.set(record, ttl);
    enter(this.#hop(ttl), record);
    if (record.answer !== null) this.#changes.answered(ttl, record.answer.from, record.sent.wallMs);
  }

  /** The hop a probe counts for; null: none, it only asks whether the destination answers at all. */
  #ttlOf(record: ProbeRecord): number | null {
    return this.#countsFor.get(record) ?? (record.far ? null : record.ttl);
  }

  #hop(ttl: number): HopLedger {
    const known = this.#hops.get(ttl);
    if (known !== undefined) return known;
    const hop = new HopLedger(ttl, true);
    this.#hops.set(ttl, hop);
    return hop;
  }
}
