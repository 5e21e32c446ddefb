import type { StatsdProtocol } from '../../../domain/model/metrics-config.ts';
import { TcpTransport } from './tcp.ts';
import type { Outcomes, Target, Transport } from './types.ts';
import { UdpTransport } from './udp.ts';

export const TRANSPORTS: Readonly<Record<StatsdProtocol, (target: Target, outcomes: Outcomes) => Transport>> =
  {
    udp: (target, outcomes) => new UdpTransport(target, outcomes),
    tcp: (target, outcomes) => new TcpTransport(target, outcomes),
  };
