import { type Incoming, VERDICT_OF_CATEGORY } from '../incoming.ts';

/** What an arrival says about some echo request; whether it is one of ours is for the match to say. */
export interface Answer {
  readonly kind: 'reply' | 'unreachable' | 'ttl-exceeded';
  readonly family: 4 | 6;
  /** ICMP identifier and sequence of the echo, from the reply or from the request quoted in an error. */
  readonly icmpId: number;
  readonly sequence: number;
  /** Echo payload as far as it came back. */
  readonly payload: Uint8Array;
  /** Who sent this packet. */
  readonly from: Uint8Array;
  /** Where the echo request was going: for a reply, the sender. */
  readonly destination: Uint8Array;
  /** Of the packet as received; IPv4 only. */
  readonly ttl: number | null;
  /** Name of the ICMP code; null for a reply. */
  readonly code: string | null;
}

function errorAnswer(incoming: Extract<Incoming, { kind: 'error' }>): Answer | null {
  const { family, from, ttl, error, quoted } = incoming;
  const { ip, content } = quoted;
  const kind = VERDICT_OF_CATEGORY[error.category];
  if (kind === null || ip.family !== family || content.kind !== 'echo' || !content.request) return null;
  return {
    kind,
    family,
    icmpId: content.id,
    sequence: content.sequence,
    payload: content.payload,
    from,
    destination: ip.destination,
    ttl,
    code: error.name,
  };
}

/** Null: it is about no echo request. */
export function echoAnswer(incoming: Incoming): Answer | null {
  if (incoming.kind === 'error') return errorAnswer(incoming);
  if (incoming.kind !== 'echo-reply') return null;
  const { family, from, ttl, echo } = incoming;
  return {
    kind: 'reply',
    family,
    icmpId: echo.id,
    sequence: echo.sequence,
    payload: echo.payload,
    from,
    destination: from,
    ttl,
    code: null,
  };
}
