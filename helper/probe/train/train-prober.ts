import type { TrainAgainEvent, TrainAnswer, TrainCommand, TrainEvent } from '../../protocol/messages.ts';
import type { Target } from '../../protocol/target.ts';
import type { PacketPort } from '../../socket/channel.ts';
import type { OwnAddress } from '../../socket/own-address.ts';
import { viewOf } from '../../wire/view.ts';
import { isPending, newFlight, roundTripMs } from '../flight/flight.ts';
import { Flights } from '../flight/flights.ts';
import type { Incoming } from '../incoming.ts';
import type { Limits, Refusal } from '../limits.ts';
import type { SideOptions } from '../side.ts';
import { answerOf } from '../trace/answer.ts';
import { draw16 } from '../trace/method.ts';
import type { SourceOf } from '../trace/sources.ts';
import { TOKEN_BYTES } from '../trace/token.ts';
import { createIdentifications } from './identification.ts';
import { matchTrain, type TrainMatch, trainNames } from './match.ts';
import { buildTrain } from './packets.ts';
import type { Train, TrainKey } from './train.ts';

export interface TrainOptions extends SideOptions<TrainEvent | TrainAgainEvent> {
  readonly sourceOf: SourceOf;
}

/** What is left of a train to be sent. */
interface Departure {
  readonly train: Train;
  readonly packets: readonly Uint8Array[];
  readonly port: PacketPort;
}

function spanFault({ fragments, spacingMs }: TrainCommand, limits: Limits): Refusal | null {
  if ((fragments - 1) * spacingMs <= limits.trainSpanMaxMs) return null;
  const message = `${fragments} fragments ${spacingMs} ms apart take longer than ${limits.trainSpanMaxMs} ms`;
  return { code: 'out-of-range', message };
}

/** Sends echo requests in fragments and tells what became of each. */
export class TrainProber {
  readonly flights: Flights<Train>;
  readonly #options: TrainOptions;
  readonly #nextIdentification: () => number;

  constructor(options: TrainOptions) {
    const { limits, report, random } = options;
    this.#options = options;
    this.#nextIdentification = createIdentifications(draw16(random));
    this.flights = new Flights({
      ...options,
      bounds: {
        outstanding: limits.trainOutstanding,
        rate: {
          perSecond: limits.trainPacketsPerSecond,
          burst: limits.trainPacketBurst,
          of: 'packets of trains',
        },
        duplicates: limits.againPerProbe,
        noun: 'trains',
      },
      onSilence: ({ id }, silence, code) =>
        report({ event: 'train', id, outcome: silence, answer: null, code }),
    });
  }

  /** Null: accepted; exactly one `train` event follows, never before this returns. */
  send(command: TrainCommand, target: Target, port: PacketPort): Refusal | null {
    const { id, fragments, spacingMs, ttl, timeoutMs } = command;
    const refusal = spanFault(command, this.#options.limits) ?? this.flights.admit(fragments);
    if (refusal !== null) return refusal;
    const train: Train = {
      ...newFlight(id, target, timeoutMs),
      ...this.#draw(target),
      ...{ fragments, spacingMs, ttl, leftAtMs: [], source: null },
    };
    this.flights.add(train);
    this.#options.sourceOf(target, (source) => this.#depart(train, source, port));
    return null;
  }

  /** True: it answers one of these trains. */
  take(incoming: Incoming, atMs: number): boolean {
    const match = matchTrain(incoming, (name) => this.flights.byName(name));
    if (match === null) return false;
    const { probe, fragment } = match;
    // A reply is to all of the train; an error may come while the rest of it has not left.
    const sinceMs = fragment === null ? probe.sentAtMs : (probe.leftAtMs[fragment] ?? null);
    if (sinceMs === null) return false;
    this.#answered(incoming, match, roundTripMs(sinceMs, atMs));
    return true;
  }

  /** Ends: far fewer are live than there are numbers. */
  #draw(target: Target): TrainKey & Pick<Train, 'names'> {
    const { random } = this.#options;
    for (;;) {
      const identification =
        target.family === 4 ? this.#nextIdentification() : viewOf(random(4)).getUint32(0);
      const key = { identification, sequence: draw16(random), token: random(TOKEN_BYTES) };
      const names = trainNames(target, key);
      if (names.every((name) => this.flights.byName(name) === null)) return { ...key, names };
    }
  }

  #depart(train: Train, source: OwnAddress, port: PacketPort): void {
    if (train.state !== 'queued') return;
    if ('errno' in source) {
      this.flights.sendFailed(train, source.errno);
      return;
    }
    train.source = source.address;
    this.#sendNext({ train, packets: buildTrain(train, source.address), port });
  }

  #sendNext(departure: Departure): void {
    const { train, packets, port } = departure;
    const packet = packets[train.leftAtMs.length];
    if (train.state !== 'queued' || packet === undefined) return;
    const isLast = train.leftAtMs.length === packets.length - 1;
    const sending = isLast ? this.flights.sending(train) : this.flights.sendingPart(train, train.spacingMs);
    port.send(packet, train.target.text, {
      onSend: () => {
        if (!sending.onSend()) return false;
        train.leftAtMs.push(this.#options.clock.now());
        return true;
      },
      onResult: (errno) => {
        sending.onResult(errno);
        if (errno === null && !isLast) this.#pace(departure);
      },
    });
  }

  /** Counted from when the fragment before really left: a stall of this process never brings two together. */
  #pace(departure: Departure): void {
    const { train } = departure;
    const { clock } = this.#options;
    const leftMs = (train.leftAtMs.at(-1) ?? 0) + train.spacingMs - clock.now();
    if (leftMs <= 0) this.#sendNext(departure);
    else if (train.state === 'queued') clock.after(leftMs, () => this.#pace(departure));
  }

  #answered(incoming: Incoming, match: TrainMatch, rttMs: number): void {
    const { probe: train, fragmented } = match;
    const { report } = this.#options;
    const { id } = train;
    const answer: TrainAnswer = { ...answerOf(incoming, match, rttMs), fragmented };
    if (isPending(train)) {
      this.flights.settle(train, 'answered', () =>
        report({ event: 'train', id, outcome: 'answered', answer, code: null }),
      );
    } else {
      const kind = this.flights.again(train);
      if (kind !== null) report({ event: 'train-again', id, kind, answer });
    }
  }
}
