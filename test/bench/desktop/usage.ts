import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** What a program and all its processes use. */
export interface Usage {
  /** Of one core, over the time between two looks. */
  readonly cpuPercent: number;
  readonly pssMegabytes: number;
  /** What no other process shares. */
  readonly privateMegabytes: number;
  /** By what each process is: `main`, `zygote`, `utility`, `renderer`, `helper` ... */
  readonly parts: ReadonlyMap<string, { readonly cpuPercent: number; readonly pssMegabytes: number }>;
}

/** Empty when the process has gone: it may do so at any moment. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Fields of proc_pid_stat(5) from the third on: the second, in parentheses, may hold anything. */
const statOf = (pid: number): readonly string[] => readProc(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];

/** The process and all its descendants, whichever thread of their parents made them. */
export function familyOf(root: number): readonly number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = pids.map((pid) => [pid, Number(statOf(pid)[1])] as const);
  const below = (pid: number): readonly number[] => [
    pid,
    ...parents.filter(([, parent]) => parent === pid).flatMap(([child]) => below(child)),
  ];
  return below(root);
}

/** Used so far, that of children which have ended and been waited for too. */
function cpuSeconds(pid: number): number {
  const ticks = statOf(pid).slice(11, 15).map(Number);
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS_PER_SECOND;
}

/** Used by the program and all its processes since it started, ms. */
export const cpuMs = (root: number): number =>
  familyOf(root).reduce((sum, pid) => sum + cpuSeconds(pid), 0) * 1000;

function megabytes(rollup: string, fields: readonly string[]): number {
  const kilobytes = fields.map((field) => new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0);
  return kilobytes.reduce<number>((sum, one) => sum + Number(one), 0) / 1024;
}

function partOf(pid: number, root: number): string {
  if (pid === root) return 'main';
  const command = readProc(pid, 'cmdline').replaceAll('\0', ' ');
  return /--type=(\S+)/.exec(command)?.[1] ?? (/([\w.-]+\.c?js)/.exec(command)?.[1] || 'other');
}

/** Looks twice at the program of this process, so many seconds apart. */
export async function usageOf(root: number, seconds: number): Promise<Usage> {
  const before = new Map(familyOf(root).map((pid) => [pid, cpuSeconds(pid)]));
  const startMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const passed = (performance.now() - startMs) / 1000;
  const parts = new Map<string, { cpuPercent: number; pssMegabytes: number }>();
  let privateMegabytes = 0;
  for (const pid of familyOf(root)) {
    const rollup = readProc(pid, 'smaps_rollup');
    const name = partOf(pid, root);
    const part = parts.get(name) ?? { cpuPercent: 0, pssMegabytes: 0 };
    parts.set(name, {
      cpuPercent: part.cpuPercent + ((cpuSeconds(pid) - (before.get(pid) ?? 0)) / passed) * 100,
      pssMegabytes: part.pssMegabytes + megabytes(rollup, ['Pss']),
    });
    privateMegabytes += megabytes(rollup, ['Private_Clean', 'Private_Dirty']);
  }
  const all = [...parts.values()];
  return {
    cpuPercent: all.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0),
    pssMegabytes: all.reduce((sum, { pssMegabytes }) => sum + pssMegabytes, 0),
    privateMegabytes,
    parts,
  };
}

/** For people: what each process has a share of. */
export const partsText = ({ parts }: Usage): string =>
  [...parts]
    .map(([name, part]) => `${name} ${part.cpuPercent.toFixed(2)} % ${part.pssMegabytes.toFixed(0)} MB`)
    .join(', ');
