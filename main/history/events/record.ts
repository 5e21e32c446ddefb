import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { Database } from '../store/database.ts';
import { recordGap } from './gaps.ts';
import { recordHealth } from './health.ts';
import { recordIncident } from './incidents.ts';
import { recordNetwork } from './network.ts';
import { recordSample } from './samples.ts';

type Recorders = {
  readonly [Type in MonitorEvent['type']]: (
    database: Database,
    run: number,
    event: Extract<MonitorEvent, { type: Type }>,
  ) => void;
};

/** Each recorder is harmless when repeated: a batch whose answer was lost is sent again. */
const RECORDERS: Recorders = {
  sample: (database, run, event) => recordSample(database, run, event.sample),
  incident: (database, _, event) => recordIncident(database, event.incident),
  gap: (database, _, event) => recordGap(database, event.gap),
  health: (database, _, event) => recordHealth(database, event),
  network: (database, _, event) => recordNetwork(database, event),
  // How a figure was taken is kept with each sample.
  mode: () => {},
};

export function recordEvent(database: Database, run: number, event: MonitorEvent): void {
  record(event.type, database, run, event);
}

function record<Type extends MonitorEvent['type']>(
  type: Type,
  database: Database,
  run: number,
  event: Extract<MonitorEvent, { type: Type }>,
): void {
  RECORDERS[type](database, run, event);
}
