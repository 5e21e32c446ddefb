import type { Sending } from '../../socket/channel.ts';
import type { Clock } from '../clock.ts';
import type { MutableCounters } from '../counters.ts';
import type { Limits, Refusal } from '../limits.ts';
import { createTokenBucket, type TokenBucket } from '../token-bucket.ts';
import { type Flight, isPending } from './flight.ts';
import { createFlightTable, type FlightTable } from './flight-table.ts';

/** Told without an answer. */
export type Silence = 'lost' | 'send-error' | 'cancelled';

export interface FlightsOptions<F extends Flight> {
  readonly clock: Clock;
  readonly limits: Pick<Limits, 'lateWindowMs' | 'sendStallMs'>;
  readonly bounds: {
    readonly outstanding: number;
    /** Null: whoever sends holds them to another rate. */
    readonly rate: {
      readonly perSecond: number;
      readonly burst: number;
      /** In refusals, where it is not the noun that is counted. */
      readonly of?: string;
    } | null;
    /** Answers told of one flight after the one that settled it. */
    readonly duplicates: number;
    /** In refusals: `echoes`. */
    readonly noun: string;
  };
  readonly counters: MutableCounters;
  /** `code`: the errno's name of a send error, else null. */
  readonly onSilence: (flight: F, silence: Silence, code: string | null) => void;
  /** Called whenever the last pending one has been told. */
  readonly onIdle: () => void;
}

/** The life of all flights of one sort: limits, the send, timeouts, what a late or further answer is. */
export class Flights<F extends Flight> {
  readonly #options: FlightsOptions<F>;
  readonly #table: FlightTable<F>;
  readonly #bucket: TokenBucket | null;
  /** When a packet of each family last left. */
  readonly #sentAtMs = { 4: Number.NEGATIVE_INFINITY, 6: Number.NEGATIVE_INFINITY };
  #pending = 0;

  constructor(options: FlightsOptions<F>) {
    const { clock, limits } = options;
    const { rate } = options.bounds;
    const now = (): number => clock.now();
    this.#options = options;
    this.#table = createFlightTable(now, limits.lateWindowMs);
    this.#bucket = rate === null ? null : createTokenBucket(rate.perSecond, rate.burst, now);
  }

  get pending(): number {
    return this.#pending;
  }

  byName(name: string | number): F | null {
    return this.#table.byName(name);
  }

  /** A flight with this id is pending, or could still be answered. */
  byId(id: number): F | null {
    return this.#table.byId(id);
  }

  /** Null: one more of so many packets may fly, and has been counted. */
  admit(packets = 1): Refusal | null {
    const { outstanding, rate, noun } = this.#options.bounds;
    if (this.#pending >= outstanding) {
      return { code: 'too-many-outstanding', message: `${outstanding} ${noun} are pending` };
    }
    if (this.#bucket?.take(packets) === false) {
      return { code: 'rate-limited', message: `at most ${rate?.perSecond} ${rate?.of ?? noun} a second` };
    }
    return null;
  }

  /** From here on it is pending; the kernel has `sendStallMs` to take its packet. */
  add(flight: F): void {
    this.#table.add(flight);
    this.#pending += 1;
    this.#awaitTurn(flight, this.#options.limits.sendStallMs);
  }

  /** For the socket that sends it. */
  sending(flight: F): Sending {
    return {
      onSend: () => {
        if (flight.state !== 'queued') return false;
        flight.state = 'waiting';
        flight.sentAtMs = this.#options.clock.now();
        this.#sentAtMs[flight.target.family] = flight.sentAtMs;
        return true;
      },
      onResult: (errno) => {
        if (errno !== null) this.sendFailed(flight, errno);
        else {
          this.#options.counters.sent += 1;
          flight.stopTimer();
          this.#awaitAnswer(flight, flight.timeoutMs);
        }
      },
    };
  }

  /** For one packet of a flight of several, but for the last; the next one is due `nextInMs` later. */
  sendingPart(flight: F, nextInMs: number): Sending {
    const { clock, counters, limits } = this.#options;
    return {
      onSend: () => {
        if (flight.state !== 'queued') return false;
        this.#sentAtMs[flight.target.family] = clock.now();
        return true;
      },
      onResult: (errno) => {
        if (errno !== null) this.sendFailed(flight, errno);
        else {
          counters.sent += 1;
          if (flight.state !== 'queued') return;
          flight.stopTimer();
          this.#awaitTurn(flight, nextInMs + limits.sendStallMs);
        }
      },
    };
  }

  sendFailed(flight: F, errno: string): void {
    if (!isPending(flight)) return;
    this.#silence(flight, 'failed', 'send-error', errno);
    // Nothing is on the way that could answer.
    this.#table.remove(flight);
  }

  /** True: it was pending, and has been told. */
  cancel(id: number): boolean {
    const flight = this.#table.byId(id);
    if (flight === null || !isPending(flight)) return false;
    this.#silence(flight, 'cancelled', 'cancelled');
    return true;
  }

  /** The one way out of the pending states; `tell` reports it. */
  settle(flight: F, state: Exclude<Flight['state'], 'queued' | 'waiting'>, tell: () => void): void {
    flight.stopTimer();
    if (flight.sentAtMs === null) this.#table.remove(flight);
    flight.state = state;
    this.#pending -= 1;
    tell();
    if (this.#pending === 0) this.#options.onIdle();
  }

  /**
   * One more answer to a flight that has been told. The first takes back what was told, once; then it is a duplicate.
   * Null: not to be told, since enough have been, or nobody wants to know after a cancel.
   */
  again(flight: F): 'late' | 'duplicate' | null {
    const { counters, bounds } = this.#options;
    if (flight.state === 'lost' || flight.state === 'failed') {
      flight.state = 'answered';
      counters.late += 1;
      return 'late';
    }
    if (flight.state !== 'answered') return null;
    counters.duplicate += 1;
    flight.duplicates += 1;
    return flight.duplicates <= bounds.duplicates ? 'duplicate' : null;
  }

  /** While packets leave, this one only waits for its turn: after a stall of this process they leave one by one. */
  #awaitTurn(flight: F, delayMs: number): void {
    const { clock, limits } = this.#options;
    flight.stopTimer = clock.after(delayMs, () => {
      const leftMs = this.#sentAtMs[flight.target.family] + limits.sendStallMs - clock.now();
      if (leftMs > 0) this.#awaitTurn(flight, leftMs);
      else this.sendFailed(flight, 'EAGAIN');
    });
  }

  #awaitAnswer(flight: F, delayMs: number): void {
    const { clock } = this.#options;
    flight.stopTimer = clock.after(delayMs, () => {
      const leftMs = (flight.sentAtMs ?? 0) + flight.timeoutMs - clock.now();
      if (leftMs > 0) this.#awaitAnswer(flight, leftMs);
      else this.#silence(flight, 'lost', 'lost');
    });
  }

  #silence(flight: F, state: 'lost' | 'failed' | 'cancelled', silence: Silence, code?: string): void {
    this.settle(flight, state, () => this.#options.onSilence(flight, silence, code ?? null));
  }
}
