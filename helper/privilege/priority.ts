import { constants, setPriority } from 'node:os';

/**
 * Asks for the process priority that puts the clock reading after a packet before other work on a busy
 * machine. Needs the privilege this process started with; refused, it only measures a little less exactly.
 * The limits bound what so favoured a process can use.
 */
export function askForPriority(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch {
    // Without privilege, or in a sandbox: as before.
  }
}
