import type { IpEnds } from '../../wire/checksum.ts';
import { IPV4_MIN_HEADER } from '../../wire/ipv4.ts';
import { IPV6_HEADER } from '../../wire/ipv6.ts';
import type { QuotedContent } from '../../wire/quoted.ts';
import type { PathProbe, ProbeKey } from './path-probe.ts';

export type Random = (length: number) => Uint8Array;

/** Whether a quoted packet is this probe, and whether it was changed on the way; null: not quoted. */
export type Verdict = { readonly fits: false } | { readonly fits: true; readonly translated: boolean | null };

export const NO: Verdict = { fits: false };

/** How a quote names the probe it is of: what `namesOf` gave to the probe. */
export interface QuoteNames {
  readonly family: 4 | 6;
  readonly identification: number | null;
}

/** A way to probe a path. Two probes to one target that can be told apart differ in what `name` makes of them. */
export interface Method {
  protocol(family: 4 | 6): number;
  /** Offset of the checksum in the message. */
  readonly checksumAt: number;
  /** A fresh `number` of a key. */
  draw(random: Random): number;
  /** The message behind the IP header; `length`: bytes it should have. */
  message(probe: Omit<PathProbe, 'names'>, ends: IpEnds, length: number): Uint8Array;
  /** Under which a probe is found, the target aside. */
  namesOf(family: 4 | 6, key: ProbeKey): readonly string[];
  /** Names to look for, likely ones first; empty: it is of another method, or too little of this one. */
  namesIn(content: QuotedContent, ip: QuoteNames): readonly string[];
  /**
   * `content` names this probe: does the rest fit as well? The IP header is judged elsewhere but for `hasOwnIpId`: the
   * IP-ID is as it was sent, or there is none in this family. On a packet that may not be fragmented it means nothing
   * (RFC 6864 section 4.1) and some change it on the way, translators between the families always (RFC 7915), so it
   * takes nothing away from what proves a probe without it.
   */
  judge(probe: PathProbe, content: QuotedContent, hasOwnIpId: boolean): Verdict;
}

/** 16 random bits but for the two values that ones' complement cannot tell apart. */
export function draw16(random: Random): number {
  for (;;) {
    const [high = 0, low = 0] = random(2);
    const value = (high << 8) | low;
    if (value !== 0 && value !== 0xffff) return value;
  }
}

export const headerBytesOf = (family: 4 | 6): number => (family === 4 ? IPV4_MIN_HEADER : IPV6_HEADER);
