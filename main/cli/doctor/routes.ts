import type { Network } from '../../domain/model/network.ts';
import { networkReader } from '../../monitor/network/watcher.ts';
import { type Check, type Finding, limited, ok } from './check.ts';

function look(family: 4 | 6, read: () => Network): Finding {
  let network: Network;
  try {
    network = read();
  } catch (error) {
    return limited(`the routes could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const present = family === 4 ? network.ipv4 : network.ipv6;
  if (!present) return limited('no default route: not measured on this network, and not called an outage');
  const gateway = family === 4 ? network.gateway4 : network.gateway6;
  return ok(gateway === null ? 'default route, no router on the way' : `default route through ${gateway}`);
}

const check = (family: 4 | 6): Check => ({
  id: `ipv${family}`,
  title: `IPv${family}`,
  run: ({ home }) => look(family, () => networkReader(home.platform)().network),
});

export const IPV4 = check(4);
export const IPV6 = check(6);
