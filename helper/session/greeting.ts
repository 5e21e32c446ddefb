import type { Privilege } from '../privilege/drop.ts';
import { COMMAND_SHAPES } from '../protocol/commands.ts';
import { LIMITS } from '../protocol/limits.ts';
import { type HelloEvent, PROTOCOL_VERSION } from '../protocol/messages.ts';
import { HELPER_VERSION } from './version.ts';

/** Commands that some systems have no sockets for. */
const WHOLE_PACKETS: ReadonlySet<string> = new Set([
  'probe',
  'open-path',
  'close-path',
  'encapsulated',
  'train',
]);

/** `canProbe`: there are sockets for whole packets. */
export function greeting(
  families: readonly (4 | 6)[],
  canProbe: boolean,
  privilege: Privilege,
): Omit<HelloEvent, 'id'> {
  return {
    event: 'hello',
    protocol: PROTOCOL_VERSION,
    version: HELPER_VERSION,
    pid: process.pid,
    features: Object.keys(COMMAND_SHAPES).filter((op) => !WHOLE_PACKETS.has(op) || canProbe),
    families,
    privilege,
    limits: LIMITS,
  };
}
