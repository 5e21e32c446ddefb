import type { Trouble } from '../../contract/channel.ts';
import type { ExportFormat, Range } from '../../contract/contract.ts';
import type { Gap } from '../../domain/model/gap.ts';
import type { MeasuredRow } from '../../domain/model/measured.ts';
import type { NotedIncident } from '../../domain/model/noted-incident.ts';
import type { WallMs } from '../../domain/model/units.ts';
import type { History } from '../../history/types.ts';

export type ExportHistory = Pick<History, 'flush' | 'measured' | 'allIncidents' | 'gaps'>;

export interface ExportOptions extends Range {
  readonly history: ExportHistory;
  readonly format: ExportFormat;
  /** Written aside, and put in its place when it is whole. */
  readonly file: string;
  /** IANA zone of the times; undefined: the machine's own. */
  readonly zone: string | undefined;
  /** The range ends here at the latest. */
  readonly nowMs: WallMs;
  readonly version: string;
  /** Ends the export without a trace. */
  readonly signal?: AbortSignal;
}

export type ExportResult =
  | { readonly type: 'written'; readonly bytes: number; readonly records: number }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly trouble: Trouble };

/** What a format makes its text of. */
export interface Content extends Range {
  readonly nowMs: WallMs;
  readonly zone: string | undefined;
  readonly version: string;
  readonly isoTime: (atMs: number) => string;
  readonly measured: AsyncIterable<readonly MeasuredRow[]>;
  readonly incidents: AsyncIterable<readonly NotedIncident[]>;
  readonly gaps: readonly Gap[];
}

/** Text with the records that are complete with it. */
export interface Piece {
  readonly text: string;
  readonly records: number;
}

export type Format = (content: Content) => AsyncIterable<Piece>;
