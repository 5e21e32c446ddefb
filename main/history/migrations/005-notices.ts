import type { Migration } from './migration.ts';

/** What the user was told, and what the user has to say about an incident. */
export const notices: Migration = {
  name: 'notices',
  sql: `
    ALTER TABLE incident ADD COLUMN note TEXT NOT NULL DEFAULT '';
    CREATE TABLE notice (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      incident TEXT,
      at_ms INTEGER NOT NULL,
      title TEXT NOT NULL,
      body TEXT NOT NULL,
      delivery TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX notice_at ON notice (at_ms);
  `,
};
