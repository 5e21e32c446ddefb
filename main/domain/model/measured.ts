import type { AnchorKey } from './anchor.ts';
import type { Kind } from './kind.ts';
import type { Outcome, Via } from './sample.ts';
import type { Bucket } from './series.ts';
import type { WallMs } from './units.ts';

/** One probe, where the probes themselves are still kept. */
export interface ProbeRow {
  readonly resolution: 'raw';
  readonly kind: Kind;
  readonly anchor: AnchorKey;
  readonly atMs: WallMs;
  readonly outcome: Outcome;
  /** Null unless something came back. */
  readonly rttMs: number | null;
  readonly via: Via;
  /** The named cause; empty: none. */
  readonly detail: string;
}

/** What became of all probes of one anchor in a minute or an hour, where only that is still kept. */
export interface RolledRow extends Omit<Bucket, 'gap'> {
  readonly resolution: 'minute' | 'hour';
  readonly kind: Kind;
  readonly anchor: AnchorKey;
}

export type MeasuredRow = ProbeRow | RolledRow;
