import { samples } from './001-samples.ts';
import { rollups } from './002-rollups.ts';
import { events } from './003-events.ts';
import { worked } from './004-worked.ts';
import { notices } from './005-notices.ts';
import { traces } from './006-traces.ts';
import { traceDirections } from './007-trace-directions.ts';
import type { Migration } from './migration.ts';

/** In order: the position is the `user_version` that the migration leads to. */
export const MIGRATIONS: readonly Migration[] = [
  samples,
  rollups,
  events,
  worked,
  notices,
  traces,
  traceDirections,
];
export const SCHEMA_VERSION = MIGRATIONS.length;
