import type { PushFormat } from '../../../domain/model/metrics-config.ts';
import type { PointBatch } from '../points/point.ts';

/** What goes over the wire for one request. */
export interface EncodedBatch {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** One format; a file each, one line each in `encoders.ts`. */
export interface Encoder {
  readonly format: PushFormat;
  /** `url`: where it goes, since a format may have parameters there. */
  encode(batch: PointBatch, url: URL): EncodedBatch;
  /** What becomes of a label's value in a store. */
  keptValue(value: string): string;
}
