import type { Migration } from './migration.ts';

/**
 * Whose way a trace shows; those of before were all forward. The table is made anew, since `body` has to stay the last
 * column: SQLite follows all pages of a row up to the last column that is asked for.
 */
export const traceDirections: Migration = {
  name: 'trace directions',
  sql: `
    CREATE TABLE trace_new (
      id TEXT PRIMARY KEY,
      at_ms INTEGER NOT NULL,
      direction TEXT NOT NULL DEFAULT 'forward',
      host TEXT NOT NULL,
      address TEXT NOT NULL,
      relay TEXT,
      family INTEGER NOT NULL,
      method TEXT NOT NULL,
      network TEXT NOT NULL,
      reached INTEGER NOT NULL,
      hops INTEGER NOT NULL,
      reason TEXT NOT NULL,
      incident TEXT,
      baseline TEXT,
      healthy INTEGER NOT NULL,
      state TEXT NOT NULL,
      sentence TEXT NOT NULL,
      body BLOB NOT NULL CHECK (length(body) <= 1048576)
    );
    INSERT INTO trace_new (id, at_ms, host, address, family, method, network, reached, hops, reason, incident,
        baseline, healthy, state, sentence, body)
      SELECT id, at_ms, host, address, family, method, network, reached, hops, reason, incident, baseline, healthy,
        state, sentence, body
      FROM trace;
    DROP TABLE trace;
    ALTER TABLE trace_new RENAME TO trace;
    CREATE INDEX trace_at ON trace (at_ms);
    CREATE INDEX trace_incident ON trace (incident) WHERE incident IS NOT NULL;
    CREATE INDEX trace_baseline ON trace (baseline) WHERE baseline IS NOT NULL;
    CREATE INDEX trace_healthy ON trace (address, network, method, at_ms) WHERE healthy = 1;
  `,
};
