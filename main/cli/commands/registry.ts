import type { CommandEntry } from './command.ts';
import { DOCTOR } from './doctor.ts';
import { HISTORY } from './history.ts';
import { INCIDENTS } from './incidents.ts';
import { MONITOR } from './monitor.ts';
import { PING } from './ping.ts';

/** In the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [PING, MONITOR, HISTORY, INCIDENTS, DOCTOR];
