import type { Decapsulates, HopCalibration, WayHome, WhyNotProbed } from '../model/encapsulation.ts';
import type { RoundTrips } from '../model/trace.ts';
import type { Instant } from '../outage/types.ts';

/** A packet in IP-in-IP that an engine wants sent now; as the helper's command, places in the path from 0. */
export interface PlannedPacket {
  readonly key: number;
  readonly via: readonly number[];
  readonly inner: 'echo-request' | 'echo-reply';
  readonly end: number | null;
  readonly ttl: number;
  readonly size: number;
}

/** An ordinary echo request to a hop, beside the packets in IP-in-IP: does it answer at all? */
export interface PlannedPing {
  readonly key: number;
  readonly hop: number;
}

export interface PacketAnswer {
  readonly kind: 'echo-reply' | 'ttl-exceeded' | 'unreachable';
  readonly from: string;
  readonly rttMs: number;
  readonly code: string | null;
  /** TTL with which the answer arrived; null: not known. */
  readonly ttl: number | null;
  /** See EncapsulatedAnswer of the helper's protocol. */
  readonly layer: number | null;
  /** Bytes that the next link takes, of one that says that the packet is too big; left out or null: it does not say. */
  readonly mtu?: number | null;
}

/** `unsent`: it never left this machine. */
export type PacketResult =
  | { readonly outcome: 'answered'; readonly answer: PacketAnswer }
  | { readonly outcome: 'lost' }
  | { readonly outcome: 'unsent'; readonly code: string };

export interface PacketStep {
  readonly send: readonly PlannedPacket[];
  readonly ping: readonly PlannedPing[];
  /** When it wants to be woken at the latest, monotonic; null: only results move it. */
  readonly wakeAtMono: number | null;
  readonly done: boolean;
}

/** Keeps what is sent within the rates of "never abuse"; the helper holds to them as well. */
export interface Rates {
  /** Packets in any second, together and to one hop. */
  readonly perSecond: number;
  readonly perHopPerSecond: number;
}

/**
 * A policy of packets in IP-in-IP: a state machine that is told what happened and when, and says what to send. No
 * clock, no sockets; randomness is passed in. Times passed in never go back.
 */
export interface PacketEngine<Facts> {
  start(now: Instant): PacketStep;
  /** Exactly once for each packet and ping. */
  result(key: number, result: PacketResult, now: Instant): PacketStep;
  /** After its result `lost` (`late`), or after an answer (`duplicate`). */
  again(key: number, kind: 'late' | 'duplicate', answer: PacketAnswer, now: Instant): PacketStep;
  tick(now: Instant): PacketStep;
  facts(): Facts;
}

export interface CalibrationPlan {
  readonly family: 4 | 6;
  /** Of the path that is open, nearest first. */
  readonly path: readonly string[];
  /** Places that are to be tested. */
  readonly hops: readonly number[];
  /**
   * Whether a packet from and to the own address can be seen to arrive: the IPv4 of Linux drops it before any raw
   * socket sees it.
   */
  readonly seesOwn: boolean;
  /** Bytes of the larger packet each is tried with; the smaller one is as small as can be. */
  readonly largeBytes: number;
  readonly timeoutMs: number;
  readonly rates: Rates;
}

/** One for each place asked for, in that order; of those not settled yet what is known so far. */
export interface CalibrationFacts {
  readonly hops: readonly HopCalibration[];
  /** Packets in IP-in-IP; pings are not counted. */
  readonly sent: number;
  /** Who forbade such packets; null: nobody. */
  readonly prohibitedBy: string | null;
}

export interface PathProbePlan {
  readonly family: 4 | 6;
  readonly path: readonly string[];
  /** Boomerangs a hop. */
  readonly count: number;
  readonly timeoutMs: number;
  readonly rates: Rates;
  /** All hops of a round at once, and the next round when the last of them is settled; else spread evenly. */
  readonly isSynchronous: boolean;
  /** From 0 to 1, for the order of the hops in each round. */
  readonly random: () => number;
}

/** Boomerangs of so many bytes are too big for a link on the way to a place. */
export interface TooBig {
  readonly bytes: number;
  /** Who says so; null: nobody, they vanish. */
  readonly by: string | null;
  /** Bytes that the link takes, as it says. */
  readonly mtu: number | null;
}

/** Boomerangs that turned round at one place of the path. */
export interface BoomerangCounts {
  readonly decapsulates: Decapsulates;
  readonly reason: WhyNotProbed | null;
  /** Null: none was seen to be. */
  readonly tooBig: TooBig | null;
  readonly wayHome: WayHome | null;
  readonly sent: number;
  readonly received: number;
  readonly late: number;
  /**
   * Told once one has come home: before that it is not known whether any can, and in the end the place is not testable.
   * Then `sent` = `received` + `late` + `lost` + `failed` + those still under way.
   */
  readonly lost: number;
  readonly duplicate: number;
  /** Answered by an ICMP error, or never sent. */
  readonly failed: number;
  readonly rttMs: RoundTrips | null;
}

export interface PathProbeFacts {
  /** Of which every boomerang has been sent. */
  readonly rounds: number;
  /** Packets in IP-in-IP, also those to places of which nothing is told any more. */
  readonly sent: number;
  /** One for each place of the path. */
  readonly hops: readonly BoomerangCounts[];
  readonly prohibitedBy: string | null;
}
