import type { Migration } from './migration.ts';

/**
 * `sample` is a journal: samples of minutes that are not settled yet, one row each, replaced by run and id.
 * `raw_minute` holds the settled ones, a block for each minute and series. Its key, as every block's, is
 * place in time x 65,536 + series: time goes first, so that writing appends and retention cuts off the front.
 */
export const samples: Migration = {
  name: 'samples',
  sql: `
    CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE series (
      id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 65535),
      kind TEXT NOT NULL,
      anchor TEXT NOT NULL,
      UNIQUE (kind, anchor)
    );
    CREATE TABLE sample (
      run INTEGER NOT NULL,
      id INTEGER NOT NULL,
      series INTEGER NOT NULL,
      wall_ms INTEGER NOT NULL,
      outcome INTEGER NOT NULL,
      rtt_us INTEGER,
      via INTEGER NOT NULL,
      detail TEXT NOT NULL,
      PRIMARY KEY (run, id)
    ) WITHOUT ROWID;
    CREATE TABLE raw_minute (key INTEGER PRIMARY KEY, payload BLOB NOT NULL);
  `,
};
