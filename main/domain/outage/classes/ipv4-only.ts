import { oneFamilyRule } from './one-family.ts';

/** IPv4 is broken, IPv6 works. */
export const IPV4_ONLY = oneFamilyRule('ipv4-only', 4);
