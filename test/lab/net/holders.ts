import { readdirSync, readlinkSync } from 'node:fs';

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // The process or descriptor ended while we looked.
    return '';
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const namesOf = (inodes: readonly number[]): ReadonlySet<string> =>
  new Set(inodes.map((inode) => `net:[${inode}]`));

const pidsWhere = (holds: (pid: string) => boolean): readonly number[] =>
  namesIn('/proc')
    .filter((name) => /^\d+$/.test(name) && holds(name))
    .map(Number);

/** Processes inside one of these network namespaces. */
export function inhabitants(inodes: readonly number[]): readonly number[] {
  const names = namesOf(inodes);
  return pidsWhere((pid) => names.has(linkOf(`/proc/${pid}/ns/net`)));
}

/** Processes that keep one of them alive: by being inside or by an open descriptor. */
export function holders(inodes: readonly number[]): readonly number[] {
  const names = namesOf(inodes);
  return pidsWhere(
    (pid) =>
      names.has(linkOf(`/proc/${pid}/ns/net`)) ||
      namesIn(`/proc/${pid}/fd`).some((fd) => names.has(linkOf(`/proc/${pid}/fd/${fd}`))),
  );
}

/** Network namespaces that a process has descriptors of. */
export function heldBy(pid: number): readonly number[] {
  const links = namesIn(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  return links.flatMap((link) => {
    const inode = /^net:\[(\d+)\]$/.exec(link)?.[1];
    return inode === undefined ? [] : [Number(inode)];
  });
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

/** Ends whatever runs inside them. Settles when nothing does, or after 10 s. */
export async function sweep(inodes: readonly number[]): Promise<void> {
  const deadline = performance.now() + 10_000;
  let left = inhabitants(inodes);
  while (left.length > 0 && performance.now() < deadline) {
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
    await pause();
    left = inhabitants(inodes);
  }
}

/** Settles when nothing holds them any more, or after 20 s; gives what is left. */
export async function holdersAtLast(inodes: readonly number[]): Promise<readonly number[]> {
  const deadline = performance.now() + 20_000;
  let left = holders(inodes);
  while (left.length > 0 && performance.now() < deadline) {
    await pause();
    left = holders(inodes);
  }
  return left;
}
