import type { ProbeMethod } from '../../protocol/messages.ts';
import type { Flight } from '../flight/flight.ts';

/** One packet of a traceroute. */
export interface PathProbe extends Flight, ProbeKey {
  readonly method: ProbeMethod;
  readonly flow: number;
  /** Destination port of UDP and TCP. */
  readonly port: number;
  /** Bytes of the IP packet asked for. */
  readonly size: number;
  readonly ttl: number;
  /** What was sent, for telling whether a quote shows it changed; null until then. */
  sent: SentFields | null;
}

export interface SentFields {
  readonly source: Uint8Array;
  /** Of the message behind the IP header. */
  readonly checksum: number;
}

/** What tells one probe from another: drawn anew for each, quoted back, and not hashed by routers. */
export interface ProbeKey {
  /** IPv4 IP-ID, never 0: the kernel would fill that in. */
  readonly identification: number;
  /** UDP: the checksum. ICMP: the sequence number. TCP: the sequence number. */
  readonly number: number;
  /** Begins the payload of UDP and ICMP. */
  readonly token: Uint8Array;
}
