import type {
  DuplicateEvent,
  EchoCommand,
  EchoEvent,
  LateEvent,
  ProbeAgainEvent,
  ProbeCommand,
  ProbeEvent,
} from '../protocol/messages.ts';
import { isTargetFault, parseTarget, type Target } from '../protocol/target.ts';
import type { Arrival, Channel, ChannelEvents } from '../socket/channel.ts';
import type { Clock } from './clock.ts';
import { newCounters, type ProbeCounters } from './counters.ts';
import { EchoProber } from './echo/echo-prober.ts';
import { type Incoming, readArrival } from './incoming.ts';
import type { Limits, Refusal } from './limits.ts';
import { mayAnswerProbe } from './trace/match.ts';
import type { SourceOf } from './trace/sources.ts';
import { TraceProber } from './trace/trace-prober.ts';

export type ProberEvent = EchoEvent | LateEvent | DuplicateEvent | ProbeEvent | ProbeAgainEvent;

export interface ProberOptions {
  readonly clock: Clock;
  /** Unpredictable bytes. */
  readonly random: (length: number) => Uint8Array;
  readonly limits: Limits;
  readonly sourceOf: SourceOf;
  readonly report: (event: ProberEvent) => void;
  /** Called whenever the last pending echo or probe has been told. */
  readonly onIdle: () => void;
  /** A socket is of no more use. */
  readonly onBroken: (reason: string) => void;
}

/** The sockets, shared by the echoes and the probes of traceroutes: each arrival is read once and offered to both. */
export class Prober {
  readonly #options: ProberOptions;
  readonly #channels = new Map<4 | 6, Channel>();
  readonly #counters = newCounters();
  readonly #echoes: EchoProber;
  readonly #probes: TraceProber;

  constructor(options: ProberOptions) {
    this.#options = options;
    const side = {
      ...options,
      counters: this.#counters,
      onIdle: () => {
        if (this.pending === 0) options.onIdle();
      },
    };
    this.#echoes = new EchoProber(side);
    this.#probes = new TraceProber(side);
  }

  /** For opening the channels that are then given to `use`. */
  readonly channelEvents: ChannelEvents = {
    onArrival: (arrival) => this.#receive(arrival),
    // A wake-up without a packet is no failure.
    onReadFailure: (errno) => {
      if (errno !== 'EAGAIN') this.#counters.malformed += 1;
    },
    onBroken: (reason) => this.#options.onBroken(reason),
  };

  use(channel: Channel): void {
    this.#channels.set(channel.family, channel);
  }

  /** Whether any family has sockets for the probes of traceroutes. */
  get canProbe(): boolean {
    return [...this.#channels.values()].some(({ packets }) => packets !== null);
  }

  get pending(): number {
    return this.#echoes.flights.pending + this.#probes.flights.pending;
  }

  get counters(): ProbeCounters {
    return { ...this.#counters, pending: this.pending };
  }

  /** True: an echo or probe with this id is pending, or could still be answered. */
  knows(id: number): boolean {
    return this.#echoes.flights.byId(id) !== null || this.#probes.flights.byId(id) !== null;
  }

  /** Null: accepted; exactly one `echo` event follows, never before this returns. Expects an id not known. */
  echo(command: EchoCommand): Refusal | null {
    return this.#aim(command.address, (target, channel) => this.#echoes.send(command, target, channel));
  }

  /** Null: accepted; exactly one `probe` event follows, never before this returns. Expects an id not known. */
  probe(command: ProbeCommand): Refusal | null {
    return this.#aim(command.address, (target, { packets }) =>
      packets === null ? unavailable(target) : this.#probes.send(command, target, packets),
    );
  }

  /** True: it was pending, and its `echo` or `probe` event has been reported. */
  cancel(id: number): boolean {
    return this.#echoes.flights.cancel(id) || this.#probes.flights.cancel(id);
  }

  /** Nothing is sent or received any more. */
  close(): void {
    for (const channel of this.#channels.values()) channel.close();
    this.#channels.clear();
  }

  #aim(address: string, send: (target: Target, channel: Channel) => Refusal | null): Refusal | null {
    const target = parseTarget(address);
    if (isTargetFault(target)) return target;
    const channel = this.#channels.get(target.family);
    return channel === undefined ? unavailable(target) : send(target, channel);
  }

  #receive(arrival: Arrival): void {
    const reading = readArrival(arrival);
    if (typeof reading === 'string') {
      this.#counters.received += 1;
      this.#counters[reading === 'malformed' ? 'malformed' : 'unmatched'] += 1;
    } else if (reading.kind !== 'segment' || mayAnswerProbe(reading.tcp, this.#options.limits.flowMax)) {
      this.#counters.received += 1;
      this.#counters[this.#take(reading, arrival.atMs) ? 'matched' : 'unmatched'] += 1;
    }
  }

  #take(incoming: Incoming, atMs: number): boolean {
    return this.#echoes.take(incoming, atMs) || this.#probes.take(incoming, atMs);
  }
}

const unavailable = ({ family }: Target): Refusal => ({
  code: 'family-unavailable',
  message: `no socket for IPv${family} could be opened`,
});
