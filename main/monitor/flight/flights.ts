import { type Anchor, anchorKey } from '../../domain/model/anchor.ts';
import type { Sample } from '../../domain/model/sample.ts';
import type { Instant } from '../../domain/outage/types.ts';
import type { Clock, MonitorFact } from '../types.ts';
import { FINAL_MS, type Finding, type Probing } from './probe.ts';

interface Flight {
  readonly id: number;
  readonly anchor: Anchor;
  readonly sent: Instant;
  probing: Probing | null;
  /** Told once already; only `late` may follow. */
  told: boolean;
}

export interface FlightListeners {
  readonly onFact: (fact: MonitorFact) => void;
  /** Called before a finding is believed: may void or suspect the flight it belongs to. */
  readonly beforeFinding: () => void;
  /** A round trip, or a time that teaches one. */
  readonly onRoundTrip: (anchor: Anchor, rttMs: number) => void;
}

/** Kept beyond the last moment at which a probe may still report. */
const SWEEP_MS = FINAL_MS + 1_000;

/** What is under way, from the send to the last thing that may be said of it. */
export class Flights {
  readonly #clock: Clock;
  readonly #listeners: FlightListeners;
  readonly #flights = new Map<number, Flight>();
  #lastId = 0;

  constructor(clock: Clock, listeners: FlightListeners) {
    this.#clock = clock;
    this.#listeners = listeners;
  }

  launch(anchor: Anchor, send: (report: (finding: Finding) => void) => Probing): void {
    this.#lastId += 1;
    const id = this.#lastId;
    const sent = this.#clock.now();
    const flight: Flight = { id, anchor, sent, probing: null, told: false };
    this.#flights.set(id, flight);
    this.#listeners.onFact({ type: 'sent', at: sent, id, anchor });
    // What follows from a fact may be a pause, which voids this flight before it began.
    if (!this.#flights.has(id)) return;
    const probing = send((finding) => this.#take(id, finding));
    if (this.#flights.has(id)) flight.probing = probing;
    else probing.cancel();
  }

  /** Nothing more is said of what is under way: nobody knows what became of it. */
  voidAll(): void {
    const flights = [...this.#flights.values()];
    this.#flights.clear();
    for (const flight of flights) flight.probing?.cancel();
  }

  /** What waits for its first finding was read too late to be believed. */
  suspectAll(at: Instant, detail: string): void {
    for (const flight of [...this.#flights.values()]) {
      if (flight.told) continue;
      this.#end(flight);
      const via = flight.probing?.via ?? 'socket';
      this.#tell(flight, at, { outcome: 'suspect', rttMs: null, via, detail });
    }
  }

  /** Lets go of what can't be answered any more. */
  sweep(at: Instant): void {
    for (const flight of this.#flights.values()) {
      if (at.monoMs - flight.sent.monoMs < SWEEP_MS) return;
      this.#end(flight);
    }
  }

  get size(): number {
    return this.#flights.size;
  }

  #take(id: number, finding: Finding): void {
    this.#listeners.beforeFinding();
    const flight = this.#flights.get(id);
    if (flight === undefined || (finding.outcome === 'late') !== flight.told) return;
    flight.told = true;
    const canBeLate = finding.outcome === 'lost' || finding.outcome === 'unreachable';
    if (!canBeLate) this.#end(flight);
    const observedMs = finding.observedMs ?? finding.rttMs;
    if (observedMs !== null) this.#listeners.onRoundTrip(flight.anchor, observedMs);
    this.#tell(flight, this.#clock.now(), finding);
  }

  #end(flight: Flight): void {
    this.#flights.delete(flight.id);
    flight.probing?.cancel();
  }

  #tell(
    { id, anchor, sent }: Flight,
    at: Instant,
    { outcome, rttMs, via, detail }: Pick<Sample, 'outcome' | 'rttMs' | 'via' | 'detail'>,
  ): void {
    const sample: Sample = {
      id,
      kind: anchor.kind,
      anchor: anchorKey(anchor),
      sentWallMs: sent.wallMs,
      sentMonoMs: sent.monoMs,
      outcome,
      rttMs,
      via,
      ...(detail === undefined ? {} : { detail }),
    };
    this.#listeners.onFact({ type: 'result', at, sample });
  }
}
