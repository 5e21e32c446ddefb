import type { Socket } from 'node:dgram';
import { Addresses, type Lookup } from './addresses.ts';
import { BackOff } from './back-off.ts';
import { errorCode } from './error-code.ts';
import { type Chunk, Pending } from './pending.ts';
import type { Outcomes, Target, Transport } from './types.ts';
import { connectedUdp } from './udp-socket.ts';
import { UnderWay } from './under-way.ts';

export interface UdpTiming {
  /** A refusal (ICMP port unreachable) is back by then; later it is not taken for one of these datagrams. */
  readonly doubtMs: number;
  /** So long without a refusal after one: somebody listens again. Refusals may be limited to one a second. */
  readonly wellAfterMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** UDP never tells that a name has moved elsewhere, so it is asked again now and then. */
  readonly renewMs: number;
}

export const UDP_TIMING: UdpTiming = {
  doubtMs: 1_000,
  wellAfterMs: 3_000,
  firstRetryMs: 1_000,
  longestRetryMs: 5_000,
  renewMs: 300_000,
};

export interface UdpOptions {
  readonly lookup?: Lookup;
  readonly timing?: UdpTiming;
}

/**
 * Datagrams from a connected socket, since only such a one is told of refusals. Nothing else is ever known about them:
 * what nobody refused counts as sent.
 */
export class UdpTransport implements Transport {
  readonly #target: Target;
  readonly #outcomes: Outcomes;
  readonly #timing: UdpTiming;
  readonly #addresses: Addresses;
  readonly #backOff: BackOff;
  readonly #pending = new Pending();
  readonly #underWay: UnderWay;
  #socket: Socket | null = null;
  #isOpening = false;
  #isStopped = false;
  #isRefused = false;
  #retry: NodeJS.Timeout | null = null;
  #calm: NodeJS.Timeout | null = null;
  readonly #renewal: NodeJS.Timeout;

  constructor(target: Target, outcomes: Outcomes, { lookup, timing = UDP_TIMING }: UdpOptions = {}) {
    this.#target = target;
    this.#outcomes = outcomes;
    this.#timing = timing;
    this.#addresses = new Addresses(target.host, lookup);
    this.#backOff = new BackOff(timing.firstRetryMs, timing.longestRetryMs);
    this.#underWay = new UnderWay(outcomes);
    this.#renewal = setInterval(() => this.renew(), timing.renewMs).unref();
    void this.#open();
  }

  send(bytes: Buffer, figures: number): void {
    if (this.#socket !== null) this.#write(this.#socket, { bytes, figures }, true);
    else if (!this.#isOpening || !this.#pending.add({ bytes, figures })) this.#outcomes.dropped(figures);
  }

  /** A socket that is connected keeps the address it sends from, which a new network takes away. */
  renew(): void {
    if (this.#isStopped || this.#isOpening) return;
    this.#addresses.renew();
    void this.#open();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#renewal);
    clearTimeout(this.#retry ?? undefined);
    clearTimeout(this.#calm ?? undefined);
    // A loopback's or a local network's refusal of the last datagrams is here by then.
    if (this.#underWay.figures > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    this.#dropPending();
    this.#underWay.settleAll();
    this.#close();
  }

  async #open(): Promise<void> {
    this.#isOpening = true;
    try {
      const { address, family } = await this.#addresses.current();
      const socket = await connectedUdp(address, family, this.#target.port);
      if (this.#isStopped) socket.close(() => {});
      else this.#use(socket);
    } catch (error) {
      if (!this.#isStopped) this.#notOpened(error);
    } finally {
      this.#isOpening = false;
    }
  }

  #use(socket: Socket): void {
    this.#close();
    this.#socket = socket;
    socket.on('error', (error) => this.#refused(errorCode(error)));
    for (const chunk of this.#pending.takeAll()) this.#write(socket, chunk, true);
  }

  #notOpened(error: unknown): void {
    this.#outcomes.trouble(errorCode(error));
    this.#dropPending();
    this.#retrySoon();
  }

  #dropPending(): void {
    for (const { figures } of this.#pending.takeAll()) this.#outcomes.dropped(figures);
  }

  #write(socket: Socket, chunk: Chunk, mayRepeat: boolean): void {
    socket.send(chunk.bytes, (error) => {
      if (error === null || error === undefined) this.#left(chunk.figures);
      else if (socket !== this.#socket) this.#outcomes.dropped(chunk.figures);
      else if (errorCode(error) !== 'ECONNREFUSED') this.#failed(chunk.figures, error);
      else {
        // The kernel tells of the refusal of an earlier datagram by not sending this one.
        this.#refused('ECONNREFUSED');
        if (mayRepeat) this.#write(socket, chunk, false);
        else this.#outcomes.dropped(chunk.figures);
      }
    });
  }

  #left(figures: number): void {
    this.#underWay.add(figures, this.#isRefused ? this.#timing.wellAfterMs : this.#timing.doubtMs);
    if (this.#isRefused) {
      this.#calm ??= setTimeout(() => this.#recovered(), this.#timing.wellAfterMs).unref();
      return;
    }
    this.#backOff.reset();
    this.#outcomes.well();
  }

  #failed(figures: number, error: unknown): void {
    this.#refused(errorCode(error));
    this.#outcomes.dropped(figures);
  }

  /** Of what was sent a moment ago; it goes on, since the next datagrams are what shows that somebody listens again. */
  #refused(code: string): void {
    this.#outcomes.trouble(code);
    this.#underWay.dropAll();
    if (this.#isStopped) return;
    this.#isRefused = true;
    clearTimeout(this.#calm ?? undefined);
    this.#calm = null;
    this.#retrySoon();
  }

  #recovered(): void {
    this.#calm = null;
    this.#isRefused = false;
    clearTimeout(this.#retry ?? undefined);
    this.#retry = null;
    this.#backOff.reset();
    this.#outcomes.well();
  }

  #retrySoon(): void {
    if (this.#retry !== null) return;
    const again = (): void => {
      this.#retry = null;
      if (this.#isOpening) return;
      // Not at each refusal: several come until then, and where it is well again it stays.
      this.#addresses.failed();
      void this.#open();
    };
    this.#retry = setTimeout(again, this.#backOff.next()).unref();
  }

  #close(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.removeAllListeners('error').on('error', () => {});
    socket?.close();
  }
}
