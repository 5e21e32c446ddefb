import { HistoryError } from '../errors.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../migrations/all.ts';
import type { Migration } from '../migrations/migration.ts';
import type { Database } from './database.ts';

export const versionOf = (database: Database): number => database.number('PRAGMA user_version');

/** @throws HistoryError `newer-file` before anything was written. */
export function refuseFuture(database: Database, path: string, supported = SCHEMA_VERSION): void {
  const version = versionOf(database);
  if (version <= supported) return;
  throw new HistoryError(
    'newer-file',
    `${path} was written by a newer Faultline (format ${version}; this one knows up to ${supported}). ` +
      'It was left untouched: update Faultline, or choose another data folder.',
  );
}

/** Brings the file to `target`, each step in a transaction of its own: a crash resumes at the step it hit. */
export function migrate(
  database: Database,
  target = SCHEMA_VERSION,
  migrations: readonly Migration[] = MIGRATIONS,
): void {
  for (let version = versionOf(database); version < target; version += 1) {
    const step = migrations[version];
    if (step === undefined) return;
    database.transaction(() => {
      database.exec(step.sql);
      database.exec(`PRAGMA user_version = ${version + 1}`);
    });
  }
}
