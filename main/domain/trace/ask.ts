import type { TraceMethod, TraceMode } from '../model/trace.ts';

/** What a person asks for; everything left out has its default. */
/** Whose way is traced: with IP-in-IP the way home of the host that is asked for, or of another host to it. */
export type TraceWay =
  | { readonly direction: 'forward' }
  | { readonly direction: 'reverse' }
  | { readonly direction: 'between'; readonly from: string };

export interface TraceAsk {
  /** A name or a literal address (a link-local one with its zone). */
  readonly host: string;
  /** Default: forward. */
  readonly way?: TraceWay;
  readonly mode: TraceMode;
  /** `auto`: UDP, then ICMP, then TCP, until the destination answers; the view says which it was. */
  readonly method: TraceMethod | 'auto';
  /** Null: what the name has, IPv4 first. */
  readonly family: 4 | 6 | null;
  readonly maxHops?: number;
  readonly queries?: number;
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
  readonly port?: number;
  readonly size?: number;
  readonly findMtu?: boolean;
  readonly expectedHops?: number;
  /** Addresses as they are, without reverse names. */
  readonly numeric?: boolean;
}
