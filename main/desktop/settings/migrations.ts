/** What a migration may do with the file's content; dots in a key lead into objects. */
export interface MigratedStore {
  has(key: string): boolean;
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  delete(key: string): void;
}

/** By the version of the file that each of them leads to. */
export type Migrations = Readonly<Record<string, (store: MigratedStore) => void>>;

/**
 * Version of the file's shape, not of the app: raised only together with a migration. A file that was written by
 * hand has none and is taken for the oldest, so a migration changes only what it finds in the old shape.
 */
export const SETTINGS_VERSION = '1.0.0';

export const MIGRATIONS: Migrations = {};
