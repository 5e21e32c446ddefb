import type { Lab } from '../lab.ts';

/** Chains for `NodeSpec.rules`: what routers do that no sysctl names. Each for both families. */

const TIME_EXCEEDED = 'icmp type time-exceeded drop; icmpv6 type time-exceeded drop;';
const TOO_BIG =
  'icmp type destination-unreachable icmp code frag-needed drop; icmpv6 type packet-too-big drop;';

/** Forwards, and never says that a packet's time is over. */
export const SILENT = `chain silent { type filter hook output priority 0; ${TIME_EXCEEDED} }`;

/** Takes whatever is for itself and answers nothing. What it forwards is not concerned. */
export const DEAF = 'chain deaf { type filter hook input priority 0; drop; }';

/** Never says that a packet is too big: a black hole in front of a smaller link. */
export const HIDES_MTU = `chain hides_mtu { type filter hook output priority 0; ${TOO_BIG} }`;

const reject = (address: string): string =>
  address.includes(':')
    ? `ip6 daddr ${address} reject with icmpv6 admin-prohibited;`
    : `ip daddr ${address} reject with icmp admin-prohibited;`;

/** Refuses to forward to these addresses, and says so. */
export const prohibits = (addresses: readonly string[]): string =>
  `chain prohibits { type filter hook forward priority 0; ${addresses.map(reject).join(' ')} }`;

/** Drops tunnels that are for itself without a word; everything else it answers. */
export const SWALLOWS_TUNNELS = `chain swallows_tunnels { type filter hook input priority 0; meta l4proto { 4, 41 } drop; }`;

/** Forwards, and never sends an ICMP message of its own: neither errors nor answers to pings. */
export const MUTE =
  'chain mute { type filter hook output priority 0; meta l4proto { icmp, ipv6-icmp } drop; }';

/** Its ICMP errors seem to come from other addresses: an unlucky choice of source, or a translator. */
export const speaksAs = (pairs: readonly (readonly [string, string])[]): string =>
  `chain speaks_as { type filter hook output priority 0; ${pairs
    .map(([own, other]) =>
      own.includes(':')
        ? `ip6 saddr ${own} icmpv6 type time-exceeded ip6 saddr set ${other};`
        : `ip saddr ${own} icmp type time-exceeded ip saddr set ${other};`,
    )
    .join(' ')} }`;

const sourceRule = ([from, to]: readonly [string, string]): string =>
  from.includes(':') ? `ip6 saddr ${from} snat ip6 to ${to};` : `ip saddr ${from} snat ip to ${to};`;

const destinationRule = ([from, to]: readonly [string, string]): string =>
  from.includes(':') ? `ip6 daddr ${from} dnat ip6 to ${to};` : `ip daddr ${from} dnat ip to ${to};`;

/** Packets from one address are given another on the way out by this device, and back again on the way home. */
export const translatesSource = (device: string, pairs: readonly (readonly [string, string])[]): string =>
  `chain translates_source { type nat hook postrouting priority 100; ${pairs
    .map((pair) => `oifname "${device}" ${sourceRule(pair)}`)
    .join(' ')} }`;

/** Packets to one address go to another. */
export const translatesDestination = (pairs: readonly (readonly [string, string])[]): string =>
  `chain translates_destination { type nat hook prerouting priority -100; ${pairs.map(destinationRule).join(' ')} }`;

/** Replaces the rules of a node; settles when they are in force. */
export async function setRules(
  lab: Pick<Lab, 'exec'>,
  node: string,
  rules: readonly string[],
): Promise<void> {
  const text = `table inet lab {}\ndelete table inet lab\ntable inet lab {\n${rules.join('\n')}\n}\n`;
  const run = await lab.exec(node, ['nft', '-f', '-'], { input: text });
  if (run.code !== 0) throw new Error(`rules of ${node}: ${run.stderr}`);
}

/** A node forwards no tunnels from now on, and says so. By routing: nftables rejects no IPv6 in IPv6. */
export async function prohibitTunnels(lab: Pick<Lab, 'exec'>, node: string): Promise<void> {
  for (const [family, protocol] of [
    ['-4', '4'],
    ['-6', '41'],
  ] as const) {
    const rule = ['ip', family, 'rule', 'add', 'pref', '10', 'ipproto', protocol, 'prohibit'];
    const run = await lab.exec(node, rule);
    if (run.code !== 0) throw new Error(`rule of ${node}: ${run.stderr}`);
  }
}
