import type { Answered } from '../../../main/domain/trace/types.ts';

/** A token bucket for a router's answers, as Linux has one for each destination. */
export interface AnswerLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** One step of a path: a router, or the destination at its end. Times in milliseconds, shares 0 to 1. */
export interface SimHop {
  /** Also the identity of the node: what it limits is limited over all its distances. */
  readonly address: string;
  /** One way, of the link towards it. */
  readonly linkMs: number;
  /** One way of the link back; else as `linkMs`. */
  readonly backMs?: number;
  /** Uniform, up to this, added to each round trip. */
  readonly jitterMs?: number;
  /** Taken to make an answer, in which nothing is forwarded less. */
  readonly slowMs?: number;
  /** Of packets on the link towards it, and of answers back over it. */
  readonly loss?: number;
  readonly backLoss?: number;
  /** Never answers; forwards all the same. */
  readonly silent?: boolean;
  readonly limit?: AnswerLimit;
  /** Of the last hop: answers no packet that comes while one before is half open, for a round trip, as servers with SYNs. */
  readonly oneAtATime?: boolean;
  /** Answers that come twice. */
  readonly duplicates?: number;
  /** Each answer comes from one of these in turn instead of `address`. */
  readonly answersFrom?: readonly string[];
  /** Forwards nothing, but says why not (a code's name). */
  readonly refuses?: string;
  /** The last hop's answer; a router that is traced to would say something else. */
  readonly says?: Answered['kind'];
  /** With it: the code, for `unreachable`. */
  readonly code?: string;
  /** Anything else of its answers. */
  readonly answer?: Partial<Answered>;
}

/** The way of one packet; the last hop is the destination. */
export type SimPath = readonly SimHop[];

/** Which way a packet of a flow goes at a time: `nth` counts the packets sent, for balancing packet by packet. */
export type Routing = (flow: number, atMs: number, nth: number) => SimPath;

/** `count` routers and the destination, `linkMs` each, 10.0.0.1 to 10.0.0.n; changes by TTL are laid over. */
export function line(
  hops: number,
  linkMs: number | ((ttl: number) => number),
  changes: Readonly<Record<number, Partial<SimHop>>> = {},
): SimPath {
  return Array.from({ length: hops }, (_, index) => {
    const ttl = index + 1;
    const address = ttl === hops ? DESTINATION : `10.0.0.${ttl}`;
    const ms = typeof linkMs === 'number' ? linkMs : linkMs(ttl);
    return { address, linkMs: ms, ...changes[ttl] };
  });
}

export const DESTINATION = '203.0.113.9';
