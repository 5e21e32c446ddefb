import { sameAddress } from '../../wire/address.ts';
import type { QuotedIp } from '../../wire/quoted.ts';
import { TCP_FLAG, type Tcp } from '../../wire/tcp.ts';
import { type Incoming, VERDICT_OF_CATEGORY } from '../incoming.ts';
import { icmpIdOf, isSourcePort, sourcePortOf } from './flow.ts';
import { METHODS } from './methods.ts';
import type { PathProbe } from './path-probe.ts';
import { hasWholeToken } from './token.ts';

export type FindProbe = (name: string) => PathProbe | null;

export interface Match {
  readonly probe: PathProbe;
  readonly kind: 'echo-reply' | 'syn-ack' | 'reset' | 'ttl-exceeded' | 'unreachable';
  readonly translated: boolean | null;
}

/** A method's name for a probe, and where it goes: the same number may be live for another target. */
export const nameAt = (name: string, destination: Uint8Array): string =>
  `${name} ${Buffer.from(destination).toString('hex')}`;

/** The destination is part of the name that has found the probe. */
const isQuoteOf = (ip: QuotedIp, family: 4 | 6, probe: PathProbe): boolean =>
  ip.family === family &&
  probe.target.family === family &&
  ip.protocol === METHODS[probe.method].protocol(family);

const hasOwnIpId = (ip: QuotedIp, { identification }: PathProbe): boolean =>
  ip.family === 6 || ip.identification === identification;

/** The source quoted decides nothing, since a translator changes it; it tells that there is one. */
const hasOtherSource = (ip: QuotedIp, { sent }: PathProbe): boolean =>
  sent !== null && !sameAddress(ip.source, sent.source);

function matchError(incoming: Extract<Incoming, { kind: 'error' }>, find: FindProbe): Match | null {
  const { family, error, quoted } = incoming;
  const { ip, content } = quoted;
  const kind = VERDICT_OF_CATEGORY[error.category];
  if (kind === null) return null;
  for (const method of Object.values(METHODS)) {
    for (const name of method.namesIn(content, ip)) {
      const probe = find(nameAt(name, ip.destination));
      if (probe === null || !isQuoteOf(ip, family, probe)) continue;
      const verdict = method.judge(probe, content, hasOwnIpId(ip, probe));
      if (!verdict.fits) continue;
      return { probe, kind, translated: hasOtherSource(ip, probe) ? true : verdict.translated };
    }
  }
  return null;
}

/** What follows the token may be cut, as some public resolvers do. */
function matchReply({ family, from, echo }: Extract<Incoming, { kind: 'echo-reply' }>, find: FindProbe) {
  const probe = find(nameAt(`icmp${family} ${echo.sequence}`, from));
  if (probe === null || echo.id !== icmpIdOf(probe.flow)) return null;
  return hasWholeToken(echo.payload, probe.token) ? probe : null;
}

/** RFC 9293 section 3.10.7.3: both answers to a SYN acknowledge its sequence number plus one. */
function matchSegment({ family, from, tcp }: Extract<Incoming, { kind: 'segment' }>, find: FindProbe) {
  const probe = find(nameAt(`tcp${family} ${(tcp.acknowledgement - 1) >>> 0}`, from));
  if (probe === null || (tcp.flags & TCP_FLAG.ack) === 0) return null;
  const isBetween = tcp.sourcePort === probe.port && tcp.destinationPort === sourcePortOf(probe.flow);
  return isBetween ? probe : null;
}

/** The probe that the arrival answers; null: none of ours, or not beyond doubt. */
export function matchProbe(incoming: Incoming, find: FindProbe): Match | null {
  if (incoming.kind === 'error') return matchError(incoming, find);
  const isReply = incoming.kind === 'echo-reply';
  const probe = isReply ? matchReply(incoming, find) : matchSegment(incoming, find);
  if (probe === null) return null;
  if (isReply) return { probe, kind: 'echo-reply', translated: null };
  const { flags } = incoming.tcp;
  if ((flags & TCP_FLAG.rst) !== 0) return { probe, kind: 'reset', translated: null };
  return (flags & TCP_FLAG.syn) !== 0 ? { probe, kind: 'syn-ack', translated: null } : null;
}

/** False: a segment of another program on this machine, which the socket shows as well. */
export const mayAnswerProbe = ({ flags, destinationPort }: Tcp, flowMax: number): boolean =>
  isSourcePort(destinationPort, flowMax) &&
  ((flags & TCP_FLAG.rst) !== 0 || (flags & (TCP_FLAG.syn | TCP_FLAG.ack)) === (TCP_FLAG.syn | TCP_FLAG.ack));
