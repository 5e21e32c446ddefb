import type { Flight } from '../flight/flight.ts';

/** What tells one train from another. */
export interface TrainKey {
  /** Of every fragment: 16 bits over IPv4, never 0; 32 bits over IPv6. */
  readonly identification: number;
  readonly sequence: number;
  /** Begins the payload. */
  readonly token: Uint8Array;
}

/** One echo request in fragments. Its `sentAtMs` is when the last of them left. */
export interface Train extends Flight, TrainKey {
  readonly fragments: number;
  readonly spacingMs: number;
  readonly ttl: number;
  /** When each fragment left, monotonic; as many as have. */
  readonly leftAtMs: number[];
  /** Own address that it is from; null until it is known. */
  source: Uint8Array | null;
}
