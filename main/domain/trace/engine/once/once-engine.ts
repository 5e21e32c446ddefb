import { monoMs } from '../../../model/units.ts';
import type { Instant } from '../../../outage/types.ts';
import type {
  Answered,
  PlannedProbe,
  ProbeResult,
  TraceEngine,
  TraceFacts,
  TracePlan,
  TraceStep,
} from '../../types.ts';
import { isSane } from '../answer-check.ts';
import { type Pace, SWIFT } from '../figures.ts';
import { PathEndFinder } from '../path-end.ts';
import { ProbeBook, type ProbeRecord, type WantedProbe } from '../probe-book.ts';
import { passes, Refusals } from '../refusals.ts';
import { Horizon } from './horizon.ts';
import { LoneQueries, type LoneQuery } from './lone-queries.ts';
import { onceFacts } from './once-facts.ts';
import { onceWarnings } from './once-warnings.ts';
import { Queries } from './queries.ts';
import { waitsMono } from './waiting.ts';

const ENDED: TraceStep = { send: [], wakeAtMono: null, done: true };

/**
 * One trace from start to end: all distances at once, each with all its queries, until it is known where the path
 * ends and nothing is worth waiting for. The figures behind "worth" are in figures.ts.
 */
export class OnceEngine implements TraceEngine {
  readonly #plan: TracePlan;
  readonly #pace: Pace;
  readonly #book: ProbeBook;
  readonly #finder: PathEndFinder;
  readonly #horizon: Horizon;
  readonly #queries: Queries;
  readonly #lone: LoneQueries;
  readonly #refusals = new Refusals();
  #state: 'new' | 'running' | 'done' = 'new';
  #sendTrouble: { readonly code: string; readonly sinceMono: number } | null = null;
  #latestMono = Number.NEGATIVE_INFINITY;

  constructor(plan: TracePlan, pace: Pace = SWIFT) {
    this.#plan = plan;
    this.#pace = pace;
    this.#book = new ProbeBook(plan);
    this.#finder = new PathEndFinder(plan.address);
    this.#horizon = new Horizon(plan, this.#finder, pace);
    this.#queries = new Queries(plan, this.#finder, this.#horizon);
    this.#lone = new LoneQueries(plan, this.#book, this.#finder);
  }

  /** What a continuous trace goes on with when this one, its first round, is done. */
  get book(): ProbeBook {
    return this.#book;
  }

  get finder(): PathEndFinder {
    return this.#finder;
  }

  /** Why it has ended without anything being sent, an errno or a refusal's name; else null. */
  get sendTrouble(): string | null {
    return this.#sendTrouble?.code ?? null;
  }

  start(now: Instant): TraceStep {
    if (this.#state === 'new') {
      this.#state = 'running';
      this.#horizon.start(now.monoMs);
      this.#queries.start(now.monoMs);
    }
    return this.#move(now);
  }

  result(key: number, result: ProbeResult, now: Instant): TraceStep {
    const record = this.#book.find(key);
    if (this.#state === 'running' && record !== null) this.#note(record, result, now);
    return this.#move(now);
  }

  again(key: number, kind: 'late' | 'duplicate', answer: Answered, now: Instant): TraceStep {
    const record = this.#book.find(key);
    if (this.#state === 'running' && record !== null && isSane(answer)) {
      if (kind === 'duplicate' && record.answer !== null) record.duplicates += 1;
      if (kind === 'late' && record.answer === null) this.#noteAnswer(record, answer, 'late', now);
    }
    return this.#move(now);
  }

  tick(now: Instant): TraceStep {
    return this.#move(now);
  }

  facts(): TraceFacts {
    const warnings = onceWarnings({
      plan: this.#plan,
      finder: this.#finder,
      isDone: this.#state === 'done',
      sendTrouble: this.sendTrouble,
    });
    return onceFacts(this.#plan, this.#book.all(), this.#finder, warnings);
  }

  #note(record: ProbeRecord, result: ProbeResult, now: Instant): void {
    if (record.fate !== 'flying' && record.fate !== 'given-up') return;
    if (result.outcome === 'unsent') {
      this.#noteUnsent(record, result.code, now);
      return;
    }
    this.#refusals.noteSent();
    if (result.outcome === 'lost') this.#book.settle(record, 'lost', null);
    else if (isSane(result.answer)) this.#noteAnswer(record, result.answer, 'answered', now);
  }

  #noteUnsent(record: ProbeRecord, code: string, now: Instant): void {
    this.#book.forget(record);
    this.#queries.takeBack(record.ttl, record.far);
    if (passes(code)) this.#refusals.note(now.monoMs);
    if (passes(code) && !this.#refusals.isHopeless(now.monoMs)) return;
    this.#sendTrouble ??= { code, sinceMono: record.sent.monoMs };
  }

  #noteAnswer(record: ProbeRecord, answer: Answered, fate: 'answered' | 'late', now: Instant): void {
    this.#book.settle(record, fate, answer);
    if (record.far) this.#finder.noteFar(answer);
    const isNews = record.far || this.#finder.note(record.ttl, answer);
    if (isNews) this.#horizon.noteNews(now.monoMs);
  }

  #move(told: Instant): TraceStep {
    // Times never go back; if they do all the same, time stands still.
    this.#latestMono = Math.max(this.#latestMono, told.monoMs);
    const now: Instant = { monoMs: monoMs(this.#latestMono), wallMs: told.wallMs };
    if (this.#state !== 'running') return { ...ENDED, done: this.#state === 'done' };
    if (this.#sendTrouble !== null) return this.#endUnsent(this.#sendTrouble.sinceMono);
    this.#book.expire(now.monoMs);
    for (const record of this.#book.overdue(now.monoMs)) this.#book.settle(record, 'given-up', null);
    this.#horizon.move(now.monoMs, false);
    const send = this.#sendDue(now);
    if (send.length === 0 && this.#isIdle(now.monoMs)) {
      // Whatever quiet would bring is brought now: farther hops, far probes; if that is nothing, this is the end.
      this.#horizon.move(now.monoMs, true);
      send.push(...this.#sendDue(now));
      if (this.#isIdle(now.monoMs)) return this.#end();
    }
    return { send, wakeAtMono: this.#nextMono(now.monoMs), done: false };
  }

  #end(): TraceStep {
    this.#state = 'done';
    return ENDED;
  }

  /** What was sent with the refused one, or after it, and has no result yet did not leave either. */
  #endUnsent(sinceMono: number): TraceStep {
    for (const record of this.#book.flying) if (record.sent.monoMs >= sinceMono) this.#book.forget(record);
    return this.#end();
  }

  /** First queries before repeats: they tell where the path ends. */
  #sendDue(now: Instant): PlannedProbe[] {
    const send: PlannedProbe[] = [];
    if (now.monoMs < this.#refusals.holdUntilMono) return send;
    const ttls = this.#ttls(now.monoMs);
    const isDue = (dueMono: number | null): boolean => dueMono !== null && dueMono <= now.monoMs;
    const [firsts, repeats] = [true, false].map((first) =>
      ttls.filter((ttl) => this.#queries.isFirst(ttl) === first),
    );
    for (const ttl of [...(firsts ?? []), ...(repeats ?? [])]) {
      if (this.#book.hasRoom && isDue(this.#queries.dueMono(ttl, now.monoMs)))
        send.push(this.#send({ ttl }, now));
    }
    if (this.#book.hasRoom && isDue(this.#queries.farDueMono(now.monoMs)))
      send.push(this.#send({ ttl: this.#plan.maxHops, far: true }, now));
    const lone = send.length === 0 ? this.#loneQuery(now.monoMs) : null;
    if (lone !== null && this.#book.hasRoom && isDue(lone.dueMono))
      send.push(this.#send({ ttl: lone.ttl, alone: true }, now));
    return send;
  }

  #send(wanted: WantedProbe, now: Instant): PlannedProbe {
    this.#queries.noteSent(wanted.ttl, wanted.far === true, now.monoMs);
    return this.#book.send(wanted, now);
  }

  #loneQuery(nowMono: number): LoneQuery | null {
    return this.#sharedDues(nowMono).length === 0 ? this.#lone.next() : null;
  }

  #ttls(nowMono: number): number[] {
    return Array.from({ length: this.#horizon.firstTo(nowMono) }, (_, index) => index + 1);
  }

  /** Nothing to be sent, now or later, and nothing in flight that is worth waiting for. */
  #isIdle(nowMono: number): boolean {
    return this.#dues(nowMono).length === 0 && this.#waits(nowMono).length === 0;
  }

  #waits(nowMono: number): readonly number[] {
    const waits = waitsMono(this.#plan, this.#pace, this.#book, this.#finder);
    return waits.filter((untilMono) => untilMono > nowMono);
  }

  #dues(nowMono: number): number[] {
    const lone = this.#loneQuery(nowMono);
    return lone === null ? this.#sharedDues(nowMono) : [lone.dueMono];
  }

  #sharedDues(nowMono: number): number[] {
    const dues = this.#ttls(nowMono).map((ttl) => this.#queries.dueMono(ttl, nowMono));
    return [...dues, this.#queries.farDueMono(nowMono)].filter((due) => due !== null);
  }

  #nextMono(nowMono: number): number {
    const holds = this.#refusals.holdUntilMono;
    const from = this.#book.hasRoom ? holds : Math.max(holds, this.#book.roomMono);
    const dues = this.#dues(nowMono).map((due) => Math.max(due, from));
    const moves = this.#horizon.nextMoveMono(nowMono);
    return Math.min(...dues, ...this.#waits(nowMono), ...(moves === null ? [] : [moves]));
  }
}
