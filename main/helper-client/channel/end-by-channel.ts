import { readdirSync, readFileSync } from 'node:fs';

/** Every process whose command line names `folder`. The name is random: these are the channel's own. */
function processesOf(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(folder);
      } catch {
        return false;
      }
    });
}

/**
 * Ends the question for the password and the helper of a channel, which are no children of this process, or none that
 * it knows of. Does nothing where there is no /proc: the helper ends with its channel anyway.
 */
export function endByChannel(folder: string, signal: NodeJS.Signals): void {
  let found: readonly number[];
  try {
    found = processesOf(folder);
  } catch {
    return;
  }
  for (const pid of found) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone, or root's: that one waits for the others.
    }
  }
}
