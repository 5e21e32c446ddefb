import type { Database } from '../store/database.ts';
import type { Entry } from './entry.ts';
import { recordGap } from './gaps.ts';
import { recordHealth } from './health.ts';
import { recordIncident } from './incidents.ts';
import { recordNetwork } from './network.ts';
import { recordNotice } from './notices.ts';
import { recordSample } from './samples.ts';
import { recordTrace } from './traces.ts';

type Recorders = {
  readonly [Type in Entry['type']]: (
    database: Database,
    run: number,
    entry: Extract<Entry, { type: Type }>,
  ) => void;
};

/** Each recorder is harmless when repeated: a batch whose answer was lost is sent again. */
const RECORDERS: Recorders = {
  sample: (database, run, entry) => recordSample(database, run, entry.sample),
  incident: (database, _, entry) => recordIncident(database, entry.incident),
  gap: (database, _, entry) => recordGap(database, entry.gap),
  health: (database, _, entry) => recordHealth(database, entry),
  network: (database, _, entry) => recordNetwork(database, entry),
  notice: (database, _, entry) => recordNotice(database, entry.notice),
  trace: (database, _, entry) => recordTrace(database, entry),
  // How a figure was taken is kept with each sample.
  mode: () => {},
};

export function recordEntry(database: Database, run: number, entry: Entry): void {
  record(entry.type, database, run, entry);
}

function record<Type extends Entry['type']>(
  type: Type,
  database: Database,
  run: number,
  entry: Extract<Entry, { type: Type }>,
): void {
  RECORDERS[type](database, run, entry);
}
