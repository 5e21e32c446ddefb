import { networkInterfaces } from 'node:os';
import { type DefaultRoute, describeNetwork, type Interfaces, type ReadNetwork } from './reading.ts';

/** A link with a global address is taken for a way out; which gateway it leads to can't be told. */
export function routesByAddresses(interfaces: Interfaces): DefaultRoute[] {
  return Object.entries(interfaces).flatMap(([device, infos]) =>
    ([4, 6] as const).flatMap((family): DefaultRoute[] => {
      const usable = (infos ?? []).some(
        (info) =>
          info.family === `IPv${family}` && !info.internal && !/^(fe[89ab]|169\.254\.)/i.test(info.address),
      );
      return usable ? [{ family, device, gateway: null, metric: 0, isHalf: false }] : [];
    }),
  );
}

/** Experimental: macOS and Windows, where routes can only be read from the text of other programs. */
export function networkByAddresses(): ReadNetwork {
  return () => {
    const interfaces = networkInterfaces();
    return describeNetwork(routesByAddresses(interfaces), interfaces, []);
  };
}
