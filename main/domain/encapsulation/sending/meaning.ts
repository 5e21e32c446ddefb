import type { PacketAnswer, PlannedPacket } from '../types.ts';

/**
 * What an answer says of a packet in IP-in-IP. `home`: it came home whole. `refused`: the hop at `place` does not
 * know the protocol. `unwrapped`: an ICMP error, after so many of `via` had taken their header off.
 */
export type Meaning =
  | { readonly type: 'home' }
  | { readonly type: 'prohibited'; readonly by: string }
  | { readonly type: 'refused'; readonly place: number }
  | { readonly type: 'unwrapped'; readonly headers: number; readonly tooBig: boolean };

const PROHIBITED: ReadonlySet<string | null> = new Set([
  'net-prohibited',
  'host-prohibited',
  'admin-prohibited',
  'policy-failed',
]);

/**
 * Packets in IP-in-IP carry no ports: whoever misses one means the protocol, as Linux does where its tunnel module
 * is loaded and no tunnel fits.
 */
const REFUSALS: ReadonlySet<string | null> = new Set([
  'protocol-unreachable',
  'port-unreachable',
  'unrecognized-next-header',
  'unrecognized-next-header-by-router',
]);

const TOO_BIG: ReadonlySet<string | null> = new Set(['fragmentation-needed', 'packet-too-big']);

/** Whether figures can be made of it. What cannot be is treated as if it had never come. */
export const isSane = ({ rttMs, from }: PacketAnswer): boolean =>
  Number.isFinite(rttMs) && rttMs >= 0 && from !== '';

/** `path`: what the places of `via` stand for. */
export function meaningOf(
  { via }: Pick<PlannedPacket, 'via'>,
  { kind, code, from, layer }: PacketAnswer,
  path: readonly string[],
): Meaning {
  if (kind === 'echo-reply') return { type: 'home' };
  if (kind === 'unreachable' && PROHIBITED.has(code)) return { type: 'prohibited', by: from };
  const headers = layer ?? 0;
  const tooBig = TOO_BIG.has(code);
  const place = via[headers];
  // A hop that calls itself unreachable, in whatever words, means the packets.
  const isRefusal = REFUSALS.has(code) || (place !== undefined && path[place] === from && !tooBig);
  if (kind === 'unreachable' && layer !== null && place !== undefined && isRefusal) {
    return { type: 'refused', place };
  }
  return { type: 'unwrapped', headers, tooBig };
}
