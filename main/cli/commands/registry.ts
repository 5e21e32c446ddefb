import type { CommandEntry } from './command.ts';
import { DOCTOR } from './doctor.ts';
import { ENCAPSULATION } from './encapsulation.ts';
import { HISTORY } from './history.ts';
import { INCIDENTS } from './incidents.ts';
import { METRICS } from './metrics.ts';
import { MONITOR } from './monitor.ts';
import { PING } from './ping.ts';
import { PROBE } from './probe.ts';
import { TRACE } from './trace.ts';

/** In the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  PING,
  TRACE,
  PROBE,
  MONITOR,
  METRICS,
  HISTORY,
  INCIDENTS,
  ENCAPSULATION,
  DOCTOR,
];
