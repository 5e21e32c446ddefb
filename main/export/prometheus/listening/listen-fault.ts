import type { PrometheusConfig } from '../../../domain/model/metrics-config.ts';
import { placeText } from './address.ts';

type Place = Pick<PrometheusConfig, 'address' | 'port'>;

const FAULTS: Readonly<Record<string, (place: Place) => string>> = {
  EADDRINUSE: (place) =>
    `${placeText(place)} is taken by another program; choose another port, or end that program`,
  EACCES: (place) => `This user may not listen at ${placeText(place)}; choose a port from 1024 on`,
  EADDRNOTAVAIL: ({ address }) => `${address} is no address of this machine at the moment`,
  EINVAL: ({ address }) => `${address} cannot be listened at without saying on which interface`,
  EAFNOSUPPORT: ({ address }) => `This machine does not speak the family of ${address}`,
};

/** Why nothing listens there, and the way out; a sentence without its full stop. */
export function listenFault(error: unknown, place: Place): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const told = FAULTS[code];
  return told === undefined
    ? `Nothing can listen at ${placeText(place)} (${code || String(error)})`
    : told(place);
}
