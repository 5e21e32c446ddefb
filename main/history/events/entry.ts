import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { Notice } from '../../domain/notices/types.ts';
import type { TraceEntry } from './traces.ts';

/** Everything that is written one after the other: what was measured, and what the user was told of it, and traces. */
export type Entry = MonitorEvent | { readonly type: 'notice'; readonly notice: Notice } | TraceEntry;

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
    case 'trace':
      return entry.view.startedMs + entry.view.durationMs;
    default:
      return entry.atMs;
  }
}
