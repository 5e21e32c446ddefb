import type { Limits, Refusal } from '../../../../helper/probe/limits.ts';
import type { EncapsulatedCommand } from '../../../../helper/protocol/messages.ts';
import { formatAddress } from '../../../../helper/wire/address.ts';
import { type IpStack, parseIpStack } from '../../../../helper/wire/ipip.ts';
import { isWireError } from '../../../../helper/wire/wire-error.ts';
import { Bench, type SentPacket } from '../probe/bench.ts';

export const PATHS = {
  4: ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4'],
  6: ['2001:db8:2::1', '2001:db8:2::2', '2001:db8:2::3', '2001:db8:2::4'],
} as const;

/** The codecs verify every header checksum of IPv4 on the way. */
export function stackOf(bytes: Uint8Array): IpStack {
  const stack = parseIpStack(bytes);
  if (isWireError(stack)) throw new Error(`${stack.error} at ${stack.at}`);
  return stack;
}

/** The packet as it goes on when so many headers have been taken off. */
export const unwrapped = (packet: SentPacket, headers: number): SentPacket => ({
  ...packet,
  bytes: packet.bytes.slice(headers * (packet.family === 4 ? 20 : 40)),
});

type Change = Partial<Omit<EncapsulatedCommand, 'op' | 'id'>>;

/** A bench with a path open in each family. */
export class PathBench extends Bench {
  readonly paths = { 4: 0, 6: 0 };
  readonly refusals: Refusal[] = [];

  constructor(limits: Partial<Limits> = {}) {
    super([4, 6], limits);
    this.paths[4] = this.opened(PATHS[4]);
    this.paths[6] = this.opened(PATHS[6]);
    this.take();
    this.idle = 0;
  }

  /** Null: accepted; what is found out later goes to `refusals`. */
  open(addresses: readonly string[], id = this.nextId()): Refusal | null {
    return this.prober.openPath({ op: 'open-path', id, addresses }, (refusal) => this.refusals.push(refusal));
  }

  opened(addresses: readonly string[]): number {
    const id = this.nextId();
    const refusal = this.open(addresses, id) ?? this.refusals.at(-1);
    if (refusal !== undefined) throw new Error(refusal.message);
    return id;
  }

  close(path: number): Refusal | null {
    return this.prober.closePath({ op: 'close-path', id: this.nextId(), path });
  }

  encapsulatedCommand(family: 4 | 6, change: Change = {}): EncapsulatedCommand {
    return {
      op: 'encapsulated',
      id: this.nextId(),
      path: this.paths[family],
      via: [0],
      inner: 'echo-reply',
      end: null,
      ttl: 64,
      size: 0,
      timeoutMs: 1000,
      ...change,
    };
  }

  /** Null: accepted. */
  ask(family: 4 | 6, change: Change = {}): Refusal | null {
    return this.prober.encapsulated(this.encapsulatedCommand(family, change));
  }

  queueEncapsulated(family: 4 | 6, change: Change = {}): number {
    const command = this.encapsulatedCommand(family, change);
    const refusal = this.prober.encapsulated(command);
    if (refusal !== null) throw new Error(refusal.message);
    return command.id;
  }

  encapsulated(family: 4 | 6, change: Change = {}): { id: number; packet: SentPacket } {
    const id = this.queueEncapsulated(family, change);
    const packet = this.deliverPacket(family);
    if (packet === null) throw new Error('not sent');
    return { id, packet };
  }

  /** The innermost packet comes home: a reply as it is, a request answered. */
  comeHome(packet: SentPacket, change: { from?: string; change?: (message: Uint8Array) => void } = {}): void {
    const { layers, payload } = stackOf(packet.bytes);
    const [innermost] = layers.slice(-1);
    if (innermost === undefined) throw new Error('no header');
    const isRequest = payload[0] === 8 || payload[0] === 128;
    const far = isRequest ? innermost.destination : innermost.source;
    const from = change.from ?? formatAddress(far);
    this.echoBack(unwrapped(packet, layers.length - 1), { ...change, from });
  }
}
