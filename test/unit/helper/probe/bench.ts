import type { Limits } from '../../../../helper/probe/limits.ts';
import { Prober } from '../../../../helper/probe/prober.ts';
import type { SourceOf } from '../../../../helper/probe/trace/sources.ts';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import type {
  EchoCommand,
  HelperEvent,
  ProbeCommand,
  TrainCommand,
} from '../../../../helper/protocol/messages.ts';
import type { Channel, PacketPort, Sending } from '../../../../helper/socket/channel.ts';
import { parseAddress } from '../../../../helper/wire/address.ts';
import { internetChecksum } from '../../../../helper/wire/checksum.ts';
import type { RawObject } from '../../../../helper/wire/extension/object.ts';
import type { IcmpEcho, IcmpErrorFields } from '../../../../helper/wire/icmp-message.ts';
import { emitIcmpv4, icmpv4Error, parseIcmpv4 } from '../../../../helper/wire/icmpv4.ts';
import { emitIcmpv6, icmpv6Error, parseIcmpv6 } from '../../../../helper/wire/icmpv6.ts';
import { emitIpv4 } from '../../../../helper/wire/ipv4.ts';
import { emitIpv6 } from '../../../../helper/wire/ipv6.ts';
import { emitTcp, parseTcp, type TcpEmit } from '../../../../helper/wire/tcp.ts';
import { FakeClock } from './fake-clock.ts';

export const addressBytes = (text: string): Uint8Array => {
  const address = parseAddress(text);
  if (address === null) throw new Error(`${text} is no address`);
  return address.bytes;
};

/** An echo request as the prober handed it over. */
export interface SentEcho extends IcmpEcho {
  readonly family: 4 | 6;
  readonly bytes: Uint8Array;
  readonly address: string;
  readonly ttl: number;
}

interface Queued {
  readonly echo: SentEcho;
  readonly sending: Sending;
}

export const OWN = { 4: '198.51.100.9', 6: '2001:db8::9' } as const;

/** A whole packet as the prober handed it over. */
export interface SentPacket {
  readonly family: 4 | 6;
  readonly bytes: Uint8Array;
  readonly address: string;
}

/** A port that keeps what it is given until `deliverPacket`. */
class FakePort implements PacketPort {
  readonly queue: { readonly packet: SentPacket; readonly sending: Sending }[] = [];
  readonly family: 4 | 6;
  /** Every change, in order. */
  readonly listening: boolean[] = [];

  constructor(family: 4 | 6) {
    this.family = family;
  }

  send(bytes: Uint8Array, address: string, sending: Sending): void {
    this.queue.push({ packet: { family: this.family, bytes, address }, sending });
  }

  listenToTcp(wanted: boolean): void {
    this.listening.push(wanted);
  }
}

/** A channel that keeps what it is given until `deliver`. */
class FakeChannel implements Channel {
  readonly queue: Queued[] = [];
  readonly family: 4 | 6;
  readonly packets: FakePort;
  closed = false;

  constructor(family: 4 | 6) {
    this.family = family;
    this.packets = new FakePort(family);
  }

  send(bytes: Uint8Array, address: string, ttl: number, sending: Sending): void {
    const message = this.family === 4 ? parseIcmpv4(bytes) : parseIcmpv6(bytes);
    if (!('kind' in message) || message.kind !== 'echo-request') throw new Error('not an echo request');
    this.queue.push({ echo: { ...message, family: this.family, bytes, address, ttl }, sending });
  }

  close(): void {
    this.closed = true;
  }
}

/** What the far end, or a forger, may change. */
export interface ReplyChanges {
  readonly from?: string;
  readonly id?: number;
  readonly sequence?: number;
  readonly payload?: Uint8Array;
  readonly ttl?: number;
}

export interface ErrorChanges {
  readonly type?: number;
  readonly code?: number;
  readonly destination?: string;
  /** Bytes quoted behind the IP header. */
  readonly quotedBytes?: number;
  readonly change?: (quoted: Uint8Array) => void;
}

export interface QuoteChanges {
  readonly type?: number;
  readonly code?: number;
  readonly mtu?: number;
  /** Bytes quoted behind the IP header. */
  readonly quotedBytes?: number;
  readonly extensions?: readonly RawObject[];
  readonly change?: (quoted: Uint8Array) => void;
}

export interface SegmentChanges {
  readonly from?: string;
  /** Bytes of the packet that fit the socket's buffer. */
  readonly heldBytes?: number;
}

/** A prober between a fake clock and fake sockets. */
export class Bench {
  readonly clock = new FakeClock();
  readonly events: HelperEvent[] = [];
  readonly channels = { 4: new FakeChannel(4), 6: new FakeChannel(6) };
  readonly prober: Prober;
  idle = 0;
  broken: string[] = [];
  /** The errno of the look for a source; null: there is one. */
  noRoute: string | null = null;
  /** What the kernel would send from. */
  sourceOf: SourceOf = (target, done) =>
    done(this.noRoute === null ? { address: addressBytes(OWN[target.family]) } : { errno: this.noRoute });
  #nextId = 100;
  #randomState = 7;

  constructor(families: readonly (4 | 6)[] = [4, 6], limits: Partial<Limits> = {}) {
    this.prober = new Prober({
      clock: this.clock,
      random: (length) => this.random(length),
      limits: { ...LIMITS, ...limits },
      sourceOf: (target, done) => this.sourceOf(target, done),
      report: (event) => this.events.push(event),
      onIdle: () => {
        this.idle += 1;
      },
      onBroken: (reason) => this.broken.push(reason),
    });
    for (const family of families) this.prober.use(this.channels[family]);
  }

  random(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => {
      // Numerical Recipes' generator, its high byte: the low ones repeat too soon.
      this.#randomState = (Math.imul(this.#randomState, 1_664_525) + 1_013_904_223) >>> 0;
      return this.#randomState >>> 24;
    });
  }

  nextId(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  command(change: Partial<EchoCommand> = {}): EchoCommand {
    return {
      op: 'echo',
      id: this.nextId(),
      address: '192.0.2.1',
      size: 56,
      ttl: 64,
      timeoutMs: 1000,
      ...change,
    };
  }

  /** Accepts an echo without sending it; its id. */
  queue(change: Partial<EchoCommand> = {}): number {
    const command = this.command(change);
    const refusal = this.prober.echo(command);
    if (refusal !== null) throw new Error(refusal.message);
    return command.id;
  }

  /** The kernel takes the oldest packet of the queue, or refuses it; null: the prober did not want it sent. */
  deliver(family: 4 | 6 = 4, errno: string | null = null): SentEcho | null {
    const next = this.channels[family].queue.shift();
    if (next === undefined) throw new Error('nothing is queued');
    if (!next.sending.onSend()) return null;
    next.sending.onResult(errno);
    return next.echo;
  }

  send(change: Partial<EchoCommand> = {}): { id: number; echo: SentEcho } {
    const id = this.queue(change);
    const echo = this.deliver(change.address?.includes(':') ? 6 : 4);
    if (echo === null) throw new Error('not sent');
    return { id, echo };
  }

  probeCommand(change: Partial<ProbeCommand> = {}): ProbeCommand {
    const port = change.method === 'icmp' ? 0 : change.method === 'tcp' ? 80 : 33_434;
    return {
      op: 'probe',
      id: this.nextId(),
      method: 'udp',
      address: '192.0.2.1',
      ttl: 5,
      flow: 3,
      port,
      size: 80,
      timeoutMs: 1000,
      ...change,
    };
  }

  /** Accepts a probe without sending it; its id. */
  queueProbe(change: Partial<ProbeCommand> = {}): number {
    const command = this.probeCommand(change);
    const refusal = this.prober.probe(command);
    if (refusal !== null) throw new Error(refusal.message);
    return command.id;
  }

  trainCommand(change: Partial<TrainCommand> = {}): TrainCommand {
    return {
      op: 'train',
      id: this.nextId(),
      address: '192.0.2.1',
      fragments: 4,
      spacingMs: 100,
      ttl: 64,
      timeoutMs: 1000,
      ...change,
    };
  }

  /** Accepts a train, of which nothing has left; its id. */
  queueTrain(change: Partial<TrainCommand> = {}): number {
    const command = this.trainCommand(change);
    const refusal = this.prober.train(command);
    if (refusal !== null) throw new Error(refusal.message);
    return command.id;
  }

  /** As `deliver`, for whole packets. */
  deliverPacket(family: 4 | 6 = 4, errno: string | null = null): SentPacket | null {
    const next = this.channels[family].packets.queue.shift();
    if (next === undefined) throw new Error('nothing is queued');
    if (!next.sending.onSend()) return null;
    next.sending.onResult(errno);
    return next.packet;
  }

  probe(change: Partial<ProbeCommand> = {}): { id: number; packet: SentPacket } {
    const id = this.queueProbe(change);
    const packet = this.deliverPacket(change.address?.includes(':') ? 6 : 4);
    if (packet === null) throw new Error('not sent');
    return { id, packet };
  }

  /** A router, or the target, sends an ICMP error about a packet. */
  quote(packet: SentPacket, from: string, change: QuoteChanges = {}): void {
    const header = packet.family === 4 ? 20 : 40;
    const quoted = packet.bytes.slice(0, header + (change.quotedBytes ?? packet.bytes.length));
    change.change?.(quoted);
    const [type, code] = packet.family === 4 ? [11, 0] : [3, 0];
    const { extensions, mtu } = change;
    const fields: IcmpErrorFields = {
      type: change.type ?? type,
      code: change.code ?? code,
      quoted,
      ...(extensions === undefined ? {} : { extensions }),
      ...(mtu === undefined ? {} : { mtu }),
    };
    if (packet.family === 4) this.arrive4(emitIcmpv4(icmpv4Error(fields)), from, 60);
    else this.arrive6(emitIcmpv6(icmpv6Error(fields)), from);
  }

  /** The target answers the echo request in a packet. */
  echoBack(packet: SentPacket, change: { from?: string; change?: (message: Uint8Array) => void } = {}): void {
    const message = packet.bytes.slice(packet.family === 4 ? 20 : 40);
    const from = change.from ?? (packet.address.split('%')[0] || '');
    message[0] = packet.family === 4 ? 0 : 129;
    change.change?.(message);
    message.fill(0, 2, 4);
    if (packet.family === 6) this.arrive6(message, from);
    else {
      new DataView(message.buffer).setUint16(2, internetChecksum(message));
      this.arrive4(message, from);
    }
  }

  /** The target answers the SYN in a packet. */
  segment(packet: SentPacket, flags: number, change: Partial<TcpEmit> & SegmentChanges = {}): void {
    const syn = parseTcp(packet.bytes.subarray(packet.family === 4 ? 20 : 40), null);
    if (!('sequence' in syn)) throw new Error('not a segment');
    const { from = packet.address.split('%')[0] || '', heldBytes, ...fields } = change;
    const bytes = emitTcp(
      {
        sourcePort: syn.destinationPort,
        destinationPort: syn.sourcePort,
        sequence: 99,
        acknowledgement: (syn.sequence + 1) >>> 0,
        flags,
        ...fields,
      },
      null,
    );
    if (packet.family === 6) this.arrive(6, bytes.slice(0, heldBytes), from, 'tcp');
    else {
      const ends = { source: addressBytes(from), destination: addressBytes(OWN[4]) };
      const whole = emitIpv4({ protocol: 6, ...ends, ttl: 57, payload: bytes });
      this.arrive(4, whole.slice(0, heldBytes), from, 'tcp');
    }
  }

  reply(echo: SentEcho, change: ReplyChanges = {}): void {
    const message = {
      kind: 'echo-reply',
      id: change.id ?? echo.id,
      sequence: change.sequence ?? echo.sequence,
      payload: change.payload ?? echo.payload,
    } as const;
    const from = change.from ?? (echo.address.split('%')[0] || '');
    if (echo.family === 6) this.arrive6(emitIcmpv6(message), from);
    else this.arrive4(emitIcmpv4(message), from, change.ttl ?? 57);
  }

  error(echo: SentEcho, from: string, change: ErrorChanges = {}): void {
    const destination = addressBytes(change.destination ?? (echo.address.split('%')[0] || ''));
    const source = addressBytes(OWN[echo.family]);
    const whole =
      echo.family === 4
        ? emitIpv4({ protocol: 1, source, destination, payload: echo.bytes })
        : emitIpv6({ protocol: 58, source, destination, payload: echo.bytes });
    const header = whole.length - echo.bytes.length;
    const quoted = whole.slice(0, header + (change.quotedBytes ?? echo.bytes.length));
    change.change?.(quoted);
    const fields: IcmpErrorFields = {
      type: change.type ?? (echo.family === 4 ? 3 : 1),
      code: change.code ?? 1,
      quoted,
    };
    if (echo.family === 4) this.arrive4(emitIcmpv4(icmpv4Error(fields)), from, 60);
    else this.arrive6(emitIcmpv6(icmpv6Error(fields)), from);
  }

  arrive4(icmp: Uint8Array, from: string, ttl = 57): void {
    const packet = { protocol: 1, source: addressBytes(from), destination: addressBytes(OWN[4]), ttl };
    this.arrive(4, emitIpv4({ ...packet, payload: icmp }), from);
  }

  arrive6(icmp: Uint8Array, from: string): void {
    this.arrive(6, icmp, from);
  }

  arrive(family: 4 | 6, bytes: Uint8Array, source: string, protocol: 'icmp' | 'tcp' = 'icmp'): void {
    const atMs = this.clock.now();
    this.prober.channelEvents.onArrival({ family, protocol, bytes, source, atMs });
  }

  /** Events since the last call. */
  take(): HelperEvent[] {
    return this.events.splice(0);
  }
}
