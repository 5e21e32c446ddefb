import type { Migration } from './migration.ts';

/** Open roll-ups one row each; once their block of time is over they are packed into one compressed blob. */
export const rollups: Migration = {
  name: 'rollups',
  sql: `
    CREATE TABLE minute_row (key INTEGER PRIMARY KEY, payload BLOB NOT NULL);
    CREATE TABLE minute_block (key INTEGER PRIMARY KEY, payload BLOB NOT NULL);
    CREATE TABLE hour_row (key INTEGER PRIMARY KEY, payload BLOB NOT NULL);
    CREATE TABLE hour_block (key INTEGER PRIMARY KEY, payload BLOB NOT NULL);
  `,
};
