/**
 * What routers hash to spread load: with the addresses and the protocol it must be the same for all probes of a flow
 * and another for another flow.
 */

/** Above the ports that Linux gives out by itself (32768 to 60999), so that no socket of this machine has it. */
const FIRST_PORT = 61_000;
/** Any with room for all flows; never 0, which asks a router to choose one (RFC 6437 section 3). */
const FIRST_LABEL = 0xf_a000;

/** Source port of UDP and TCP. */
export const sourcePortOf = (flow: number): number => FIRST_PORT + flow;

export const isSourcePort = (port: number, flowMax: number): boolean =>
  port >= FIRST_PORT && port <= FIRST_PORT + flowMax;

/** ICMP identifier. */
export const icmpIdOf = (flow: number): number => FIRST_PORT + flow;

/** ICMP checksum: some routers hash the first four bytes behind the IP header, whatever the protocol. */
export const icmpChecksumOf = (flow: number): number => FIRST_PORT + flow;

/** IPv6 flow label, 20 bits. */
export const flowLabelOf = (flow: number): number => FIRST_LABEL + flow;
