import type { Answered } from '../types.ts';

/** Codes by which a packet's size is refused, not its way; any address may send them. */
const TOO_BIG = new Set(['fragmentation-needed', 'packet-too-big']);

/**
 * Whether the destination itself is heard in an answer. Echo replies, SYN-ACKs and resets match the whole flow,
 * so whoever sends them acts for it; an ICMP error is its own only when it comes from its address, since a
 * firewall on the way sends port-unreachable as well.
 */
export function answersForDestination(answer: Answered, address: string): boolean {
  switch (answer.kind) {
    case 'echo-reply':
    case 'syn-ack':
    case 'reset':
      return true;
    case 'unreachable':
      return answer.from === address && !isTooBig(answer);
    case 'ttl-exceeded':
      return false;
  }
}

export const isTooBig = (answer: Answered): boolean => answer.code !== null && TOO_BIG.has(answer.code);
