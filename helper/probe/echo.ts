import type { Target } from '../protocol/target.ts';
import { emitEchoRequest4 } from '../wire/icmpv4.ts';
import { emitEchoRequest6 } from '../wire/icmpv6.ts';

/** Bytes of the random token at the start of every payload: nobody off the path can guess it. */
export const TOKEN_BYTES = 16;

/**
 * - `queued`: the kernel has not taken it yet. `waiting`: sent, no answer so far. These two are pending.
 * - `lost`, `failed` (an ICMP error came): told, but a reply may still take it back.
 * - `answered`: further replies are duplicates. `cancelled`: nothing more is told.
 */
export type EchoState = 'queued' | 'waiting' | 'lost' | 'failed' | 'answered' | 'cancelled';

/** One echo request, from the command until nothing can answer it any more. */
export interface Echo {
  readonly id: number;
  readonly sequence: number;
  readonly target: Target;
  readonly timeoutMs: number;
  readonly token: Uint8Array;
  state: EchoState;
  /** Monotonic; null until the system call. */
  sentAtMs: number | null;
  duplicates: number;
  stopTimer: () => void;
}

export const isPending = (echo: Echo): boolean => echo.state === 'queued' || echo.state === 'waiting';

/** `id`: the ICMP identifier. The payload is the token, then zeros up to `size` bytes. */
export function echoRequest(echo: Echo, id: number, size: number): Uint8Array {
  const payload = new Uint8Array(size);
  payload.set(echo.token);
  const fields = { id, sequence: echo.sequence, payload };
  // The kernel fills in the ICMPv6 checksum: it alone knows the source address yet (RFC 3542 section 3.1).
  return echo.target.family === 4 ? emitEchoRequest4(fields) : emitEchoRequest6(fields);
}
