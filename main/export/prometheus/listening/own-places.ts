import type { PrometheusConfig } from '../../../domain/model/metrics-config.ts';
import { isEvery } from './address.ts';

type Place = Pick<PrometheusConfig, 'address' | 'port'>;

const taken = new Set<Place>();

/** Where this very process listens; `free` gives the place up. */
export function takePlace(place: Place): { free(): void } {
  taken.add(place);
  return { free: () => taken.delete(place) };
}

/** Whether it is Faultline itself that stands in the way of listening there. */
export const isOwnPlace = ({ address, port }: Place): boolean =>
  [...taken].some(
    (own) => own.port === port && (own.address === address || isEvery(own.address) || isEvery(address)),
  );
