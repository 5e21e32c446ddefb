import { Addresses, type Lookup } from './addresses.ts';
import { BackOff } from './back-off.ts';
import { errorCode } from './error-code.ts';
import { Pending } from './pending.ts';
import { connectTo, STALLED, TcpConnection } from './tcp-connection.ts';
import type { Outcomes, Target, Transport } from './types.ts';

export interface TcpTiming {
  readonly connectMs: number;
  /** A connection that lives so long is a good one; until then a server that closes at once is still in trouble. */
  readonly wellAfterMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** How often the kernel is asked what the far end has acknowledged. */
  readonly lookMs: number;
  /** Nothing acknowledged for so long: no more is given to the kernel, which would deliver it far too late. */
  readonly holdAfterMs: number;
  /** Nothing acknowledged for so long: the connection is given up. */
  readonly deadAfterMs: number;
}

export const TCP_TIMING: TcpTiming = {
  connectMs: 5_000,
  wellAfterMs: 1_500,
  firstRetryMs: 500,
  longestRetryMs: 10_000,
  lookMs: 1_000,
  holdAfterMs: 2_000,
  deadAfterMs: 10_000,
};

export interface TcpOptions {
  readonly lookup?: Lookup;
  readonly timing?: TcpTiming;
}

/**
 * One connection, made again whenever it ends. Nothing is kept for later but while a connection is being made: StatsD
 * knows no times, so figures of the past would be told as those of now.
 */
export class TcpTransport implements Transport {
  readonly #target: Target;
  readonly #outcomes: Outcomes;
  readonly #timing: TcpTiming;
  readonly #addresses: Addresses;
  readonly #backOff: BackOff;
  readonly #pending = new Pending();
  #connection: TcpConnection | null = null;
  #isConnecting = false;
  #isStopped = false;
  #retry: NodeJS.Timeout | null = null;

  constructor(target: Target, outcomes: Outcomes, { lookup, timing = TCP_TIMING }: TcpOptions = {}) {
    this.#target = target;
    this.#outcomes = outcomes;
    this.#timing = timing;
    this.#addresses = new Addresses(target.host, lookup);
    this.#backOff = new BackOff(timing.firstRetryMs, timing.longestRetryMs);
    void this.#connect();
  }

  send(bytes: Buffer, figures: number): void {
    if (this.#connection !== null) this.#connection.write({ bytes, figures });
    else if (!this.#isConnecting || !this.#pending.add({ bytes, figures })) this.#outcomes.dropped(figures);
  }

  /** A connection that the new network can't carry shows by itself; one that waits to be tried again need not wait. */
  renew(): void {
    this.#addresses.renew();
    if (this.#retry === null) return;
    clearTimeout(this.#retry);
    this.#retry = null;
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#retry ?? undefined);
    this.#dropPending();
    await this.#connection?.end();
    this.#connection = null;
  }

  async #connect(): Promise<void> {
    this.#isConnecting = true;
    try {
      const { address } = await this.#addresses.current();
      const socket = await connectTo(address, this.#target.port, this.#timing.connectMs);
      if (this.#isStopped) {
        socket.destroy();
        return;
      }
      this.#connection = new TcpConnection(socket, this.#timing, {
        sent: (figures) => this.#outcomes.sent(figures),
        dropped: (figures) => this.#outcomes.dropped(figures),
        well: () => this.#well(),
        stalled: () => this.#outcomes.trouble(STALLED),
        ended: (code) => this.#ended(code),
      });
      for (const chunk of this.#pending.takeAll()) this.#connection.write(chunk);
    } catch (error) {
      if (!this.#isStopped) this.#failed(errorCode(error));
    } finally {
      this.#isConnecting = false;
    }
  }

  #well(): void {
    this.#backOff.reset();
    this.#outcomes.well();
  }

  #ended(code: string): void {
    this.#connection = null;
    if (!this.#isStopped) this.#failed(code);
  }

  #failed(code: string): void {
    this.#addresses.failed();
    this.#outcomes.trouble(code);
    this.#dropPending();
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#connect();
    }, this.#backOff.next()).unref();
  }

  #dropPending(): void {
    for (const { figures } of this.#pending.takeAll()) this.#outcomes.dropped(figures);
  }
}
