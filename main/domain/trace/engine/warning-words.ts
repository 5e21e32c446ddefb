/** What the codes of "destination unreachable" mean, to stand after "says that" (RFC 792, 1122, 1812, 4443). */
const UNREACHABLE: Readonly<Record<string, string>> = {
  'net-unreachable': 'it knows no way to that network',
  'no-route': 'it knows no way to that network',
  'net-unknown': 'that network does not exist',
  'host-unreachable': 'it gets no answer from the destination on the last link',
  'address-unreachable': 'it gets no answer from the destination on the last link',
  'host-unknown': 'the destination does not exist',
  'source-isolated': 'this network is cut off',
  'admin-prohibited': 'a firewall rule forbids these packets',
  'net-prohibited': 'a firewall rule forbids packets to that network',
  'host-prohibited': 'a firewall rule forbids packets to the destination',
  'policy-failed': 'a rule about source addresses forbids these packets',
  'reject-route': 'packets to that network are refused on purpose',
  'beyond-scope': 'the own address is not valid that far',
  'port-unreachable': 'nothing listens on that port: a firewall answers for the destination',
  'protocol-unreachable': 'this protocol is not understood',
  'net-tos-unreachable': 'that network takes no packets of this class of service',
  'host-tos-unreachable': 'the destination takes no packets of this class of service',
  'source-route-failed': 'a prescribed way could not be followed',
  'source-route-error': 'a prescribed way could not be followed',
  'host-precedence-violation': 'packets of this precedence are not allowed',
  'precedence-cutoff': 'packets of this precedence are not carried now',
  'headers-too-long': 'the headers of these packets are too long for it',
};

/** A clause; for an unknown code it names the code. */
export const unreachableWords = (code: string | null): string =>
  UNREACHABLE[code ?? ''] ?? `packets go no farther (${code ?? 'no reason given'})`;

/** Why a packet could not leave this machine, by errno or the refusal's name. */
const UNSENT: Readonly<Record<string, string>> = {
  ENETUNREACH: 'this machine has no route to the destination',
  EHOSTUNREACH: 'the next router does not answer on the local network',
  ENETDOWN: 'the network interface is down',
  EADDRNOTAVAIL: 'this machine has no address that fits the destination',
  EPERM: 'a firewall on this machine forbids these packets',
  EACCES: 'the system does not send there, as to the address of all machines of a network',
  EMSGSIZE: 'the packets are too large for the own link',
  EINVAL: 'the system does not accept these packets',
  'family-unavailable': 'this machine cannot send packets of this IP version',
  'rate-limited': 'too many probes are on their way already',
  'too-many-outstanding': 'too many probes are on their way already',
};

/** A clause; for an unknown code it names the code. */
export const unsentWords = (code: string): string => UNSENT[code] ?? `the system refuses them (${code})`;
