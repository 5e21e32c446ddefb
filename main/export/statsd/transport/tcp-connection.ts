import { connect, type Socket } from 'node:net';
import { errorCode } from './error-code.ts';
import type { Chunk } from './pending.ts';
import { PENDING_BYTES } from './pending.ts';
import type { TcpTiming } from './tcp.ts';
import { unacknowledged } from './unacknowledged.ts';

/** What ends a connection besides the system's own codes. */
export const CLOSED = 'closed';
export const STALLED = 'stalled';

/** How long the last figures may take to be acknowledged at the end. */
const END_MS = 2_000;

export interface ConnectionEvents {
  sent(figures: number): void;
  dropped(figures: number): void;
  /** It has lived for a while, or takes figures again. */
  well(): void;
  /** It takes nothing at present; it may yet. */
  stalled(): void;
  /** Once, unless `end` was called: it is of no use any more. */
  ended(code: string): void;
}

/** Rejects with the system's error, or code `ETIMEDOUT` after `waitMs`. `address`: a literal. */
export function connectTo(address: string, port: number, waitMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, keepAlive: true });
    const fail = (error: Error): void => {
      clearTimeout(timer);
      // An error may follow when a connect that is under way is torn down.
      socket.off('error', fail).on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const late = (): void => fail(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(late, waitMs);
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

/**
 * Knows which figures the far end has acknowledged where the system tells (Linux), and gives the kernel no more while
 * it acknowledges nothing: else minutes of figures would arrive at once when the line is back.
 *
 * A connection is never reset on purpose: StatsD 0.9 ends at an unexpected reset.
 */
export class TcpConnection {
  readonly #socket: Socket;
  readonly #timing: TcpTiming;
  readonly #events: ConnectionEvents;
  /** Written, oldest first; `end`: the stream's length after it. */
  readonly #unsettled: { readonly end: number; readonly figures: number }[] = [];
  #written = 0;
  #acknowledged = 0;
  #progressMs = performance.now();
  /** No more is written. */
  #isClosing = false;
  /** By us, or by the far end: what is still to be known decides when it is over. */
  #isEnding = false;
  #isLeft = false;
  #isStalled = false;
  #isOver = false;
  readonly #look: NodeJS.Timeout;
  readonly #steady: NodeJS.Timeout;

  constructor(socket: Socket, timing: TcpTiming, events: ConnectionEvents) {
    this.#socket = socket;
    this.#timing = timing;
    this.#events = events;
    this.#look = setInterval(() => void this.#check(), timing.lookMs).unref();
    this.#steady = setTimeout(() => events.well(), timing.wellAfterMs).unref();
    socket.setNoDelay(true).unref();
    socket.on('error', (error) => this.#over(errorCode(error)));
    socket.on('end', () => void this.#leftByFarEnd());
    socket.on('close', () => {
      if (!this.#isEnding && !this.#isLeft) this.#over(CLOSED);
    });
    // StatsD says nothing; what others say is read, since closing with it unread would reset the connection.
    socket.resume();
  }

  write({ bytes, figures }: Chunk): void {
    const tooMuch = this.#socket.writableLength + bytes.length > PENDING_BYTES;
    const isHeld = tooMuch || this.#silentMs() >= this.#timing.holdAfterMs;
    if (isHeld && !this.#isClosing) this.#stall();
    if (isHeld || this.#isClosing) {
      this.#events.dropped(figures);
      return;
    }
    if (this.#unsettled.length === 0) this.#progressMs = performance.now();
    this.#written += bytes.length;
    const chunk = { end: this.#written, figures };
    this.#unsettled.push(chunk);
    this.#socket.write(bytes);
  }

  /** Sends what is under way and closes; what is not acknowledged by then counts as dropped. Never rejects. */
  async end(): Promise<void> {
    this.#isClosing = true;
    this.#isEnding = true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, END_MS);
      this.#socket.once('close', (hadError: boolean) => {
        // Both ends said that they are done: all of it was taken.
        if (!hadError) this.#settle(this.#written);
        clearTimeout(timer);
        resolve();
      });
      this.#socket.end();
    });
    await this.#check();
    this.#over(CLOSED);
  }

  /** How long nothing has been acknowledged although something should have been. */
  #silentMs(): number {
    return this.#unsettled.length === 0 ? 0 : performance.now() - this.#progressMs;
  }

  #stall(): void {
    clearTimeout(this.#steady);
    this.#isStalled = true;
    this.#events.stalled();
  }

  /** It said that it is done, maybe at its own end; its system has acknowledged what came until then. */
  async #leftByFarEnd(): Promise<void> {
    this.#isClosing = true;
    if (this.#isEnding) return;
    this.#isLeft = true;
    await this.#check();
    this.#over(CLOSED);
  }

  async #check(): Promise<void> {
    if (this.#unsettled.length === 0) return;
    const written = this.#socket.bytesWritten;
    const inKernel = await unacknowledged(this.#socket);
    if (this.#isOver) return;
    this.#settle(written - this.#socket.writableLength - (inKernel ?? 0));
    if (this.#silentMs() >= this.#timing.deadAfterMs) this.#over(STALLED);
  }

  #settle(acknowledged: number): void {
    if (acknowledged > this.#acknowledged) {
      this.#acknowledged = acknowledged;
      this.#progressMs = performance.now();
    }
    let figures = 0;
    while ((this.#unsettled[0]?.end ?? Number.POSITIVE_INFINITY) <= this.#acknowledged) {
      figures += this.#unsettled.shift()?.figures ?? 0;
    }
    if (figures === 0) return;
    this.#events.sent(figures);
    if (!this.#isStalled || this.#unsettled.length > 0 || this.#isClosing) return;
    this.#isStalled = false;
    this.#events.well();
  }

  #over(code: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#isClosing = true;
    clearInterval(this.#look);
    clearTimeout(this.#steady);
    this.#socket.destroy();
    if (!this.#isEnding) this.#events.ended(code);
    const lost = this.#unsettled.reduce((sum, { figures }) => sum + figures, 0);
    if (lost > 0) this.#events.dropped(lost);
  }
}
