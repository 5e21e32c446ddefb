import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { Database } from '../store/database.ts';

export function recordHealth(database: Database, event: Extract<MonitorEvent, { type: 'health' }>): void {
  database.run(
    'INSERT OR REPLACE INTO health (at_ms, subject, health, previous) VALUES (?, ?, ?, ?)',
    event.atMs,
    event.subject,
    event.health,
    event.previous,
  );
}
