/** What a person asks of a path probe; everything left out has its default. */
export interface PathProbeAsk {
  /** Traced first; or the path itself, addresses or names in order. */
  readonly path: { readonly host: string } | { readonly hops: readonly string[] };
  /** Where the path begins: asked to decapsulate before all others. */
  readonly from: string | null;
  readonly family: 4 | 6 | null;
  /** Of a path that is traced: look no farther than this. */
  readonly maxHops?: number;
  /** Boomerangs a hop. */
  readonly count?: number;
  /** Packets a second, all together. */
  readonly rate?: number;
  readonly timeoutMs?: number;
  readonly synchronous?: boolean;
  readonly numeric?: boolean;
}
