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
  idMax: 0x7fff_ffff,
} as const;
