import type { Decapsulates } from '../../../../main/domain/model/encapsulation.ts';
import type { NodeSpec } from '../topology.ts';
import { MUTE, SILENT, SWALLOWS_TUNNELS } from './rules.ts';

/**
 * How a router takes packets in IP-in-IP. `open`, `strict`: it unwraps them, and sends on what is inside from its own
 * address, or not (on IPv4). `hidden`: unwraps, says no time-exceeded. `mute`: unwraps, no ICMP message is its own.
 * `refuses`: says protocol unreachable. `swallows`: drops them, answers all else. `dead`: forwards, answers nothing.
 */
export const ROUTER_SORTS = ['open', 'strict', 'hidden', 'mute', 'refuses', 'swallows', 'dead'] as const;
export type RouterSort = (typeof ROUTER_SORTS)[number];

const UNWRAPS: Pick<NodeSpec, 'unwraps'> = { unwraps: ['4in4', '6in6'] };
/** Whether IPv4 packets from an own address are taken from outside. */
export const ACCEPT_LOCAL = 'net/ipv4/conf/all/accept_local';

const MADE: Readonly<Record<RouterSort, Partial<NodeSpec>>> = {
  open: UNWRAPS,
  strict: { ...UNWRAPS, sysctls: { [ACCEPT_LOCAL]: '0' } },
  hidden: { ...UNWRAPS, rules: [SILENT] },
  mute: { ...UNWRAPS, rules: [MUTE] },
  refuses: {},
  swallows: { rules: [SWALLOWS_TUNNELS] },
  dead: { rules: [MUTE, SWALLOWS_TUNNELS] },
};

/** What makes a node of the lab such a router. */
export const madeSo = (sort: RouterSort): Partial<NodeSpec> => MADE[sort];

export const unwraps = (sort: RouterSort): boolean => MADE[sort].unwraps !== undefined;

/** Whether it names itself where a packet's TTL ends. */
export const showsItself = (sort: RouterSort): boolean => !['hidden', 'mute', 'dead'].includes(sort);

/** What must be found when packets in IP-in-IP reach it. */
export function truthOf(sort: RouterSort): Decapsulates {
  if (unwraps(sort)) return 'yes';
  return sort === 'refuses' ? 'no' : 'untestable';
}
