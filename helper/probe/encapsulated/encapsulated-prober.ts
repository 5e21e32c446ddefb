import type {
  ClosePathCommand,
  EncapsulatedAgainEvent,
  EncapsulatedCommand,
  EncapsulatedEvent,
  OpenPathCommand,
  PathClosedEvent,
  PathOpenedEvent,
} from '../../protocol/messages.ts';
import type { PacketPort } from '../../socket/channel.ts';
import type { OwnAddress } from '../../socket/own-address.ts';
import { formatAddress, sameAddress } from '../../wire/address.ts';
import { newFlight, roundTripMs } from '../flight/flight.ts';
import { Flights } from '../flight/flights.ts';
import type { Incoming } from '../incoming.ts';
import type { Refusal } from '../limits.ts';
import type { SideOptions } from '../side.ts';
import { draw16 } from '../trace/method.ts';
import type { SourceOf } from '../trace/sources.ts';
import { TOKEN_BYTES } from '../trace/token.ts';
import { encapsulatedAnswer, encapsulatedEvent, isProhibition } from './answer.ts';
import { Caps } from './caps.ts';
import type { EncapsulatedProbe, PacketKey } from './encapsulated-probe.ts';
import { planOf } from './itinerary.ts';
import { type EncapsulatedMatch, matchEncapsulated, namesOf } from './match.ts';
import { buildEncapsulated } from './packet.ts';
import type { Path } from './path.ts';
import { PathRegistry } from './path-registry.ts';

export type EncapsulatedReport =
  | PathOpenedEvent
  | PathClosedEvent
  | EncapsulatedEvent
  | EncapsulatedAgainEvent;

export interface EncapsulatedOptions extends SideOptions<EncapsulatedReport> {
  readonly sourceOf: SourceOf;
  readonly portOf: (family: 4 | 6) => PacketPort | null;
}

/** The sender of a prohibition is told as text without a zone: packets in IP-in-IP go to no link-local address. */
const senderOf = (incoming: Incoming): string => formatAddress(incoming.from);

/** Where this machine has moved since the path was opened, the address may be somebody else's now. */
function sourceFault(source: OwnAddress, path: Path): string | null {
  if ('errno' in source) return source.errno;
  return sameAddress(source.address, path.source) ? null : 'EADDRNOTAVAIL';
}

/** Sends packets in IP-in-IP along open paths and tells what became of each. */
export class EncapsulatedProber {
  readonly flights: Flights<EncapsulatedProbe>;
  readonly #options: EncapsulatedOptions;
  readonly #paths: PathRegistry;
  readonly #caps: Caps;

  constructor(options: EncapsulatedOptions) {
    const { clock, limits, report } = options;
    this.#options = options;
    this.#paths = new PathRegistry(options);
    this.#caps = new Caps(limits, () => clock.now());
    this.flights = new Flights({
      ...options,
      bounds: {
        outstanding: limits.encapsulatedOutstanding,
        rate: null,
        duplicates: limits.againPerProbe,
        noun: 'packets in IP-in-IP',
      },
      onSilence: (probe, silence, code) => {
        // No more than a note where the packet has left: its place is used then.
        probe.place.giveBack();
        probe.path.pending.delete(probe);
        report(encapsulatedEvent(probe, silence, null, code));
      },
    });
  }

  /** Packets and openings that have not been answered. */
  get pending(): number {
    return this.flights.pending + this.#paths.opening;
  }

  knows(id: number): boolean {
    return this.#paths.knows(id) || this.flights.byId(id) !== null;
  }

  /** Null: `path-opened` is reported, or `refuse` called. */
  open(command: OpenPathCommand, refuse: (refusal: Refusal) => void): Refusal | null {
    const { report, onIdle } = this.#options;
    return this.#paths.open(command, (opened) => {
      if ('refusal' in opened) refuse(opened.refusal);
      else {
        const { id, source } = opened.path;
        report({ event: 'path-opened', id, source: formatAddress(source) });
      }
      onIdle();
    });
  }

  close({ id, path }: ClosePathCommand): Refusal | null {
    const open = this.#paths.byId(path);
    if (open === null) return unknown(path);
    this.#end(open, { event: 'path-closed', id, path, reason: 'asked', from: null });
    return null;
  }

  /** Null: accepted; exactly one `encapsulated` event follows, never before this returns. */
  send(command: EncapsulatedCommand): Refusal | null {
    const path = this.#paths.byId(command.path);
    if (path === null) return unknown(command.path);
    const plan = planOf(command, path, this.#options.limits);
    if ('code' in plan) return plan;
    const { first, hop, ...itinerary } = plan;
    const refusal = this.flights.admit() ?? this.#caps.refusal(hop);
    if (refusal !== null) return refusal;
    const probe: EncapsulatedProbe = {
      ...newFlight(command.id, first, command.timeoutMs),
      ...itinerary,
      ...this.#draw(path.family),
      path,
      place: this.#caps.take(hop),
    };
    path.pending.add(probe);
    this.flights.add(probe);
    this.#options.sourceOf(path.members[0], (source) => this.#depart(probe, source));
    return null;
  }

  /** True: it answers one of these packets. */
  take(incoming: Incoming, atMs: number): boolean {
    const match = matchEncapsulated(incoming, (name) => this.flights.byName(name));
    if (match === null || match.probe.sentAtMs === null) return false;
    this.#answered(incoming, match, roundTripMs(match.probe.sentAtMs, atMs));
    return true;
  }

  /** Ends: far fewer are live than there are IP-IDs. */
  #draw(family: 4 | 6): PacketKey & Pick<EncapsulatedProbe, 'names'> {
    const { random } = this.#options;
    for (;;) {
      const key = {
        identification: draw16(random),
        sequence: draw16(random),
        token: random(TOKEN_BYTES),
      };
      const names = namesOf(family, key);
      if (names.every((name) => this.flights.byName(name) === null)) return { ...key, names };
    }
  }

  #depart(probe: EncapsulatedProbe, source: OwnAddress): void {
    if (probe.state !== 'queued') return;
    const { path, place } = probe;
    const errno = sourceFault(source, path);
    if (errno !== null) {
      this.flights.sendFailed(probe, errno);
      return;
    }
    const sending = this.flights.sending(probe);
    path.port.send(buildEncapsulated(probe), probe.target.text, {
      onSend: () => sending.onSend(),
      onResult: (errno) => {
        if (errno === null) place.left();
        sending.onResult(errno);
      },
    });
  }

  #answered(incoming: Incoming, match: EncapsulatedMatch, rttMs: number): void {
    const { probe } = match;
    const { path } = probe;
    const { report } = this.#options;
    const answer = encapsulatedAnswer(incoming, match, rttMs);
    if (probe.state === 'waiting') {
      path.pending.delete(probe);
      this.flights.settle(probe, 'answered', () =>
        report(encapsulatedEvent(probe, 'answered', answer, null)),
      );
    } else {
      const kind = this.flights.again(probe);
      if (kind !== null && path.isOpen) report({ event: 'encapsulated-again', id: probe.id, kind, answer });
    }
    if (path.isOpen && isProhibition(answer)) {
      const from = senderOf(incoming);
      this.#end(path, { event: 'path-closed', id: null, path: path.id, reason: 'prohibited', from });
    }
  }

  /** What is under way is told as cancelled, then the end; nothing is sent along it or told of it any more. */
  #end(path: Path, event: PathClosedEvent): void {
    this.#paths.close(path);
    for (const { id } of [...path.pending]) this.flights.cancel(id);
    this.#options.report(event);
  }
}

const unknown = (path: number): Refusal => ({ code: 'unknown-path', message: `no path ${path} is open` });
