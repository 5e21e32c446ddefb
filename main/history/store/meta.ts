import type { Database } from './database.ts';

/** Small numbers about the file itself. `alive`: wall milliseconds; `run`: counts the writers so far. */
export type MetaName = 'alive' | 'run';

export function readMeta(database: Database, name: MetaName): number | null {
  const value = database.value('SELECT value FROM meta WHERE name = ?', name);
  return typeof value === 'number' ? value : null;
}

export function writeMeta(database: Database, name: MetaName, value: number): void {
  database.run(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    name,
    value,
  );
}
