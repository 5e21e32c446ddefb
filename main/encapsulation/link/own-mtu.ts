import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** Of an Ethernet, and where nobody says. */
const USUAL_MTU = 1500;
/** No link of less carries IPv4 (RFC 791) resp. IPv6 (RFC 8200 section 5); a smaller figure is none. */
const LEAST_MTU = { 4: 68, 6: 1280 } as const;

function interfaceWith(address: string): string | null {
  for (const [name, infos] of Object.entries(networkInterfaces())) {
    if (infos?.some((info) => info.address === address) === true) return name;
  }
  return null;
}

/** Bytes that fit the link with that own address whole, as far as the system tells (Linux); else an Ethernet's. */
export function ownMtu(source: string, family: 4 | 6): number {
  const name = interfaceWith(source);
  if (name === null || name.includes('/')) return USUAL_MTU;
  try {
    const mtu = Number(readFileSync(`/sys/class/net/${name}/mtu`, 'latin1').trim());
    return Number.isInteger(mtu) && mtu >= LEAST_MTU[family] ? mtu : USUAL_MTU;
  } catch {
    return USUAL_MTU;
  }
}
