import { isIP } from 'node:net';
import { isUsable } from '../../encapsulation/link/usable-address.ts';
import { type CommandEnd, usageEnd } from '../exit-codes.ts';
import { checkTarget } from '../ping/target.ts';

/** What a host that packets in IP-in-IP are to go through can be told to be without asking anybody; null: nothing wrong. */
export function wrongHost(host: string, family: 4 | 6 | undefined): CommandEnd | null {
  const target = checkTarget(host, family);
  if (target !== null && !target.ok) return target;
  const isNobody = isIP(host) !== 0 && !isUsable(host);
  return isNobody
    ? usageEnd(
        `${host} can't be in a path, since it is no address of one host everywhere`,
        '',
        'name another one',
      )
    : null;
}
