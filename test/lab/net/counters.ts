import { z } from 'zod';

const count = z.number().int().nonnegative();

const protocolCounters = z.object({ entered: count, delivered: count, dropped: count, duplicated: count });

const directionCounters = z.object({
  entered: count,
  enteredBytes: count,
  delivered: count,
  dropped: count,
  duplicated: count,
  /** Packets delayed by `reorder`. */
  heldBack: count,
  /** Tunnel headers taken off for the node at the far end. */
  unwrapped: count,
  inFlight: count,
  /** `refused`: the far device was down. `queue`: the line's queue was full. `index`: chosen by `lose`. */
  droppedBy: z.object({
    down: count,
    rule: count,
    index: count,
    loss: count,
    queue: count,
    refused: count,
  }),
  /** Keys: icmp, icmpv6, tcp, udp, gre, 4in4, 4in6, 6in4, 6in6, other; absent until one was seen. */
  byProtocol: z.record(z.string(), protocolCounters),
});

export const linkCounters = z.object({ forward: directionCounters, backward: directionCounters });

export type ProtocolCounters = z.infer<typeof protocolCounters>;

/**
 * The ground truth of one direction since the start: entered + duplicated = delivered + dropped + inFlight.
 * IP packets only; multicast and broadcast never cross a link and are not counted.
 */
export type DirectionCounters = z.infer<typeof directionCounters>;
export type LinkCounters = z.infer<typeof linkCounters>;

const NONE: ProtocolCounters = { entered: 0, delivered: 0, dropped: 0, duplicated: 0 };

/** A protocol's counters; zeros when none of its packets was seen. */
export const ofProtocol = (counters: DirectionCounters, name: string): ProtocolCounters =>
  counters.byProtocol[name] ?? NONE;
