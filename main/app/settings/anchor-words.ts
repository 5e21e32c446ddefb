import type { Anchor } from '../../domain/model/anchor.ts';
import { millisecondsText } from '../../domain/words/numbers.ts';
import type { Finding } from '../../monitor/flight/probe.ts';

/** The causes that a person can do something about, or at least knows. */
const CAUSES: Readonly<Record<string, string>> = {
  'net-unreachable': 'there is no route to it',
  'host-unreachable': 'the last router can not find it',
  'no-route': 'there is no route to it',
  'no-address': 'this machine has no address of that family',
  'net-down': 'the network interface is down',
  'host-down': 'that machine is down',
  'no-network': 'there is no network',
  'no-means': "neither the helper nor the system's ping can be used",
  'no-contact': 'nothing answers DNS there',
  servfail: 'the resolver failed to find an answer',
  refused: 'the resolver refuses to answer you',
  'not-implemented': 'it does not do such queries',
  'format-error': 'it does not understand the query',
  'bad-response': 'what it says is no DNS answer',
  'bad-address': 'the resolver library takes no such address',
  'helper-gone': 'the helper ended meanwhile',
  'helper-silent': 'the helper did not answer any more',
  EACCES: 'this machine does not allow it',
  EPERM: 'a firewall of this machine forbids it',
  ENODEV: 'there is no such interface',
  ENXIO: 'there is no such interface',
  EINVAL: 'there is no such address or interface',
};

const causeOf = (detail: string | undefined): string =>
  detail === undefined ? '' : `: ${CAUSES[detail] ?? detail}`;

const roundTrip = (rttMs: number | null): string => (rttMs === null ? '' : ` in ${millisecondsText(rttMs)}`);

function lostText(kind: Anchor['kind'], detail: string | undefined): string {
  if (detail === 'syn-retransmitted') {
    return 'It answered only after the first attempt was lost; try again to see if that lasts.';
  }
  const shut =
    kind.startsWith('icmp') || kind === 'gateway' ? ' Many machines do not answer pings at all.' : '';
  return `No answer came in time.${shut}`;
}

/** One sentence or two: what one probe of that kind means for whoever wants to use the anchor. */
export function anchorText({ kind }: Pick<Anchor, 'kind'>, finding: Finding): string {
  const { outcome, rttMs, detail } = finding;
  switch (outcome) {
    case 'reply':
    case 'late':
      return `It answers${roundTrip(rttMs)}${finding.via === 'ping' ? ", measured with the system's ping" : ''}.`;
    case 'refused':
      return `It refuses the connection${roundTrip(rttMs)}: nothing listens at that port, but the way there works, which is enough.`;
    case 'lost':
      return lostText(kind, detail);
    case 'unreachable':
      return `It can not be reached${causeOf(detail)}.`;
    case 'error':
      return `It could not be tried${causeOf(detail)}.`;
  }
}
