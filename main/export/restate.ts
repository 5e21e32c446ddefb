import { SUBJECTS } from '../domain/model/health.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { Feed } from './types.ts';

/** What holds, as events: for an exporter that was not there when it began. */
export function restate(feed: Feed, atMs: WallMs): readonly MonitorEvent[] {
  const { health: all, open, mode, network } = feed;
  return [
    { type: 'network', atMs, network },
    { type: 'mode', atMs, mode },
    ...SUBJECTS.map((subject): MonitorEvent => {
      const health = all[subject];
      return { type: 'health', atMs, subject, health, previous: health, all };
    }),
    ...open.map((incident): MonitorEvent => ({ type: 'incident', phase: 'raised', incident })),
  ];
}
