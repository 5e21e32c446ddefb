import { readdirSync, readFileSync } from 'node:fs';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { join } from 'node:path';

/** Of an Ethernet, and where nobody says. */
const USUAL_MTU = 1500;
/** No link of less carries IPv4 (RFC 791) resp. IPv6 (RFC 8200 section 5); a smaller figure is none. */
const LEAST_MTU = { 4: 68, 6: 1280 } as const;

/** What the system tells of its links, passed in for tests. */
export interface LinkReader {
  readonly interfaces: () => NodeJS.Dict<NetworkInterfaceInfo[]>;
  /** A folder for each link, with its facts in files (Linux). */
  readonly folder: string;
}

const SYSTEM: LinkReader = { interfaces: networkInterfaces, folder: '/sys/class/net' };

function read(folder: string, name: string, fact: string): string {
  try {
    return name.includes('/') ? '' : readFileSync(join(folder, name, fact), 'latin1').trim();
  } catch {
    return '';
  }
}

function mtuOf(folder: string, name: string, family: 4 | 6): number | null {
  const mtu = Number(read(folder, name, 'mtu') || 'nothing');
  return Number.isInteger(mtu) && mtu >= LEAST_MTU[family] ? mtu : null;
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Servers and routers have their own address on the loopback: any link may be the way out, so the narrowest counts. */
function narrowest(folder: string, family: 4 | 6): number | null {
  const mtus = names(folder)
    .filter((name) => name !== 'lo' && read(folder, name, 'operstate') !== 'down')
    .map((name) => mtuOf(folder, name, family))
    .filter((mtu) => mtu !== null);
  return mtus.length === 0 ? null : Math.min(...mtus);
}

/** Bytes that fit the link with that own address whole, as far as the system tells (Linux); else an Ethernet's. */
export function ownMtu(source: string, family: 4 | 6, { interfaces, folder } = SYSTEM): number {
  for (const [name, infos] of Object.entries(interfaces())) {
    const info = infos?.find(({ address }) => address === source);
    if (info === undefined) continue;
    return (info.internal ? narrowest(folder, family) : mtuOf(folder, name, family)) ?? USUAL_MTU;
  }
  return USUAL_MTU;
}
