/** IANA protocol numbers (IPv4 `protocol`, IPv6 `next header`) that these codecs know. */
export const PROTOCOL = {
  hopByHop: 0,
  icmp: 1,
  ipv4: 4,
  tcp: 6,
  udp: 17,
  ipv6: 41,
  routing: 43,
  fragment: 44,
  gre: 47,
  esp: 50,
  authentication: 51,
  icmpv6: 58,
  noNext: 59,
  destinationOptions: 60,
  mobility: 135,
  hostIdentity: 139,
  shim6: 140,
} as const;

/**
 * IP headers in one packet, at most. A boomerang over 36 hops nests 2 x 35 IPv4 headers, which is all that
 * fits an MTU of 1500; the rest is slack for the packet that tests it.
 */
export const MAX_IP_DEPTH = 74;
