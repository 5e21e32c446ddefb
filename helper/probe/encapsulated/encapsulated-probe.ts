import type { EncapsulatedCommand } from '../../protocol/messages.ts';
import type { Flight } from '../flight/flight.ts';
import type { Path } from './path.ts';
import type { Place } from './sliding-window.ts';

/** Where one packet goes. */
export interface Itinerary {
  readonly family: 4 | 6;
  /** Of each header, outermost first; the last is the innermost's. */
  readonly destinations: readonly Uint8Array[];
  /** Of all headers but the innermost. */
  readonly source: Uint8Array;
  readonly innerSource: Uint8Array;
  /** From whom the reply comes. */
  readonly replyFrom: Uint8Array;
  readonly inner: EncapsulatedCommand['inner'];
  /** Of the innermost header. */
  readonly ttl: number;
  /** Bytes of the whole packet. */
  readonly size: number;
}

/** What tells one packet from another. */
export interface PacketKey {
  /** IP-ID of every IPv4 header, never 0: the kernel would fill that in. */
  readonly identification: number;
  readonly sequence: number;
  /** Begins the innermost payload. */
  readonly token: Uint8Array;
}

/** One packet in IP-in-IP. */
export interface EncapsulatedProbe extends Flight, Itinerary, PacketKey {
  readonly path: Path;
  readonly place: Place;
}
