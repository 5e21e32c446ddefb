import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { Notice } from '../../domain/notices/types.ts';

/** Everything that is written one after the other: what was measured, and what the user was told of it. */
export type Entry = MonitorEvent | { readonly type: 'notice'; readonly notice: Notice };

/** The latest time that an entry tells of, epoch ms. */
export function timeOf(entry: Entry): number {
  switch (entry.type) {
    case 'sample':
      return entry.sample.sentWallMs;
    case 'incident':
      return entry.incident.untilMs ?? entry.incident.raisedMs;
    case 'gap':
      return entry.gap.toMs;
    case 'notice':
      return entry.notice.atMs;
    default:
      return entry.atMs;
  }
}
