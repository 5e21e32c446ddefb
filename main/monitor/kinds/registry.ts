import type { Kind } from '../../domain/model/kind.ts';
import { sendDns } from './dns.ts';
import { sendGateway } from './gateway.ts';
import { sendIcmp4 } from './icmp4.ts';
import { sendIcmp6 } from './icmp6.ts';
import type { ProbeKind } from './probe-kind.ts';
import { tcpDeadlineMs } from './tcp-connect.ts';
import { sendTcp4 } from './tcp4.ts';
import { sendTcp6 } from './tcp6.ts';

/** How each kind is probed: one line a kind. */
export const PROBE_KINDS: Readonly<Record<Kind, ProbeKind>> = {
  icmp4: { send: sendIcmp4, isEcho: true },
  icmp6: { send: sendIcmp6, isEcho: true },
  tcp4: { send: sendTcp4, isEcho: false, deadlineMs: tcpDeadlineMs },
  tcp6: { send: sendTcp6, isEcho: false, deadlineMs: tcpDeadlineMs },
  dns: { send: sendDns, isEcho: false },
  gateway: { send: sendGateway, isEcho: true },
};
