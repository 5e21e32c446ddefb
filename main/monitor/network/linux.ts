import { readFileSync } from 'node:fs';
import { endianness, networkInterfaces } from 'node:os';
import { parseRoutes4, parseRoutes6 } from './proc-routes.ts';
import { describeNetwork, type Interfaces, type NetworkReading, type ReadNetwork } from './reading.ts';

/** Missing without IPv6 in the kernel. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** ARPHRD_ETHER and ARPHRD_LOOPBACK, from linux/if_arp.h: neither is a tunnel. */
const PLAIN_LINKS = new Set(['1', '772']);

/**
 * Links of no Ethernet kind that carry an address: a WireGuard VPN routes by rules of its own, which the main
 * table does not show. Bridges and pairs that containers come and go with are Ethernet, and left out.
 */
function tunnelsOf(interfaces: Interfaces, kinds: Map<string, string>): readonly string[] {
  return Object.keys(interfaces).filter((device) => {
    let kind = kinds.get(device);
    if (kind === undefined) {
      kind = readOrEmpty(`/sys/class/net/${device}/type`).trim();
      kinds.set(device, kind);
    }
    return kind !== '' && !PLAIN_LINKS.has(kind);
  });
}

/**
 * Reads the kernel's tables. Two small files and one system call a second cost a tenth of a millisecond; telling
 * changes as they happen would take a netlink socket, which Node can't open, or a helper program beside us. What
 * reads as it did at the last look is not taken apart again.
 */
export function linuxNetwork(): ReadNetwork {
  const kinds = new Map<string, string>();
  const isLittleEndian = endianness() === 'LE';
  let last: { readonly raw: string; readonly reading: NetworkReading } | null = null;
  return () => {
    const interfaces = networkInterfaces();
    const routes4 = readFileSync('/proc/net/route', 'latin1');
    const routes6 = readOrEmpty('/proc/net/ipv6_route');
    const raw = `${routes4}\n${routes6}\n${JSON.stringify(interfaces)}`;
    if (last?.raw === raw) return last.reading;
    const routes = [...parseRoutes4(routes4, isLittleEndian), ...parseRoutes6(routes6)];
    const reading = describeNetwork(routes, interfaces, tunnelsOf(interfaces, kinds));
    last = { raw, reading };
    return reading;
  };
}
