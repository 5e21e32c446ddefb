import type { Kind } from '../../../../main/domain/model/kind.ts';
import type { Outcome } from '../../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../../main/domain/model/units.ts';
import { createDetector } from '../../../../main/domain/outage/detector.ts';
import type {
  Detector,
  DetectorInput,
  DetectorOutput,
  Instant,
  KindAnchor,
} from '../../../../main/domain/outage/types.ts';
import { EventQueue } from './event-queue.ts';
import { ALL_ANCHORS, HOME } from './networks.ts';
import { Random } from './random.ts';
import type { Fault, MachineEvent, Scenario, Seen } from './scenario.ts';
import { ProbeSchedule } from './schedule.ts';
import { WALL_START_MS, Watcher } from './watcher.ts';

const TICK_MS = 250;
const LATE_WINDOW_MS = 10_000;
const PORTAL_ANSWER_MS = 300;

/** Plays a scenario to a detector as a monitor would, in virtual time, and returns what was seen. */
export function simulate(scenario: Scenario, observer?: Observer): Seen {
  return new Simulation(scenario, observer ?? null).run();
}

/** Told of every probe's fate when it is known. */
export interface Observer {
  probe(atS: number, kind: Kind, anchor: string, lost: boolean): void;
}

class Simulation {
  private readonly scenario: Scenario;
  private readonly observer: Observer | null;
  private readonly anchors: readonly KindAnchor[];
  private readonly random: Random;
  private readonly queue = new EventQueue();
  private readonly schedule: ProbeSchedule;
  private readonly watcher = new Watcher();
  private detector: Detector;
  /** True time of the scenario in milliseconds; the clocks are derived from it. */
  private nowMs = 0;
  private monoOffsetMs = 5_000;
  private wallOffsetMs = WALL_START_MS;
  private nextId = 1;
  private nextTickMs = 0;
  private network;
  private readonly comingFaults: Fault[];
  private activeFaults: Fault[] = [];

  constructor(scenario: Scenario, observer: Observer | null) {
    this.scenario = scenario;
    this.observer = observer;
    this.anchors = scenario.anchors ?? ALL_ANCHORS;
    this.random = new Random(scenario.seed);
    this.schedule = new ProbeSchedule(this.anchors);
    this.network = scenario.network ?? HOME;
    this.comingFaults = [...(scenario.faults ?? [])].sort((a, b) => a.fromS - b.fromS);
    this.detector = this.newDetector();
  }

  run(): Seen {
    const events = [...(this.scenario.events ?? [])].sort((a, b) => a.atS - b.atS);
    this.feed({ type: 'network', at: this.now, network: this.network });
    for (const event of [...events, null]) {
      this.playUntil(event === null ? this.scenario.forS * 1000 : event.atS * 1000);
      if (event !== null) this.happen(event);
    }
    return this.watcher.seen(this.nextId - 1);
  }

  private newDetector(): Detector {
    return createDetector({ anchors: this.anchors, intervalMs: 1000 });
  }

  private get now(): Instant {
    return {
      monoMs: monoMs(this.nowMs + this.monoOffsetMs),
      wallMs: wallMs(this.nowMs + this.wallOffsetMs),
    };
  }

  private playUntil(endMs: number): void {
    for (;;) {
      const nextMs = Math.min(this.queue.nextMs, this.schedule.nextMs, this.nextTickMs);
      if (nextMs >= endMs) break;
      this.nowMs = Math.max(this.nowMs, nextMs);
      if (this.queue.nextMs === nextMs) this.queue.pop()?.();
      else if (this.nextTickMs === nextMs) {
        this.nextTickMs += TICK_MS;
        this.feed({ type: 'tick', at: this.now });
      } else this.send(this.schedule.take(nextMs));
    }
    this.nowMs = Math.max(this.nowMs, endMs);
  }

  private send(target: KindAnchor | null): void {
    if (target === null) return;
    const id = this.nextId++;
    this.feed({ type: 'sent', at: this.now, id, kind: target.kind, anchor: target.anchor });
    const fate = this.fateOf(target);
    const timeoutMs = this.scenario.timeoutMs ?? 1000;
    const { rttMs } = fate;
    if (fate.outcome !== null) this.tell(target, id, 1, fate.outcome, null);
    else if (rttMs !== null && rttMs <= timeoutMs) this.tell(target, id, rttMs, 'reply', rttMs);
    else {
      this.tell(target, id, timeoutMs, 'lost', null);
      if (rttMs !== null && rttMs <= LATE_WINDOW_MS) this.tell(target, id, rttMs, 'late', rttMs);
    }
  }

  private tell(
    target: KindAnchor,
    id: number,
    afterMs: number,
    outcome: Outcome,
    rttMs: number | null,
  ): void {
    this.later(afterMs, () => {
      this.observer?.probe(this.nowMs / 1000, target.kind, target.anchor, outcome === 'lost');
      this.feed({ type: 'result', at: this.now, id, outcome, rttMs });
    });
  }

  private later(delayMs: number, action: () => void): void {
    this.queue.push(this.nowMs + delayMs, action);
  }

  private fateOf({ kind, anchor }: KindAnchor): {
    rttMs: number | null;
    outcome: Outcome | null;
  } {
    const atS = this.nowMs / 1000;
    let rttMs = this.scenario.line.roundTrip(this.nowMs, kind, anchor, this.random);
    this.activateFaults(atS);
    for (const fault of this.activeFaults) {
      if (atS >= fault.toS) continue;
      if (fault.kinds !== undefined && !fault.kinds.includes(kind)) continue;
      if (fault.anchors !== undefined && !fault.anchors.includes(anchor)) continue;
      if (fault.share !== undefined && this.random.next() >= fault.share) continue;
      if (fault.effect === 'cut') rttMs = null;
      else if ('addMs' in fault.effect) rttMs = rttMs === null ? null : rttMs + fault.effect.addMs;
      else return { rttMs: 1, outcome: fault.effect.outcome };
    }
    return { rttMs, outcome: null };
  }

  private activateFaults(atS: number): void {
    let next = this.comingFaults[0];
    if (next === undefined || next.fromS > atS) return;
    this.activeFaults = this.activeFaults.filter((fault) => atS < fault.toS);
    for (; next !== undefined && next.fromS <= atS; next = this.comingFaults[0]) {
      this.activeFaults.push(next);
      this.comingFaults.shift();
    }
  }

  private happen(event: MachineEvent): void {
    const from = this.now;
    switch (event.type) {
      case 'network':
        this.network = event.network;
        this.feed({ type: 'network', at: from, network: event.network });
        return;
      case 'anchors':
        this.schedule.setAnchors(event.anchors);
        this.feed({ type: 'anchors', at: from, anchors: event.anchors });
        return;
      case 'clock-jump':
        this.wallOffsetMs += event.byS * 1000;
        this.feed({ type: 'gap', at: this.now, from, reason: 'clock-jump' });
        return;
      case 'sleep':
        this.skip(event.forS, event.monoRuns === true);
        this.feed({ type: 'gap', at: this.now, from, reason: 'sleep' });
        return;
      case 'gap':
        this.skip(event.forS, true);
        this.feed({ type: 'gap', at: this.now, from, reason: event.reason });
        return;
      case 'restart':
        this.restart(event, from);
    }
  }

  /** Time passes without anybody measuring. */
  private skip(forS: number, monoRuns: boolean): void {
    this.queue.clear();
    this.nowMs += forS * 1000;
    if (!monoRuns) this.monoOffsetMs -= forS * 1000;
    this.nextTickMs = this.nowMs;
    this.schedule.resume(this.nowMs);
  }

  private restart(event: Extract<MachineEvent, { type: 'restart' }>, from: Instant): void {
    const open = this.detector.open;
    const availability = event.keepsAvailability === true ? this.detector.exportAvailability() : [];
    this.skip(event.forS, true);
    this.monoOffsetMs = 1_000 - this.nowMs;
    this.detector = this.newDetector();
    this.network = event.network ?? this.network;
    this.feed({ type: 'adopt', at: this.now, open, lastAliveMs: from.wallMs, availability });
    this.feed({ type: 'network', at: this.now, network: this.network });
  }

  private feed(input: DetectorInput): void {
    for (const output of this.detector.step(input)) this.take(output);
  }

  private take(output: DetectorOutput): void {
    this.watcher.note(this.nowMs / 1000, output);
    if (output.type === 'burst') {
      this.schedule.setBurst(output.kinds, this.nowMs, output.untilMonoMs - this.monoOffsetMs);
    }
    if (output.type === 'portal-check') {
      const captive = this.scenario.captive?.(this.nowMs / 1000) ?? null;
      this.later(PORTAL_ANSWER_MS, () => this.feed({ type: 'portal', at: this.now, captive }));
    }
  }
}
