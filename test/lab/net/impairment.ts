/**
 * Names a drop rule or a loss may use for a packet. `tcp/443`: that port at either end. `4in6`: an IPv4 packet
 * inside an IPv6 one; `ipip`: an IPv4 packet inside anything. The outermost header decides.
 */
export type Traffic =
  | 'any'
  | 'ipv4'
  | 'ipv6'
  | 'icmp'
  | 'icmpv6'
  | 'tcp'
  | 'udp'
  | 'gre'
  | 'ipip'
  | '4in4'
  | '4in6'
  | '6in4'
  | '6in6'
  | `tcp/${number}`
  | `udp/${number}`;

/**
 * What one direction of a link does to its packets. A field left out of a change keeps its value. What is
 * under way when a change comes still arrives as it was going to.
 */
export interface Impairment {
  /** False: every packet is dropped and hosts on this link get no answer to ARP and neighbour discovery. */
  readonly up?: boolean;
  readonly delayMs?: number;
  /** Uniform, added to the delay; packets keep their order. */
  readonly jitterMs?: number;
  /** Random loss; with `meanBurst` in bursts of that mean length (Gilbert's model), the share stays. */
  readonly loss?: {
    readonly percent: number;
    readonly meanBurst?: number;
    readonly of?: readonly Traffic[];
  };
  /** Loses exactly these packets, counted from 0 from this change on, of the traffic named (default: all). */
  readonly lose?: { readonly indexes: readonly number[]; readonly of?: readonly Traffic[] };
  /** That share is held back by so many milliseconds, so that what comes after overtakes it. */
  readonly reorder?: { readonly percent: number; readonly byMs: number };
  readonly duplicatePercent?: number;
  /** 0: unlimited. */
  readonly rateKbps?: number;
  /** Packets that wait for a line with a rate; those beyond are dropped. Default 100. */
  readonly queuePackets?: number;
  /** Silently dropped. */
  readonly drop?: readonly Traffic[];
  /** Starts the random choices of this direction anew. */
  readonly seed?: number;
}

/** Takes back everything but the delay. */
export const UNIMPAIRED: Impairment = {
  up: true,
  jitterMs: 0,
  loss: { percent: 0 },
  lose: { indexes: [] },
  reorder: { percent: 0, byMs: 0 },
  duplicatePercent: 0,
  rateKbps: 0,
  drop: [],
};

function requireRange(name: string, value: number | undefined, from: number, to: number): void {
  if (value === undefined || (value >= from && value <= to)) return;
  throw new RangeError(`${name} must be ${from} to ${to}, not ${value}`);
}

/** Throws a RangeError that names the field. */
export function checkImpairment(change: Impairment): Impairment {
  requireRange('delayMs', change.delayMs, 0, 60_000);
  requireRange('jitterMs', change.jitterMs, 0, 60_000);
  requireRange('loss.percent', change.loss?.percent, 0, 100);
  requireRange('loss.meanBurst', change.loss?.meanBurst, 1, 10_000);
  requireRange('reorder.percent', change.reorder?.percent, 0, 100);
  requireRange('reorder.byMs', change.reorder?.byMs, 0, 60_000);
  requireRange('duplicatePercent', change.duplicatePercent, 0, 100);
  requireRange('rateKbps', change.rateKbps, 0, 10_000_000);
  requireRange('queuePackets', change.queuePackets, 1, 100_000);
  for (const index of change.lose?.indexes ?? []) requireRange('lose.indexes', index, 0, 1e9);
  return change;
}
