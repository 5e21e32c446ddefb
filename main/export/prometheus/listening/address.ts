import { BlockList, isIPv6 } from 'node:net';
import { hostAndPort } from '../../../domain/model/host-and-port.ts';
import type { PrometheusConfig } from '../../../domain/model/metrics-config.ts';
import { METRICS_PATH } from '../asking/refusal.ts';

type Place = Pick<PrometheusConfig, 'address' | 'port'>;

export const placeText = ({ address, port }: Place): string => hostAndPort(address, port);

export const urlOf = (place: Place, isSecured: boolean): string =>
  `${isSecured ? 'https' : 'http'}://${placeText(place)}${METRICS_PATH}`;

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/** Of an address in whichever way it is written: `::1`, `0::1`, `0:0:0:0:0:0:0:1`. */
export const isLoopback = (address: string): boolean =>
  LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

const EVERY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Where something that listens at `address` can be reached from this machine. */
export const reachable = (address: string): string => EVERY[address] ?? address;

export const isEvery = (address: string): boolean => address in EVERY;
