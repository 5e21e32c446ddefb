import type { Via } from '../../domain/model/sample.ts';
import type { Finding } from '../flight/probe.ts';

/**
 * Errors of a send or connect that tell about the path: no way there is evidence. Everything else (a local
 * firewall's EPERM, ENOBUFS, too many open files) is about this machine and is none.
 */
const NO_WAY = new Map([
  ['ENETUNREACH', 'net-unreachable'],
  ['EHOSTUNREACH', 'host-unreachable'],
  ['EADDRNOTAVAIL', 'no-address'],
  ['ENETDOWN', 'net-down'],
  ['EHOSTDOWN', 'host-down'],
  ['ENONET', 'no-network'],
]);

/** `errno`: its name, as Node and the helper give it. */
export function findingOfErrno(errno: string, via: Via): Finding {
  const detail = NO_WAY.get(errno);
  if (detail !== undefined) return { outcome: 'unreachable', rttMs: null, via, detail };
  return { outcome: 'error', rttMs: null, via, detail: errno };
}
