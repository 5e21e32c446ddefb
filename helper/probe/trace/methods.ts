import type { ProbeMethod } from '../../protocol/messages.ts';
import { icmp } from './icmp.ts';
import type { Method } from './method.ts';
import { tcp } from './tcp.ts';
import { udp } from './udp.ts';

export const METHODS: { readonly [M in ProbeMethod]: Method } = { udp, icmp, tcp };
