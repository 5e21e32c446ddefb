import { DatabaseSync } from '@photostructure/sqlite';

/** As a version of the future would have left it. */
export function newerFormat(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 99');
  database.close();
}
