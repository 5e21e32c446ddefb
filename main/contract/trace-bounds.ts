interface Range {
  readonly min: number;
  readonly max: number;
}

/** What a window may ask of a trace; the fields of its form hold the same. */
export const TRACE_BOUNDS = {
  /** RFC 1035 section 2.3.4 has 255 octets for a name; a zone makes a literal address no longer. */
  hostLength: 255,
  maxHops: { min: 1, max: 64 },
  /** Probes a hop. */
  queries: { min: 1, max: 10 },
  timeoutMs: { min: 100, max: 10_000 },
  /** A hop is asked once a round. */
  intervalMs: { min: 500, max: 60_000 },
  port: { min: 1, max: 65_535 },
  /** Bytes of the IP packet; what the helper sends. */
  size: { min: 64, max: 1500 },
} as const satisfies Readonly<Record<string, Range | number>>;

/** What a window may ask of a path probe; the rate is the helper's own limit. */
export const PATH_PROBE_BOUNDS = {
  /** More addresses do not fit a packet as headers, whatever its size. */
  hops: 40,
  /** Boomerangs a hop. */
  count: { min: 1, max: 1000 },
  /** Packets a second, all together. */
  rate: { min: 1, max: 20 },
  timeoutMs: { min: 100, max: 10_000 },
} as const satisfies Readonly<Record<string, Range | number>>;
