import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Person } from './throw-away-root.ts';

export interface ProcessSeen {
  readonly pid: number;
  readonly command: readonly string[];
  /** The executable's path, as its own root has it. */
  readonly executable: string;
  /** A line of /proc/PID/status. */
  status(name: string): string;
  /** `user`, `pid` ...: names the namespace machine-wide. */
  namespace(kind: string): string;
}

function seen(pid: string): ProcessSeen | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    return {
      pid: Number(pid),
      command,
      executable: readlinkSync(`/proc/${pid}/exe`),
      status: (name) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '',
      namespace: (kind) => readlinkSync(`/proc/${pid}/ns/${kind}`),
    };
  } catch {
    // It has just ended.
    return null;
  }
}

/** What runs from below a folder, of this person. Names of users are not the machine's: only ids tell. */
export function processesOf(person: Person, folder: string): readonly ProcessSeen[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => seen(pid) ?? [])
    .filter(({ executable }) => executable.startsWith(`${folder}/`))
    .filter((process) => process.status('Uid').split('\t')[0] === String(person.uid));
}
