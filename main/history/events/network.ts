import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { Database } from '../store/database.ts';

export function recordNetwork(database: Database, event: Extract<MonitorEvent, { type: 'network' }>): void {
  database.run(
    'INSERT OR REPLACE INTO network (at_ms, id, label) VALUES (?, ?, ?)',
    event.atMs,
    event.network.id,
    event.network.label,
  );
}
