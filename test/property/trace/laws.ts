import { expect } from 'vitest';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { answersForDestination } from '../../../main/domain/trace/engine/destination.ts';
import type {
  Answered,
  TraceEngine,
  TraceFacts,
  TracePlan,
  TraceStep,
} from '../../../main/domain/trace/types.ts';
import type { TimedEvent, ToldEvent } from './arbitrary-events.ts';

interface Sent {
  readonly ttl: number;
  readonly atMs: number;
  hasResult: boolean;
}

/** The rest of a probe's time limit that the engine allows for a helper that is a little late. */
const GRACE_MS = 5;

/** Tells an engine all events, then lets time pass; checks after each step what must hold whatever was told. */
export class LawChecker {
  readonly #engine: TraceEngine;
  readonly #plan: TracePlan;
  readonly #sent = new Map<number, Sent>();
  /** As it is told, and the latest that was: an engine's time stands still when it is told to go back. */
  #toldMs = 0;
  #nowMs = 0;
  #wallMs = Date.UTC(2026, 0, 1);
  #wakeMs: number | null = null;
  #done = false;
  /** The nearest distance at which the destination has answered in time. */
  #destination = Number.POSITIVE_INFINITY;
  #frozen: string | null = null;
  #changes: TraceFacts['changes'] = [];

  constructor(engine: TraceEngine, plan: TracePlan) {
    this.#engine = engine;
    this.#plan = plan;
  }

  get done(): boolean {
    return this.#done;
  }

  start(): void {
    this.#take(this.#engine.start(this.#now()));
  }

  tell({ afterMs, wallJumpMs, event }: TimedEvent): void {
    this.#toldMs = this.#nowMs + afterMs;
    this.#nowMs = Math.max(this.#nowMs, this.#toldMs);
    this.#wallMs += afterMs + wallJumpMs;
    this.#take(this.#tell(event));
    this.#checkFacts();
  }

  /** Wakes the engine whenever it wants it, until it is done or `steps` are over. */
  wake(steps: number): void {
    for (let step = 0; step < steps && !this.#done; step += 1) {
      expect(this.#wakeMs).not.toBeNull();
      const waitMs = Math.max(0, (this.#wakeMs ?? 0) - this.#nowMs);
      this.#nowMs += waitMs;
      this.#toldMs = this.#nowMs;
      this.#wallMs += waitMs;
      this.#take(this.#engine.tick(this.#now()));
    }
    this.#checkFacts();
  }

  #now(): { monoMs: ReturnType<typeof monoMs>; wallMs: ReturnType<typeof wallMs> } {
    return { monoMs: monoMs(this.#toldMs), wallMs: wallMs(this.#wallMs) };
  }

  #tell(event: ToldEvent): TraceStep {
    const now = this.#now();
    switch (event.type) {
      case 'start':
        return this.#engine.start(now);
      case 'tick':
        return this.#engine.tick(now);
      case 'again':
        this.#noteAgain(event);
        return this.#engine.again(event.key, event.kind, event.answer, now);
      case 'result': {
        const step = this.#engine.result(event.key, event.result, now);
        this.#noteResult(event);
        return step;
      }
    }
  }

  /** It says as well that the probe was lost. */
  #noteAgain(event: Extract<ToldEvent, { type: 'again' }>): void {
    const probe = this.#sent.get(event.key);
    if (probe !== undefined && event.kind === 'late' && isUsable(event.answer)) probe.hasResult = true;
  }

  /** Results after the end, or the second for a probe, count nowhere. */
  #noteResult(event: Extract<ToldEvent, { type: 'result' }>): void {
    const probe = this.#sent.get(event.key);
    if (probe === undefined || probe.hasResult || this.#done) return;
    if (event.result.outcome === 'answered' && !isUsable(event.result.answer)) return;
    probe.hasResult = true;
    if (event.result.outcome === 'unsent') {
      this.#sent.delete(event.key);
    }
    if (event.result.outcome === 'answered' && probe.ttl < this.#plan.maxHops) {
      if (answersForDestination(event.result.answer, this.#plan.address))
        this.#destination = Math.min(this.#destination, probe.ttl);
    }
  }

  #take(step: TraceStep): void {
    if (this.#done) expect(step).toEqual({ send: [], wakeAtMono: null, done: true });
    for (const probe of step.send) this.#checkProbe(probe);
    const open = [...this.#sent.values()].filter(
      (probe) => !probe.hasResult && this.#nowMs < probe.atMs + this.#plan.timeoutMs + GRACE_MS,
    );
    expect(open.length).toBeLessThanOrEqual(this.#plan.window);
    this.#done = step.done;
    this.#wakeMs = step.wakeAtMono;
    if (!this.#done) expect(step.wakeAtMono).toBeGreaterThan(this.#nowMs);
  }

  #checkFacts(): void {
    const facts = this.#engine.facts();
    checkFacts(facts, this.#plan);
    // A change that was told stays as it is, and where it is; of more than are kept the oldest go.
    const [first] = facts.changes;
    const from = first === undefined ? -1 : this.#changes.indexOf(first);
    if (this.#changes.length < 100 || from >= 0) {
      const kept = this.#changes.slice(Math.max(0, from));
      expect(facts.changes.slice(0, kept.length)).toEqual(kept);
    }
    this.#changes = facts.changes;
    if (this.#plan.mode === 'once' && !this.#done) expect(facts.sent).toBe(this.#sent.size);
    if (this.#done) this.#checkFrozen(facts);
  }

  #checkProbe(probe: { key: number; ttl: number; flow: number; size: number }): void {
    expect(this.#sent.has(probe.key)).toBe(false);
    expect(Number.isInteger(probe.ttl) && probe.ttl >= 1 && probe.ttl <= this.#plan.maxHops).toBe(true);
    expect([probe.flow, probe.size]).toEqual([this.#plan.flow, this.#plan.size]);
    if (this.#plan.mode === 'once') expect(probe.ttl).toBeLessThanOrEqual(this.#destination);
    this.#sent.set(probe.key, { ttl: probe.ttl, atMs: this.#nowMs, hasResult: false });
  }

  #checkFrozen(facts: TraceFacts): void {
    const text = JSON.stringify(facts);
    this.#frozen ??= text;
    expect(text).toBe(this.#frozen);
  }
}

const isUsable = (answer: Answered): boolean =>
  Number.isFinite(answer.rttMs) && answer.rttMs >= 0 && answer.from !== '';

function checkFacts(facts: TraceFacts, plan: TracePlan): void {
  expect(facts.hops.map((hop) => hop.ttl)).toEqual(facts.hops.map((_, index) => index + 1));
  expect(facts.hops.length).toBeLessThanOrEqual(plan.maxHops);
  expect(facts.received + facts.late).toBeLessThanOrEqual(facts.sent);
  const sum = facts.hops.reduce((total, hop) => total + hop.sent, 0);
  expect(sum).toBeLessThanOrEqual(facts.sent);
  for (const hop of facts.hops) {
    if (plan.mode === 'once') expect(hop.sent).toBeLessThanOrEqual(plan.queries);
    expect(hop.received + hop.late).toBeLessThanOrEqual(hop.sent);
    const answers = hop.nodes.reduce((total, node) => total + node.received, 0);
    expect(answers).toBe(hop.received + hop.late);
    checkFigures(hop);
  }
}

function checkFigures(hop: TraceFacts['hops'][number]): void {
  const { lossPercent, interval95, rttMs } = hop;
  expect(rttMs === null).toBe(hop.received === 0);
  if (rttMs !== null) {
    const inOrder = rttMs.min <= rttMs.mean && rttMs.mean <= rttMs.max && rttMs.p95 <= rttMs.max;
    expect(inOrder && rttMs.stddev >= 0 && rttMs.jitter >= 0, JSON.stringify(rttMs)).toBe(true);
  }
  expect(lossPercent === null).toBe(interval95 === null);
  if (lossPercent === null || interval95 === null) return;
  const [low, high] = interval95;
  expect(0 <= low && low <= lossPercent && lossPercent <= high && high <= 100, JSON.stringify(hop)).toBe(
    true,
  );
}
