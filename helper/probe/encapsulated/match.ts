import { sameAddress } from '../../wire/address.ts';
import { PROTOCOL } from '../../wire/ip-protocol.ts';
import { type QuotedContent, type QuotedIp, unwrapQuoted } from '../../wire/quoted.ts';
import { type Incoming, VERDICT_OF_CATEGORY } from '../incoming.ts';
import { headerBytesOf } from '../trace/method.ts';
import { hasWholeToken, tokenEvidence, tokenName } from '../trace/token.ts';
import type { EncapsulatedProbe, PacketKey } from './encapsulated-probe.ts';
import { ICMP_CHECKSUM, ICMP_ID } from './packet.ts';

export type FindEncapsulated = (name: string) => EncapsulatedProbe | null;

export interface EncapsulatedMatch {
  readonly probe: EncapsulatedProbe;
  readonly kind: 'echo-reply' | 'ttl-exceeded' | 'unreachable';
  readonly translated: boolean | null;
  readonly layer: number | null;
}

type Innermost = ReturnType<typeof unwrapQuoted>['content'];
type QuotedEcho = Extract<QuotedContent, { kind: 'echo' }>;

const idName = (identification: number): string => `id ${identification}`;
const sequenceName = (family: 4 | 6, sequence: number): string => `sequence${family} ${sequence}`;
const tokensName = (family: 4 | 6, token: Uint8Array): string => `token${family} ${tokenName(token)}`;

/** Under which a packet is found: IPv4 by the IP-ID that every quote holds, IPv6 has no such field. */
export const namesOf = (family: 4 | 6, { identification, sequence, token }: PacketKey): readonly string[] => [
  family === 4 ? idName(identification) : sequenceName(family, sequence),
  tokensName(family, token),
];

function namesIn({ family, identification }: QuotedIp, content: Innermost): readonly string[] {
  const names = family === 4 && identification !== null ? [idName(identification)] : [];
  if (content.kind !== 'echo') return names;
  if (family === 6) names.push(sequenceName(family, content.sequence));
  return [...names, tokensName(family, content.payload)];
}

/**
 * How many headers had been taken off, by where the quoted ones go. A boomerang comes by most hops twice: where one
 * header alone is quoted its length decides. Null: it is no such packet, or it can't be told.
 */
function layerOf({ destinations, family, size }: EncapsulatedProbe, ips: readonly QuotedIp[]): number | null {
  const last = destinations.length - 1;
  const message = family === 4 ? PROTOCOL.icmp : PROTOCOL.icmpv6;
  const nested = family === 4 ? PROTOCOL.ipv4 : PROTOCOL.ipv6;
  const fits = (layer: number): boolean =>
    ips.every((ip, index) => {
      const destination = destinations[layer + index];
      if (destination === undefined || ip.family !== family) return false;
      return (
        sameAddress(ip.destination, destination) &&
        ip.protocol === (layer + index === last ? message : nested)
      );
    });
  const layers = destinations.map((_, layer) => layer).filter(fits);
  if (layers.length <= 1) return layers[0] ?? null;
  const header = headerBytesOf(family);
  const exact = layers.filter((layer) => ips[0]?.totalLength === size - layer * header);
  return exact.length === 1 ? (exact[0] ?? null) : null;
}

/** Only a translator changes the sources that we wrote. */
function hasOwnSources(probe: EncapsulatedProbe, ips: readonly QuotedIp[], layer: number): boolean {
  const last = probe.destinations.length - 1;
  return ips.every(({ source }, index) =>
    sameAddress(source, layer + index === last ? probe.innerSource : probe.source),
  );
}

/** IPv4 only: our IP-ID is in every header, also in one of which just the first eight bytes are quoted. */
function hasOwnIds(
  { identification }: EncapsulatedProbe,
  ips: readonly QuotedIp[],
  content: Innermost,
): boolean {
  if (content.kind === 'ip-partial' && content.identification !== identification) return false;
  return ips.every((ip) => ip.identification === identification);
}

const hasOwnEcho = ({ inner, sequence }: EncapsulatedProbe, echo: QuotedEcho): boolean =>
  echo.request === (inner === 'echo-request') && echo.id === ICMP_ID && echo.sequence === sequence;

/** What was quoted behind the last whole header is that of a packet in a packet, as far as it can be seen. */
const isNested = (content: Innermost, ips: readonly QuotedIp[]): boolean =>
  content.kind === 'ip-partial' || (content.kind === 'other' && ips.length > 1);

type Verdict = { readonly layer: number; readonly translated: boolean | null };

/** The token proves a packet by itself; without it all else must be as it was sent. */
function judge(probe: EncapsulatedProbe, ips: readonly QuotedIp[], content: Innermost): Verdict | null {
  const layer = layerOf(probe, ips);
  if (layer === null) return null;
  const fromUs = hasOwnSources(probe, ips, layer);
  const hasIds = probe.family === 6 || hasOwnIds(probe, ips, content);
  if (content.kind !== 'echo') {
    const isOurs = probe.family === 4 && hasIds && fromUs && isNested(content, ips);
    return isOurs ? { layer, translated: null } : null;
  }
  const evidence = tokenEvidence(content.payload, probe.token);
  const isAsSent = fromUs && hasOwnEcho(probe, content);
  if (evidence === 'contradicts' || (evidence !== 'proof' && !(isAsSent && hasIds))) return null;
  return { layer, translated: !isAsSent || content.checksum !== ICMP_CHECKSUM };
}

function matchError(
  { error, quoted }: Extract<Incoming, { kind: 'error' }>,
  find: FindEncapsulated,
): EncapsulatedMatch | null {
  const kind = VERDICT_OF_CATEGORY[error.category];
  if (kind === null) return null;
  const { layers: ips, content } = unwrapQuoted(quoted);
  for (const name of namesIn(quoted.ip, content)) {
    const probe = find(name);
    const verdict = probe === null ? null : judge(probe, ips, content);
    if (probe !== null && verdict !== null) return { probe, kind, ...verdict };
  }
  return null;
}

/** What follows the token may be cut, as some hosts do. */
function matchReply(
  { family, from, echo }: Extract<Incoming, { kind: 'echo-reply' }>,
  find: FindEncapsulated,
): EncapsulatedMatch | null {
  const probe = find(tokensName(family, echo.payload));
  if (probe === null || !hasWholeToken(echo.payload, probe.token)) return null;
  if (echo.id !== ICMP_ID || echo.sequence !== probe.sequence || !sameAddress(from, probe.replyFrom)) {
    return null;
  }
  return { probe, kind: 'echo-reply', translated: null, layer: null };
}

/** The packet that the arrival answers; null: none of ours, or not beyond doubt. */
export function matchEncapsulated(incoming: Incoming, find: FindEncapsulated): EncapsulatedMatch | null {
  if (incoming.kind === 'error') return matchError(incoming, find);
  return incoming.kind === 'echo-reply' ? matchReply(incoming, find) : null;
}
