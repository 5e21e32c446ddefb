import { basename, dirname } from 'node:path';
import { configJsonSchema } from '../../settings/json-schema.ts';
import { STORE_KEY } from '../../settings/store-key.ts';
import type { Migrations } from './migrations.ts';

/** What is used of an electron-store; tests bring the `conf` that it is made of. */
export interface SettingsStore {
  /** Set: checked by the schema and written at once, whole or not at all; throws what keeps it from that. */
  store: Record<string, unknown>;
}

export interface StoreOptions {
  readonly cwd: string;
  readonly name: string;
  readonly fileExtension: string;
  readonly configFileMode: number;
  readonly schema: Readonly<Record<string, object>>;
  readonly rootSchema: { readonly additionalProperties: false };
  readonly serialize: (value: unknown) => string;
  readonly projectVersion: string;
  readonly migrations: Migrations;
}

/** Opens, or begins, the file; throws when it can't be read, parsed, migrated or written. */
export type OpenStore = (options: StoreOptions) => SettingsStore;

/** For its owner's eyes: the anchors may tell where somebody is. */
export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

/** `file` ends in `.json`. */
export const storeOptions = (file: string, projectVersion: string, migrations: Migrations): StoreOptions => ({
  cwd: dirname(file),
  name: basename(file, '.json'),
  fileExtension: 'json',
  configFileMode: FILE_MODE,
  // What is beyond a JSON schema is checked before anything reaches the store.
  schema: { ...configJsonSchema(), [STORE_KEY]: {} },
  rootSchema: { additionalProperties: false },
  serialize: (value) => `${JSON.stringify(value, null, 2)}\n`,
  projectVersion,
  migrations,
});
