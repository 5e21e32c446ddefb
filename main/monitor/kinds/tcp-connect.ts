import { connect, type Socket } from 'node:net';
import { findingOfErrno } from '../echo/send-error.ts';
import type { Finding, SendProbe } from '../flight/probe.ts';
import type { RoundTrips } from '../flight/round-trips.ts';

/** The first retransmission of a SYN comes after 1 s (RFC 6298 section 2.1); kernel timers are a little early. */
const RETRANSMISSION_MS = 900;
/** After the first retransmission its answer gets this long beyond the usual round trip, to be told by name. */
const AFTER_RETRANSMISSION_MS = 1_250;
/** Until the usual is known the second retransmission, 3 s after the send, must fit: else nothing is ever learnt. */
const UNKNOWN_MS = 3_250;

const via = 'socket';

/** Not the deadline of an echo: see `sendTcp`. */
export function tcpDeadlineMs(roundTrips: RoundTrips, untilKnownMs: number): number {
  const { usualMs } = roundTrips;
  return usualMs === null ? Math.max(untilKnownMs, UNKNOWN_MS) : usualMs + AFTER_RETRANSMISSION_MS;
}

/**
 * What an answer after `elapsedMs` means. One that comes 900 ms or more after the usual is the answer to a SYN
 * sent again after 1, 3 or 7 s (some kernels: every second at first): the first one, or its answer, was lost.
 * Compared with the usual, because over a satellite an honest answer takes that long; until the usual is known
 * the probable is assumed, a shorter line. All times teach the usual (a low percentile, which needs only a few
 * clean connects), or a line of over 900 ms would never be known.
 */
function answered(outcome: 'reply' | 'refused', elapsedMs: number, usualMs: number | null): Finding {
  if (elapsedMs - (usualMs ?? 0) < RETRANSMISSION_MS) return { outcome, rttMs: elapsedMs, via };
  return { outcome: 'lost', rttMs: null, via, detail: 'syn-retransmitted', observedMs: elapsedMs };
}

const errnoOf = (error: Error): string => ('code' in error ? String(error.code) : 'connect-failed');

/**
 * Opens a TCP connection and resets it: a reset leaves no state behind in the routers on the way, where a
 * connection closed in order stays for minutes.
 *
 * There is no `late`: after the deadline an answer can only be to a SYN that was sent again, which proves nothing
 * about the first. So the socket is closed at the deadline, and none is ever open for longer.
 */
export const tcpConnect =
  (family: 4 | 6): SendProbe =>
  (anchor, { clock, deadlineMs, usualMs }, report) => {
    const startedMs = clock.now().monoMs;
    const elapsedMs = (): number => clock.now().monoMs - startedMs;
    let isOver = false;
    const finish = (finding: Finding | null): void => {
      if (isOver) return;
      isOver = true;
      timer.cancel();
      // Asked of a socket that still connects, the reset would wait for the kernel to give up.
      if (socket.connecting) socket.destroy();
      else if (!socket.destroyed) socket.resetAndDestroy();
      if (finding !== null) report(finding);
    };
    const timer = clock.setTimer(() => finish({ outcome: 'lost', rttMs: null, via }), deadlineMs);
    const socket: Socket = connect({
      host: anchor.address,
      port: anchor.port ?? 443,
      family,
      autoSelectFamily: false,
    });
    socket.on('connect', () => finish(answered('reply', elapsedMs(), usualMs)));
    socket.on('error', (error) => {
      const errno = errnoOf(error);
      if (errno === 'ECONNREFUSED') finish(answered('refused', elapsedMs(), usualMs));
      else if (errno === 'ETIMEDOUT') finish({ outcome: 'lost', rttMs: null, via });
      else finish(findingOfErrno(errno, via));
    });
    return { via, cancel: () => finish(null) };
  };
