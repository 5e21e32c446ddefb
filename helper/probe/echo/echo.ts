import { emitEchoRequest4 } from '../../wire/icmpv4.ts';
import { emitEchoRequest6 } from '../../wire/icmpv6.ts';
import type { Flight } from '../flight/flight.ts';

/** Bytes of the random token at the start of every payload: nobody off the path can guess it. */
export const TOKEN_BYTES = 16;

/** One echo request; its name is its sequence number. */
export interface Echo extends Flight {
  readonly sequence: number;
  readonly token: Uint8Array;
}

/** `id`: the ICMP identifier. The payload is the token, then zeros up to `size` bytes. */
export function echoRequest(echo: Echo, id: number, size: number): Uint8Array {
  const payload = new Uint8Array(size);
  payload.set(echo.token);
  const fields = { id, sequence: echo.sequence, payload };
  // The kernel fills in the ICMPv6 checksum: it alone knows the source address yet (RFC 3542 section 3.1).
  return echo.target.family === 4 ? emitEchoRequest4(fields) : emitEchoRequest6(fields);
}
