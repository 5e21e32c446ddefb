import { SUBJECTS } from '../../../main/domain/model/health.ts';
import type { IncidentClass } from '../../../main/domain/model/incident.ts';
import type { Kind } from '../../../main/domain/model/kind.ts';
import type { Outcome } from '../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { createDetector } from '../../../main/domain/outage/detector.ts';
import type {
  Detector,
  DetectorInput,
  DetectorOutput,
  Instant,
  KindAnchor,
} from '../../../main/domain/outage/types.ts';
import { EventQueue } from '../../unit/outage/simulator/event-queue.ts';
import { ALL_ANCHORS, HOME } from '../../unit/outage/simulator/networks.ts';
import { ProbeSchedule } from '../../unit/outage/simulator/schedule.ts';
import { WALL_START_MS } from '../../unit/outage/simulator/watcher.ts';
import { HashedLine, slotDraw, timeDraw } from './hashed-line.ts';
import type { LineFigures } from './lines.ts';
import { overdueMs } from './scout.ts';
import { Slots } from './slots.ts';

const CLOCK_START_MS = 5_000;
const TICK_MS = 250;
const LATE_WINDOW_MS = 10_000;
/** A skip is no stall: the detector hears of the time more often than it would wonder. */
const SKIP_TICK_MS = 4_500;
/** A longer skip tells the detector nothing more: its budget of bursts is full, and no outage is remembered. */
const SKIP_SHOWN_MS = 300_000;
/** The schedule adds up fractions: a probe due at the end of a stretch belongs to the next. */
const ROUNDING_MS = 0.01;
/** Stretches around losses say nothing of the usual loss: the gradual classes, which never keep others back, are off. */
const NO_GRADUAL = { lossThresholdFew: 1e9, lossThresholdMany: 1e9, latencyShiftMs: 1e9 };

/** An incident of an outage class; times in milliseconds of the line. */
export interface SeenOutage {
  readonly class: IncidentClass;
  readonly raisedMs: number;
  clearedMs: number | null;
}

/** Told of every burst that is asked for; one without kinds ends it. */
export type BurstWatcher = (atMs: number, kinds: readonly Kind[]) => void;

export interface MonitorOptions {
  readonly anchors?: readonly KindAnchor[];
  readonly onBurst?: BurstWatcher;
}

interface Flight {
  readonly kind: Kind;
  readonly sentMs: number;
}

/** The newest probes of a kind by what became of them. */
interface Newest {
  answeredMs: number;
  lostMs: number;
}

/**
 * The virtual monitor with the product's detector on a line whose packets can be looked at in any order: it plays
 * every packet, or leaves out a stretch of which it is known that nothing in it matters.
 */
export class SkippingMonitor {
  readonly outages: SeenOutage[] = [];
  nowMs = 0;
  probes = 0;
  private readonly figures: LineFigures;
  private readonly seed: number;
  private readonly overdueMs: number;
  private readonly line: HashedLine;
  private readonly slots: Slots;
  private readonly schedule: ProbeSchedule;
  private readonly queue = new EventQueue();
  private readonly detector: Detector;
  private readonly flights = new Map<number, Flight>();
  private readonly newest = new Map<Kind, Newest>();
  private readonly onBurst: BurstWatcher | null;
  private readonly openOutages = new Map<string, SeenOutage>();
  private nextTickMs = 0;
  /** By how much the detector's clock is behind the line's. */
  private hiddenMs = 0;
  private burstUntilMs = Number.NEGATIVE_INFINITY;

  constructor(figures: LineFigures, seed: number, { anchors = ALL_ANCHORS, onBurst }: MonitorOptions = {}) {
    this.slots = new Slots(anchors);
    this.schedule = new ProbeSchedule(anchors);
    this.detector = createDetector({ anchors, intervalMs: 1000, ...NO_GRADUAL });
    this.onBurst = onBurst ?? null;
    this.figures = figures;
    this.seed = seed;
    this.overdueMs = overdueMs(figures);
    this.line = new HashedLine(figures, seed);
    this.feed({ type: 'network', at: this.now, network: HOME });
  }

  /** Every packet until then. */
  play(untilMs: number): void {
    for (;;) {
      const nextMs = Math.min(this.queue.nextMs, this.schedule.nextMs, this.nextTickMs);
      if (nextMs >= untilMs - ROUNDING_MS) break;
      this.nowMs = Math.max(this.nowMs, nextMs);
      if (this.queue.nextMs === nextMs) this.queue.pop()?.();
      else if (this.nextTickMs === nextMs) {
        this.nextTickMs += TICK_MS;
        this.feed({ type: 'tick', at: this.now });
      } else this.send(nextMs);
    }
    this.nowMs = untilMs;
  }

  /**
   * No packet until then, a whole number of seconds later; only at rest. What is in flight counts for nothing, as
   * after a stall.
   */
  skip(toMs: number): void {
    for (const id of this.flights.keys()) this.feed({ type: 'result', at: this.now, id, ...NO_EVIDENCE });
    this.flights.clear();
    this.queue.clear();
    const fromMs = this.nowMs;
    const shownMs = Math.min(toMs - fromMs, SKIP_SHOWN_MS);
    for (let atMs = SKIP_TICK_MS; atMs < shownMs; atMs += SKIP_TICK_MS) {
      this.nowMs = fromMs + atMs;
      this.feed({ type: 'tick', at: this.now });
    }
    this.hiddenMs += toMs - fromMs - shownMs;
    this.nowMs = toMs;
    this.nextTickMs = toMs;
    this.schedule.resume(toMs);
  }

  /** Nothing is open, down, suspect, or of a burst and undecided. */
  get isAtRest(): boolean {
    const { health } = this.detector;
    if (SUBJECTS.some((subject) => health[subject] === 'down' || health[subject] === 'degraded'))
      return false;
    if (this.nowMs - this.burstUntilMs < this.figures.timeoutMs) return false;
    if (this.openOutages.size > 0) return false;
    for (const { answeredMs, lostMs } of this.newest.values()) if (lostMs > answeredMs) return false;
    const overdueSinceMs = this.nowMs - this.overdueMs;
    for (const { kind, sentMs } of this.flights.values()) {
      if (sentMs <= overdueSinceMs && sentMs > (this.newest.get(kind)?.answeredMs ?? 0)) return false;
    }
    return true;
  }

  private get now(): Instant {
    const atMs = this.nowMs - this.hiddenMs;
    return { monoMs: monoMs(atMs + CLOCK_START_MS), wallMs: wallMs(atMs + WALL_START_MS) };
  }

  private send(atMs: number): void {
    const target = this.schedule.take(atMs);
    if (target === null) return;
    this.probes += 1;
    const id = this.probes;
    this.feed({ type: 'sent', at: this.now, id, kind: target.kind, anchor: target.anchor });
    this.flights.set(id, { kind: target.kind, sentMs: atMs });
    this.line.state.moveTo(atMs);
    const place = this.slots.placeOf(target);
    const slot = this.slots.slotOf(place, atMs);
    const { seed } = this;
    const rttMs = this.line.fate(slot === null ? timeDraw(place, atMs, seed) : slotDraw(slot, seed));
    const { timeoutMs } = this.figures;
    if (rttMs !== null && rttMs <= timeoutMs) {
      this.tell(id, rttMs, 'reply', rttMs);
      return;
    }
    this.tell(id, timeoutMs, 'lost', null);
    if (rttMs !== null && rttMs <= LATE_WINDOW_MS) this.tell(id, rttMs, 'late', rttMs);
  }

  private tell(id: number, afterMs: number, outcome: Outcome, rttMs: number | null): void {
    this.queue.push(this.nowMs + afterMs, () => {
      this.note(id, outcome);
      this.feed({ type: 'result', at: this.now, id, outcome, rttMs });
    });
  }

  private note(id: number, outcome: Outcome): void {
    const flight = this.flights.get(id);
    if (flight === undefined) return;
    this.flights.delete(id);
    const newest = this.newest.get(flight.kind) ?? { answeredMs: 0, lostMs: -1 };
    this.newest.set(flight.kind, newest);
    if (outcome === 'lost') newest.lostMs = Math.max(newest.lostMs, flight.sentMs);
    else newest.answeredMs = Math.max(newest.answeredMs, flight.sentMs);
  }

  private feed(input: DetectorInput): void {
    for (const output of this.detector.step(input)) this.take(output);
  }

  private take(output: DetectorOutput): void {
    if (output.type === 'burst') this.burst(output.kinds, output.untilMonoMs);
    if (output.type !== 'incident') return;
    const { id } = output.incident;
    if (output.phase === 'raised') {
      const seen: SeenOutage = { class: output.incident.class, raisedMs: this.nowMs, clearedMs: null };
      this.outages.push(seen);
      this.openOutages.set(id, seen);
      return;
    }
    const seen = this.openOutages.get(id);
    if (seen !== undefined) seen.clearedMs = this.nowMs;
    this.openOutages.delete(id);
  }

  private burst(kinds: readonly Kind[], untilMonoMs: number): void {
    const untilMs = untilMonoMs - CLOCK_START_MS + this.hiddenMs;
    this.burstUntilMs = kinds.length > 0 ? untilMs : Math.min(this.burstUntilMs, this.nowMs);
    this.onBurst?.(this.nowMs, kinds);
    this.schedule.setBurst(kinds, this.nowMs, untilMs);
  }
}

const NO_EVIDENCE = { outcome: 'suspect', rttMs: null } as const;
