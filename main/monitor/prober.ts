import type { Anchor } from '../domain/model/anchor.ts';
import type { Kind } from '../domain/model/kind.ts';
import type { Instant } from '../domain/outage/types.ts';
import type { EchoSource } from './echo/echo-source.ts';
import { Flights } from './flight/flights.ts';
import { RoundTrips } from './flight/round-trips.ts';
import type { ProbeKind } from './kinds/probe-kind.ts';
import { targetKey } from './pace/grid.ts';
import type { Clock, MonitorFact } from './types.ts';

export interface ProberOptions {
  readonly clock: Clock;
  readonly kinds: Readonly<Record<Kind, ProbeKind>>;
  readonly echo: EchoSource;
  readonly dnsName: string;
  /** Provisional deadline, in milliseconds, until an anchor's usual round trip is known. */
  readonly untilKnownMs: number;
  readonly onFact: (fact: MonitorFact) => void;
  readonly beforeFinding: () => void;
}

/** Sends the probes of all kinds, each with the deadline that its anchor has earned. */
export class Prober {
  readonly #options: ProberOptions;
  readonly #flights: Flights;
  readonly #roundTrips = new Map<string, RoundTrips>();

  constructor(options: ProberOptions) {
    this.#options = options;
    this.#flights = new Flights(options.clock, {
      onFact: options.onFact,
      beforeFinding: options.beforeFinding,
      onRoundTrip: (anchor, rttMs) => this.#roundTripsOf(anchor).record(rttMs),
    });
  }

  probe(anchor: Anchor): void {
    const { clock, kinds, echo, dnsName, untilKnownMs } = this.#options;
    const kind = kinds[anchor.kind];
    const roundTrips = this.#roundTripsOf(anchor);
    const deadlineMs = kind.deadlineMs?.(roundTrips, untilKnownMs) ?? roundTrips.deadlineMs(untilKnownMs);
    const context = { clock, deadlineMs, usualMs: roundTrips.usualMs, echo, dnsName };
    this.#flights.launch(anchor, (report) => kind.send(anchor, context, report));
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

  #roundTripsOf(anchor: Anchor): RoundTrips {
    const key = targetKey(anchor);
    const known = this.#roundTrips.get(key);
    if (known !== undefined) return known;
    const fresh = new RoundTrips();
    this.#roundTrips.set(key, fresh);
    return fresh;
  }
}
