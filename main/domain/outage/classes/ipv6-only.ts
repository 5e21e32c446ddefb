import { oneFamilyRule } from './one-family.ts';

/** IPv6 is broken, IPv4 works. */
export const IPV6_ONLY = oneFamilyRule('ipv6-only', 6);
