import { networkInterfaces } from 'node:os';

/**
 * Whether the address's zone, if it has one, is an interface of this machine. Socket libraries take an unknown zone for
 * none, and the kernel would then choose some link.
 */
export function hasKnownZone(address: string): boolean {
  const percent = address.indexOf('%');
  return percent < 0 || networkInterfaces()[address.slice(percent + 1)] !== undefined;
}
