import type {
  ClosePathCommand,
  DuplicateEvent,
  EchoCommand,
  EchoEvent,
  EncapsulatedCommand,
  LateEvent,
  OpenPathCommand,
  ProbeAgainEvent,
  ProbeCommand,
  ProbeEvent,
  TrainAgainEvent,
  TrainCommand,
  TrainEvent,
} from '../protocol/messages.ts';
import { isTargetFault, parseTarget, type Target } from '../protocol/target.ts';
import type { Arrival, Channel, ChannelEvents } from '../socket/channel.ts';
import type { Clock } from './clock.ts';
import { newCounters, type ProbeCounters } from './counters.ts';
import { EchoProber } from './echo/echo-prober.ts';
import { EncapsulatedProber, type EncapsulatedReport } from './encapsulated/encapsulated-prober.ts';
import { type Incoming, readArrival } from './incoming.ts';
import type { Limits, Refusal } from './limits.ts';
import { mayAnswerProbe } from './trace/match.ts';
import type { SourceOf } from './trace/sources.ts';
import { TraceProber } from './trace/trace-prober.ts';
import { TrainProber } from './train/train-prober.ts';

export type ProberEvent =
  | EchoEvent
  | LateEvent
  | DuplicateEvent
  | ProbeEvent
  | ProbeAgainEvent
  | EncapsulatedReport
  | TrainEvent
  | TrainAgainEvent;

export interface ProberOptions {
  readonly clock: Clock;
  /** Unpredictable bytes. */
  readonly random: (length: number) => Uint8Array;
  readonly limits: Limits;
  readonly sourceOf: SourceOf;
  readonly report: (event: ProberEvent) => void;
  /** Called whenever the last pending echo, probe, train or opening of a path has been told. */
  readonly onIdle: () => void;
  /** A socket is of no more use. */
  readonly onBroken: (reason: string) => void;
}

/**
 * The sockets, shared by the echoes, the probes of traceroutes, the packets in IP-in-IP and the trains: each arrival is read once
 * and offered to all.
 */
export class Prober {
  readonly #options: ProberOptions;
  readonly #channels = new Map<4 | 6, Channel>();
  readonly #counters = newCounters();
  readonly #echoes: EchoProber;
  readonly #probes: TraceProber;
  readonly #encapsulated: EncapsulatedProber;
  readonly #trains: TrainProber;

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
    this.#trains = new TrainProber(side);
    this.#encapsulated = new EncapsulatedProber({
      ...side,
      portOf: (family) => this.#channels.get(family)?.packets ?? null,
    });
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

  /** Whether any family has sockets for whole packets: probes of traceroutes, and those in IP-in-IP. */
  get canProbe(): boolean {
    return [...this.#channels.values()].some(({ packets }) => packets !== null);
  }

  get pending(): number {
    const sides = [this.#echoes, this.#probes, this.#trains];
    return sides.reduce((sum, { flights }) => sum + flights.pending, this.#encapsulated.pending);
  }

  get counters(): ProbeCounters {
    return { ...this.#counters, pending: this.pending };
  }

  /** True: an echo or probe with this id is pending, or could still be answered; or it is that of a path. */
  knows(id: number): boolean {
    const probes = [this.#echoes, this.#probes, this.#trains];
    return probes.some(({ flights }) => flights.byId(id) !== null) || this.#encapsulated.knows(id);
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

  /** Null: accepted; `path-opened` is reported, or `refuse` called, later. Expects an id not known. */
  openPath(command: OpenPathCommand, refuse: (refusal: Refusal) => void): Refusal | null {
    return this.#encapsulated.open(command, refuse);
  }

  /** Null: `path-closed` has been reported. */
  closePath(command: ClosePathCommand): Refusal | null {
    return this.#encapsulated.close(command);
  }

  /** Null: accepted; exactly one `encapsulated` event follows, never before this returns. Expects an id not known. */
  encapsulated(command: EncapsulatedCommand): Refusal | null {
    return this.#encapsulated.send(command);
  }

  /** Null: accepted; exactly one `train` event follows, never before this returns. Expects an id not known. */
  train(command: TrainCommand): Refusal | null {
    return this.#aim(command.address, (target, { packets }) =>
      packets === null ? unavailable(target) : this.#trains.send(command, target, packets),
    );
  }

  /** True: it was pending, and its `echo`, `probe`, `encapsulated` or `train` event has been reported. */
  cancel(id: number): boolean {
    const sides = [this.#echoes, this.#probes, this.#encapsulated, this.#trains];
    return sides.some(({ flights }) => flights.cancel(id));
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
    const sides = [this.#echoes, this.#probes, this.#encapsulated, this.#trains];
    return sides.some((side) => side.take(incoming, atMs));
  }
}

const unavailable = ({ family }: Target): Refusal => ({
  code: 'family-unavailable',
  message: `no socket for IPv${family} could be opened`,
});
