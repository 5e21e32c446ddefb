import type { Migration } from './migration.ts';

/** The primary keys make recording an event twice harmless: a batch is sent again after a crash. */
export const events: Migration = {
  name: 'events',
  sql: `
    CREATE TABLE incident (
      id TEXT PRIMARY KEY,
      class TEXT NOT NULL,
      since_ms INTEGER NOT NULL,
      raised_ms INTEGER NOT NULL,
      until_ms INTEGER,
      "end" TEXT,
      parent TEXT,
      network TEXT NOT NULL,
      evidence TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX incident_since ON incident (since_ms);
    CREATE INDEX incident_open ON incident (since_ms) WHERE until_ms IS NULL;
    CREATE TABLE gap (
      from_ms INTEGER NOT NULL,
      reason TEXT NOT NULL,
      to_ms INTEGER NOT NULL,
      PRIMARY KEY (from_ms, reason)
    ) WITHOUT ROWID;
    CREATE INDEX gap_to ON gap (to_ms);
    CREATE TABLE health (
      at_ms INTEGER NOT NULL,
      subject TEXT NOT NULL,
      health TEXT NOT NULL,
      previous TEXT NOT NULL,
      PRIMARY KEY (at_ms, subject)
    ) WITHOUT ROWID;
    CREATE TABLE network (
      at_ms INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      label TEXT NOT NULL
    );
  `,
};
