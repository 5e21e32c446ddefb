import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Person, ThrowAwayRoot } from './throw-away-root.ts';

export interface ProcessSeen {
  readonly pid: number;
  readonly command: readonly string[];
  /** The executable's path, as its own root has it. */
  readonly executable: string;
  /** A line of /proc/PID/status. */
  status(name: string): string;
  /** Each names the namespace machine-wide. */
  readonly namespaces: Readonly<Record<'mnt' | 'net' | 'pid' | 'user', string>>;
}

function seen(pid: string): ProcessSeen | null {
  const namespace = (kind: string): string => readlinkSync(`/proc/${pid}/ns/${kind}`);
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    return {
      pid: Number(pid),
      command,
      executable: readlinkSync(`/proc/${pid}/exe`),
      status: (name) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '',
      namespaces: {
        mnt: namespace('mnt'),
        net: namespace('net'),
        pid: namespace('pid'),
        user: namespace('user'),
      },
    };
  } catch {
    // It has just ended.
    return null;
  }
}

/** What a person runs in a throw-away root from below a folder of it. */
export function processesOf(root: ThrowAwayRoot, person: Person, folder: string): readonly ProcessSeen[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => seen(pid) ?? [])
    .filter(({ executable }) => executable.startsWith(`${folder}/`))
    .filter((process) => process.status('Uid').split('\t')[0] === String(person.uid))
    .filter((process) => process.namespaces.mnt === root.mountNamespace);
}
