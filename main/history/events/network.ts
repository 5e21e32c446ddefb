import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import { textOf } from '../store/columns.ts';
import type { Database } from '../store/database.ts';

export function recordNetwork(database: Database, event: Extract<MonitorEvent, { type: 'network' }>): void {
  database.run(
    'INSERT OR REPLACE INTO network (at_ms, id, label) VALUES (?, ?, ?)',
    event.atMs,
    event.network.id,
    event.network.label,
  );
}

/** What each network is called, as it was last told; undefined: it is not known. Asks once for each. */
export function networkLabels(database: Database): (id: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (id) => {
    if (!known.has(id)) {
      const row = database.get('SELECT label FROM network WHERE id = ? ORDER BY at_ms DESC LIMIT 1', id);
      known.set(id, row === undefined ? undefined : textOf(row, 'label'));
    }
    return known.get(id);
  };
}
