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
import { GENTLE } from '../figures.ts';
import { OnceEngine } from '../once/once-engine.ts';
import type { ProbeBook, ProbeRecord } from '../probe-book.ts';
import { passes } from '../refusals.ts';
import { continuousWarnings } from './continuous-warnings.ts';
import { GapWatch } from './gap-watch.ts';
import { PathRecord } from './path-record.ts';
import { type ScheduledProbe, scheduleRound } from './round-schedule.ts';
import { SendTrouble } from './send-trouble.ts';

/** How long after its sending something may still be told of a probe: the helper's late window, and a little. */
const REMEMBERED_MS = 12_000;

/**
 * Rounds without end, one probe a distance in each. The first round is a trace as in mode `once` with one query:
 * it finds the path at once; those after it are spread over the interval.
 */
export class ContinuousEngine implements TraceEngine {
  readonly #plan: TracePlan;
  readonly #first: OnceEngine;
  readonly #book: ProbeBook;
  readonly #gaps = new GapWatch();
  /** Null as long as the first round is under way. */
  #path: PathRecord | null = null;
  #state: 'new' | 'running' | 'done' = 'new';
  #rounds = 1;
  #roundMono = 0;
  #schedule: readonly ScheduledProbe[] = [];
  readonly #sendTrouble = new SendTrouble();
  #wakeMono: number | null = null;
  #latestMono = Number.NEGATIVE_INFINITY;

  constructor(plan: TracePlan) {
    this.#plan = plan;
    this.#first = new OnceEngine({ ...plan, queries: 1 }, GENTLE);
    this.#book = this.#first.book;
  }

  start(told: Instant): TraceStep {
    const now = this.#forward(told);
    if (this.#state !== 'new') return this.tick(now);
    this.#state = 'running';
    this.#roundMono = now.monoMs;
    return this.#pass(this.#first.start(now), now);
  }

  result(key: number, result: ProbeResult, told: Instant): TraceStep {
    const now = this.#forward(told);
    if (this.#path === null) return this.#pass(this.#first.result(key, result, now), now);
    const record = this.#book.find(key);
    if (record !== null) this.#note(this.#path, record, result);
    return this.#move(now);
  }

  again(key: number, kind: 'late' | 'duplicate', answer: Answered, told: Instant): TraceStep {
    const now = this.#forward(told);
    if (this.#path === null) return this.#pass(this.#first.again(key, kind, answer, now), now);
    const record = this.#book.find(key);
    if (record === null || !isSane(answer)) return this.#move(now);
    if (kind === 'duplicate' && record.answer !== null) this.#path.noteDuplicate(record);
    if (kind === 'late' && record.answer === null) this.#answered(this.#path, record, answer, 'late');
    return this.#move(now);
  }

  tick(told: Instant): TraceStep {
    const now = this.#forward(told);
    return this.#path === null ? this.#pass(this.#first.tick(now), now) : this.#move(now);
  }

  facts(): TraceFacts {
    if (this.#path === null) return this.#first.facts();
    return this.#path.facts(
      this.#rounds,
      continuousWarnings(this.#path.reach, this.#plan, this.#sendTrouble.warnings()),
    );
  }

  /** Times never go back; if they do all the same, time stands still. */
  #forward(told: Instant): Instant {
    this.#latestMono = Math.max(this.#latestMono, told.monoMs);
    return { monoMs: monoMs(this.#latestMono), wallMs: told.wallMs };
  }

  /** A step of the first round; when that is over, the others begin. */
  #pass(step: TraceStep, now: Instant): TraceStep {
    if (!step.done) return step;
    if (this.#first.sendTrouble !== null) {
      this.#state = 'done';
      return step;
    }
    this.#path = new PathRecord(this.#plan, this.#book, this.#first.finder);
    return this.#move(now);
  }

  #note(path: PathRecord, record: ProbeRecord, result: ProbeResult): void {
    if (record.fate !== 'flying' && record.fate !== 'given-up') return;
    if (result.outcome === 'unsent') {
      path.takeBackSent(record);
      this.#book.forget(record);
      if (!passes(result.code)) this.#sendTrouble.unsent(result.code, record.sent.monoMs);
      return;
    }
    this.#sendTrouble.left(record.sent.monoMs);
    if (result.outcome === 'lost') this.#lost(path, record, 'lost');
    else if (isSane(result.answer)) this.#answered(path, record, result.answer, 'answered');
  }

  #lost(path: PathRecord, record: ProbeRecord, fate: 'lost' | 'given-up'): void {
    const isNew = record.fate === 'flying';
    this.#book.settle(record, fate, null);
    if (isNew) path.noteLost(record);
  }

  #answered(path: PathRecord, record: ProbeRecord, answer: Answered, fate: 'answered' | 'late'): void {
    const wasLost = record.fate !== 'flying';
    this.#book.settle(record, fate, answer);
    path.noteAnswer(record, answer, { wasLost, isLate: fate === 'late' });
  }

  #move(now: Instant): TraceStep {
    const path = this.#path;
    if (this.#state !== 'running' || path === null)
      return { send: [], wakeAtMono: null, done: this.#state === 'done' };
    if (this.#gaps.isGap(now, this.#wakeMono)) this.#voidFlying(path);
    this.#book.expire(now.monoMs);
    this.#giveUp(path, now.monoMs);
    if (now.monoMs >= this.#roundMono + this.#plan.intervalMs) this.#beginRound(path, now.monoMs);
    const send = this.#sendDue(path, now);
    this.#wakeMono = this.#nextMono();
    return { send, wakeAtMono: this.#wakeMono, done: false };
  }

  /** What was not sent of the round before is left out: there is never a burst to catch up. */
  #beginRound(path: PathRecord, nowMono: number): void {
    const dueMono = this.#roundMono + this.#plan.intervalMs;
    this.#roundMono = nowMono - dueMono < this.#plan.intervalMs ? dueMono : nowMono;
    this.#rounds += 1;
    this.#book.forgetBefore(nowMono - REMEMBERED_MS);
    const { maxHops, intervalMs } = this.#plan;
    const targets = path.beginRound();
    this.#schedule = scheduleRound(targets, maxHops, this.#rounds, this.#roundMono, intervalMs);
  }

  #sendDue(path: PathRecord, now: Instant): PlannedProbe[] {
    const send: PlannedProbe[] = [];
    while (this.#book.hasRoom) {
      const [next, ...rest] = this.#schedule;
      if (next === undefined || next.dueMono > now.monoMs) break;
      this.#schedule = rest;
      const probe = this.#book.send(next, now);
      path.noteSent(next.ttl, next.far);
      send.push(probe);
    }
    return send;
  }

  #giveUp(path: PathRecord, nowMono: number): void {
    for (const record of this.#book.overdue(nowMono)) this.#lost(path, record, 'given-up');
  }

  #voidFlying(path: PathRecord): void {
    for (const record of this.#book.flying) {
      path.takeBackSent(record);
      this.#book.disown(record);
    }
  }

  #nextMono(): number {
    // Without room it is a result, or giving a probe up, that lets the next one go.
    const next = this.#book.hasRoom ? this.#schedule[0] : undefined;
    const waits = [...this.#book.flying].map((record) => this.#book.overdueMono(record));
    const roundMono = this.#roundMono + this.#plan.intervalMs;
    return Math.min(roundMono, ...(next === undefined ? [] : [next.dueMono]), ...waits);
  }
}
