import type { Anchor } from '../domain/model/anchor.ts';
import type { Kind } from '../domain/model/kind.ts';
import type { Instant } from '../domain/outage/types.ts';
import type { EchoSource } from './echo/echo-source.ts';
import { Flights } from './flight/flights.ts';
import { RoundTrips } from './flight/round-trips.ts';
import type { ProbeKind } from './kinds/probe-kind.ts';
import { targetKey } from './pace/grid.ts';
import type { Clock, MonitorFact } from './types.ts';

export interface ProberSettings {
  readonly dnsName: string;
  /** Provisional deadline, in milliseconds, until an anchor's usual round trip is known. */
  readonly timeoutMs: number;
}

export interface ProberOptions {
  readonly clock: Clock;
  readonly kinds: Readonly<Record<Kind, ProbeKind>>;
  readonly echo: EchoSource;
  readonly settings: ProberSettings;
  readonly onFact: (fact: MonitorFact) => void;
  readonly beforeFinding: () => void;
}

/** Sends the probes of all kinds, each with the deadline that its anchor has earned. */
export class Prober {
  readonly #options: ProberOptions;
  readonly #flights: Flights;
  readonly #roundTrips = new Map<string, RoundTrips>();
  #settings: ProberSettings;

  constructor(options: ProberOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#flights = new Flights(options.clock, {
      onFact: options.onFact,
      beforeFinding: options.beforeFinding,
      onRoundTrip: (anchor, rttMs) => this.#roundTripsOf(anchor).record(rttMs),
    });
  }

  probe(anchor: Anchor): void {
    const { clock, kinds, echo } = this.#options;
    const { dnsName, timeoutMs } = this.#settings;
    const kind = kinds[anchor.kind];
    const roundTrips = this.#roundTripsOf(anchor);
    const deadlineMs = kind.deadlineMs?.(roundTrips, timeoutMs) ?? roundTrips.deadlineMs(timeoutMs);
    const context = { clock, deadlineMs, usualMs: roundTrips.usualMs, echo, dnsName };
    this.#flights.launch(anchor, (report) => kind.send(anchor, context, report));
  }

  /** For the probes sent from now on. */
  reconfigure(settings: ProberSettings): void {
    this.#settings = settings;
  }

  voidAll(): void {
    this.#flights.voidAll();
  }

  suspectAll(at: Instant): void {
    this.#flights.suspectAll(at, 'stall');
  }

  sweep(at: Instant): void {
    this.#flights.sweep(at);
  }

  /** On another network nothing is usual yet. */
  forgetRoundTrips(): void {
    this.#roundTrips.clear();
  }

  /** Keeps what is usual of these only. */
  keepRoundTrips(anchors: readonly Anchor[]): void {
    const kept = new Set(anchors.map(targetKey));
    for (const key of this.#roundTrips.keys()) if (!kept.has(key)) this.#roundTrips.delete(key);
  }

  #roundTripsOf(anchor: Anchor): RoundTrips {
    const key = targetKey(anchor);
    const known = this.#roundTrips.get(key);
    if (known !== undefined) return known;
    const fresh = new RoundTrips();
    this.#roundTrips.set(key, fresh);
    return fresh;
  }
}
