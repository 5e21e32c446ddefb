/** Bounds that the helper itself enforces, whatever its client asks. Told in `hello`. */
export const LIMITS = {
  /** Bytes of one command line, newline included. */
  lineBytes: 4096,
  /** Echoes waiting for an answer (the late window not counted). */
  outstanding: 1024,
  /** Echoes a second in total, and the burst a token bucket allows. */
  ratePerSecond: 500,
  rateBurst: 500,
  /** Payload bytes after the ICMP header: room for the token; no more than one unfragmented 1500-byte packet. */
  sizeMin: 16,
  sizeMax: 1452,
  ttlMin: 1,
  ttlMax: 255,
  timeoutMinMs: 10,
  timeoutMaxMs: 60_000,
  /** From the send: answers after this are unmatched. */
  lateWindowMs: 10_000,
  /** How long the kernel may be unwilling to take a packet; then it is a send error (EAGAIN). */
  sendStallMs: 1000,
  /** Ids go from 0 to this. */
  idMax: 0x7fff_ffff,
  /** `duplicate` events told of one echo; more are only counted. */
  duplicatesPerEcho: 8,
  /** Probes of traceroutes, counted apart from echoes: neither may starve the other. */
  probeOutstanding: 2048,
  probeRatePerSecond: 1000,
  probeRateBurst: 1000,
  /** Bytes of the IP packet: an IPv6, a UDP header and the token; an Ethernet frame's content. */
  probeSizeMin: 64,
  probeSizeMax: 1500,
  flowMax: 4095,
  /** `probe-again` events told of one probe; more are only counted. */
  againPerProbe: 8,
  /** Paths open at once, and addresses in one: more do not fit a packet as headers. */
  paths: 8,
  pathAddresses: 40,
  /** Packets in IP-in-IP: in any second, of all paths together and to one hop; and waiting for an answer. */
  encapsulatedPerSecond: 20,
  encapsulatedPerHopPerSecond: 2,
  encapsulatedOutstanding: 256,
  /** Echo requests in fragments: how many, how far apart, and how long from the first to the last at most. */
  trainFragmentsMax: 8,
  trainSpacingMinMs: 20,
  trainSpacingMaxMs: 1000,
  trainSpanMaxMs: 3000,
  /** Bytes of the ICMP message of every train: eight fragments of the least size. */
  trainBytes: 64,
  /** Waiting for an answer; and packets a second in total, each fragment one, as many as echoes may be. */
  trainOutstanding: 1024,
  trainPacketsPerSecond: 500,
  trainPacketBurst: 500,
  /** Bytes of events that the client has not read. Beyond the first no more commands are read; beyond the
   * second `late`, `duplicate` and `probe-again` events are left out. */
  unreadPauseBytes: 0x4_0000,
  unreadDropBytes: 0x10_0000,
} as const;
