import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import type { Instant } from '../../../main/domain/outage/types.ts';
import type {
  Answered,
  PlannedProbe,
  ProbeResult,
  TraceEngine,
  TraceFacts,
  TracePlan,
  TraceStep,
} from '../../../main/domain/trace/types.ts';
import { SimNetwork } from './network.ts';
import { DESTINATION, type Routing } from './topology.ts';

/** The wall clock at the start of every simulated trace. */
export const START_WALL = Date.UTC(2026, 0, 1);
const START_MONO = 5_000;
const LATE_WINDOW_MS = 10_000;

export const at = (ms: number): Instant => ({
  monoMs: monoMs(START_MONO + ms),
  wallMs: wallMs(START_WALL + ms),
});

export const planOf = (changes: Partial<TracePlan> = {}): TracePlan => ({
  mode: 'once',
  family: 4,
  address: DESTINATION,
  method: 'udp',
  port: 33434,
  size: 60,
  maxHops: 32,
  queries: 3,
  timeoutMs: 2000,
  window: 64,
  intervalMs: 1000,
  flow: 1,
  expectedHops: null,
  findMtu: false,
  ...changes,
});

export interface SimOptions {
  readonly seed?: number;
  /** The trace is left alone after this, ms; an endless one needs it. */
  readonly untilMs?: number;
  /** Never tells `lost`, as a helper that is slow to do so. */
  readonly mute?: boolean;
  /** The machine sleeps: from a moment on the wall clock is ahead by so much, ms; the monotonic one stood still. */
  readonly sleep?: { readonly atMs: number; readonly forMs: number };
  /** Refuses a probe, by its turn and when it is sent: the code of `unsent`. */
  readonly refuse?: (nth: number, atMs: number) => string | null;
}

export interface SimPacket {
  readonly probe: PlannedProbe;
  readonly atMs: number;
}

export interface SimRun {
  readonly facts: TraceFacts;
  readonly done: boolean;
  /** Virtual, from the start to `done` or the end of the simulation. */
  readonly durationMs: number;
  readonly packets: readonly SimPacket[];
  /** Most probes at once that had no result yet. */
  readonly mostInFlight: number;
  readonly steps: number;
}

type Told =
  | { readonly type: 'result'; readonly key: number; readonly result: ProbeResult }
  | {
      readonly type: 'again';
      readonly key: number;
      readonly kind: 'late' | 'duplicate';
      readonly answer: Answered;
    }
  | { readonly type: 'wake' };

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly told: Told;
}

/** Plays the helper and its clock for an engine over a simulated network, until the engine is done. */
export class Simulation {
  readonly #engine: TraceEngine;
  readonly #plan: TracePlan;
  readonly #network: SimNetwork;
  readonly #options: SimOptions;
  #events: Event[] = [];
  #order = 0;
  #wakeMs: number | null = null;
  #packets: SimPacket[] = [];
  #open = new Set<number>();
  #mostInFlight = 0;
  #steps = 0;
  #nowMs = 0;
  #done = false;

  constructor(engine: TraceEngine, plan: TracePlan, routing: Routing, options: SimOptions = {}) {
    this.#engine = engine;
    this.#plan = plan;
    this.#network = new SimNetwork(routing, options.seed);
    this.#options = options;
  }

  run(): SimRun {
    const untilMs = this.#options.untilMs ?? 120_000;
    this.#take(this.#engine.start(this.#now()));
    while (!this.#done) {
      const next = this.#next();
      if (next === null || next.atMs > untilMs) break;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#take(this.#tell(next.told));
    }
    return {
      facts: this.#engine.facts(),
      done: this.#done,
      durationMs: this.#nowMs,
      packets: this.#packets,
      mostInFlight: this.#mostInFlight,
      steps: this.#steps,
    };
  }

  #next(): Event | null {
    const event = this.#events[0] ?? null;
    if (this.#wakeMs !== null && (event === null || this.#wakeMs < event.atMs)) {
      return { atMs: this.#wakeMs, order: 0, told: { type: 'wake' } };
    }
    this.#events.shift();
    return event;
  }

  #tell(told: Told): TraceStep {
    const now = this.#now();
    if (told.type === 'wake') return this.#engine.tick(now);
    if (told.type === 'again') return this.#engine.again(told.key, told.kind, told.answer, now);
    this.#open.delete(told.key);
    return this.#engine.result(told.key, told.result, now);
  }

  #now(): Instant {
    const now = at(this.#nowMs);
    const { sleep } = this.#options;
    if (sleep === undefined || this.#nowMs < sleep.atMs) return now;
    return { ...now, wallMs: wallMs(now.wallMs + sleep.forMs) };
  }

  #take(step: TraceStep): void {
    this.#steps += 1;
    if (this.#steps > 2_000_000) throw new Error('the engine never rests');
    for (const probe of step.send) this.#send(probe);
    this.#mostInFlight = Math.max(this.#mostInFlight, this.#open.size);
    this.#wakeMs = step.wakeAtMono === null ? null : step.wakeAtMono - START_MONO;
    if (step.wakeAtMono !== null && this.#wakeMs !== null && this.#wakeMs <= this.#nowMs && !step.done) {
      throw new Error(`asked to be woken at ${this.#wakeMs} ms, it is ${this.#nowMs} ms`);
    }
    this.#done = step.done;
  }

  #send(probe: PlannedProbe): void {
    const nth = this.#packets.length;
    this.#packets.push({ probe, atMs: this.#nowMs });
    this.#open.add(probe.key);
    const refused = this.#options.refuse?.(nth, this.#nowMs) ?? null;
    if (refused !== null) {
      this.#push(this.#nowMs, {
        type: 'result',
        key: probe.key,
        result: { outcome: 'unsent', code: refused },
      });
      return;
    }
    this.#expect(probe);
  }

  #expect(probe: PlannedProbe): void {
    const key = probe.key;
    const limitMs = this.#nowMs + this.#plan.timeoutMs;
    const [first, ...more] = this.#network.send(probe, this.#nowMs);
    const inTime = first !== undefined && first.atMs <= limitMs;
    if (inTime) {
      this.#push(first.atMs, { type: 'result', key, result: { outcome: 'answered', answer: first.answer } });
    } else if (this.#options.mute !== true) {
      this.#push(limitMs, { type: 'result', key, result: { outcome: 'lost' } });
    }
    if (first !== undefined && !inTime && first.atMs <= this.#nowMs + LATE_WINDOW_MS)
      this.#push(first.atMs, { type: 'again', key, kind: 'late', answer: first.answer });
    for (const { atMs, answer } of more) this.#push(atMs, { type: 'again', key, kind: 'duplicate', answer });
  }

  #push(atMs: number, told: Told): void {
    this.#order += 1;
    const event = { atMs, order: this.#order, told };
    let index = this.#events.length;
    while (index > 0 && (this.#events[index - 1]?.atMs ?? 0) > atMs) index -= 1;
    this.#events.splice(index, 0, event);
  }
}

/** `create` makes the engine; one path for all flows, or a routing. */
export function simulate(
  create: (plan: TracePlan) => TraceEngine,
  plan: TracePlan,
  routing: Routing,
  options: SimOptions = {},
): SimRun {
  return new Simulation(create(plan), plan, routing, options).run();
}
