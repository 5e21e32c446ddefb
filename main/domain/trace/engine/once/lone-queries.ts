import type { TracePlan } from '../../types.ts';
import { LONE_REST_MS } from '../figures.ts';
import type { PathEnd, PathEndFinder } from '../path-end.ts';
import type { ProbeBook, ProbeRecord } from '../probe-book.ts';
import { hopOf } from './once-facts.ts';
import { patienceMs } from './patience.ts';

export interface LoneQuery {
  readonly ttl: number;
  /** Monotonic. */
  readonly dueMono: number;
}

/**
 * The SYNs of a trace are one connection to those who keep account of connections: the destination answers none
 * while one is half open (RFC 9293 section 3.10.7.4), and a translator lets only the answer to the newest pass, and
 * nothing of the reset by which this machine would end the others: those stay half open until the server repeats its
 * SYN-ACK, after a second (RFC 6298 section 2). So what many at once lost there says nothing, and the destination is
 * asked again with one at a time.
 */
export class LoneQueries {
  readonly #plan: TracePlan;
  readonly #book: ProbeBook;
  readonly #finder: PathEndFinder;

  constructor(plan: TracePlan, book: ProbeBook, finder: PathEndFinder) {
    this.#plan = plan;
    this.#book = book;
    this.#finder = finder;
  }

  /** To be sent once nothing else is; null: none is wanted as things stand. */
  next(): LoneQuery | null {
    const ttl = this.#plan.method === 'tcp' ? this.#wantedTtl() : null;
    if (ttl === null) return null;
    const restMs = Math.max(LONE_REST_MS, this.#finder.longestMs / 2);
    const hop = hopOf(this.#plan, this.#book.all(), this.#finder.end());
    const gone = [...this.#book.all()].map((record) => this.#goneMono(record, hop(record) !== null));
    return { ttl, dueMono: Math.max(...gone) + restMs };
  }

  #wantedTtl(): number | null {
    const { farthest, far } = this.#finder;
    const end = this.#finder.end();
    // It answers from far away, so the silence behind the last router may be only its own.
    if (end === null) return far?.byDestination === true ? this.#unasked(farthest + 1) : null;
    if (end.why !== 'destination') return null;
    if (this.#counted(end) < this.#plan.queries) return end.ttl;
    if (end.ttl - 1 <= farthest || !this.#hasDropped(end)) return null;
    return this.#unasked(farthest + 1) ?? this.#unasked(end.ttl - 1);
  }

  #unasked(ttl: number): number | null {
    if (ttl < 1 || ttl > this.#plan.maxHops) return null;
    for (const record of this.#book.all()) if (record.alone && record.ttl === ttl) return null;
    return ttl;
  }

  /** Then it may have dropped those with a smaller TTL, too, and stand nearer than it seems. */
  #hasDropped(end: PathEnd): boolean {
    for (const record of this.#book.all()) {
      if (!record.alone && record.answer === null && (record.far || record.ttl >= end.ttl)) return true;
    }
    return false;
  }

  #counted(end: PathEnd): number {
    const hop = hopOf(this.#plan, this.#book.all(), end);
    return [...this.#book.all()].filter((record) => hop(record) === end.ttl).length;
  }

  /** When neither a packet nor its answer is under way any more. */
  #goneMono(record: ProbeRecord, isCounted: boolean): number {
    const { sent, answer, alone, fate } = record;
    if (answer !== null) return sent.monoMs + answer.rttMs;
    if (!alone) return sent.monoMs + this.#finder.longestMs;
    const patience = patienceMs(record, isCounted, this.#plan, this.#finder);
    return sent.monoMs + (fate === 'lost' ? Math.min(this.#plan.timeoutMs, patience) : patience);
  }
}
