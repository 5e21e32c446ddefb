import { ANSWER_BOUNDS } from '../../protocol/events.ts';
import type {
  InterfaceEntry,
  MplsEntry,
  ProbeAnswer,
  ProbeEvent,
  ProbeOutcome,
} from '../../protocol/messages.ts';
import { formatAddress } from '../../wire/address.ts';
import type { InterfaceInformation, InterfaceRole } from '../../wire/extension/interface-information.ts';
import type { IcmpError } from '../../wire/icmp-message.ts';
import type { Incoming } from '../incoming.ts';
import { senderText } from '../sender.ts';
import type { Match } from './match.ts';
import type { PathProbe } from './path-probe.ts';

const ROLE: { readonly [R in InterfaceRole]: InterfaceEntry['role'] } = {
  incoming: 'incoming',
  'incoming-sub-ip': 'sub-ip',
  outgoing: 'outgoing',
  'next-hop': 'next-hop',
};

function labelsOf({ extensions }: IcmpError): readonly MplsEntry[] {
  const labels = extensions.flatMap(({ detail }) => (detail.kind === 'mpls' ? detail.stack : []));
  return labels.slice(0, ANSWER_BOUNDS.mpls);
}

const interfaceEntry = ({ role, index, address, name, mtu }: InterfaceInformation): InterfaceEntry => ({
  role: ROLE[role],
  index,
  address: address === null ? null : formatAddress(address),
  name,
  mtu,
});

function interfacesOf({ extensions }: IcmpError): readonly InterfaceEntry[] {
  const all = extensions.flatMap(({ detail }) => (detail.kind === 'interface' ? [detail.information] : []));
  return all.slice(0, ANSWER_BOUNDS.interfaces).map(interfaceEntry);
}

/** What only an ICMP error tells. */
const nothingMore = { code: null, quotedTtl: null, mtu: null, mpls: [], interfaces: [] } as const;

/** As much of a match, of whatever sort of probe, as an answer tells. */
interface Matched extends Pick<Match, 'kind' | 'translated'> {
  readonly probe: Pick<PathProbe, 'target'>;
}

export function answerOf(
  incoming: Incoming,
  { probe, kind, translated }: Matched,
  rttMs: number,
): ProbeAnswer {
  const { from, ttl } = incoming;
  const base = { kind, from: senderText(from, probe.target), rttMs, ttl, translated };
  if (incoming.kind !== 'error') return { ...base, ...nothingMore };
  const { error, quoted } = incoming;
  return {
    ...base,
    code: error.name,
    quotedTtl: quoted.ip.ttl,
    mtu: error.mtu ?? null,
    mpls: labelsOf(error),
    interfaces: interfacesOf(error),
  };
}

export const probeEvent = (
  { id }: PathProbe,
  outcome: ProbeOutcome,
  answer: ProbeAnswer | null,
  code: string | null,
): ProbeEvent => ({ event: 'probe', id, outcome, answer, code });
