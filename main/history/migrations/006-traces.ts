import type { Migration } from './migration.ts';

/**
 * `body` is the whole trace, packed, and comes last: a list that does not ask for it does not read it either.
 * `baseline` names the trace that it was compared with. The check bounds what one row may cost.
 */
export const traces: Migration = {
  name: 'traces',
  sql: `
    CREATE TABLE trace (
      id TEXT PRIMARY KEY,
      at_ms INTEGER NOT NULL,
      host TEXT NOT NULL,
      address TEXT NOT NULL,
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
    CREATE INDEX trace_at ON trace (at_ms);
    CREATE INDEX trace_incident ON trace (incident) WHERE incident IS NOT NULL;
    CREATE INDEX trace_baseline ON trace (baseline) WHERE baseline IS NOT NULL;
    CREATE INDEX trace_healthy ON trace (address, network, method, at_ms) WHERE healthy = 1;
  `,
};
