import type { Migration } from './migration.ts';

/** Which kinds have worked on which network; `place` 0 is the network used last. */
export const worked: Migration = {
  name: 'worked',
  sql: `
    CREATE TABLE worked (
      network TEXT PRIMARY KEY,
      kinds TEXT NOT NULL,
      place INTEGER NOT NULL
    ) WITHOUT ROWID;
  `,
};
