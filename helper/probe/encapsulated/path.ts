import { isTargetFault, parseTarget, type Target } from '../../protocol/target.ts';
import type { PacketPort } from '../../socket/channel.ts';
import type { Refusal } from '../limits.ts';
import type { EncapsulatedProbe } from './encapsulated-probe.ts';

/** All of one family, each once, nearest first. */
export type Members = readonly [Target, ...Target[]];

/** Addresses that packets in IP-in-IP may go through or to. */
export interface Path {
  readonly id: number;
  readonly family: 4 | 6;
  readonly members: Members;
  /** Own address that its packets are from. */
  readonly source: Uint8Array;
  readonly port: PacketPort;
  /** Under way. */
  readonly pending: Set<EncapsulatedProbe>;
  isOpen: boolean;
}

const fault = (message: string): Refusal => ({ code: 'out-of-range', message });

/** Why an address that an echo may be sent to may not be a member of a path; null: it may. */
function memberFault({ family, bytes, zone }: Target): string | null {
  const [first, second] = bytes;
  // Where the zone would say which link, a header has no room for it.
  if (zone !== null || (family === 4 && first === 169 && second === 254)) return 'is link-local';
  if (family === 4) return first === 127 ? 'is a loopback address' : null;
  return bytes.every((byte, at) => byte === (at === 15 ? 1 : 0)) ? 'is the loopback address' : null;
}

/** One address after the other, all of one family, each once. */
export function parseMembers(addresses: readonly string[]): Members | Refusal {
  const members: Target[] = [];
  for (const address of addresses) {
    const target = parseTarget(address);
    if (isTargetFault(target)) return target;
    const why = memberFault(target);
    if (why !== null) return fault(`${target.text} ${why}`);
    if (members.some(({ text }) => text === target.text)) return fault(`${target.text} is there twice`);
    members.push(target);
  }
  const [first, ...rest] = members;
  if (first === undefined) return fault('a path has at least one address');
  if (rest.some(({ family }) => family !== first.family)) return fault('addresses are of both families');
  return [first, ...rest];
}
