import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { holders, holdersAtLast } from './holders.ts';

const VICTIM = fileURLToPath(new URL('../../../.cache/lab/crash-victim.mjs', import.meta.url));
const report = z.object({ emulator: z.number(), inodes: z.array(z.number()) });

interface Victim {
  readonly driver: number;
  readonly emulator: number;
  readonly guard: number;
  readonly inodes: readonly number[];
}

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL('support/crash-victim.ts', import.meta.url))],
    outfile: VICTIM,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
});

let running: ChildProcessByStdio<null, Readable, null> | null = null;
afterEach(() => {
  running?.kill('SIGKILL');
});

/** The emulator's first child is its guard. */
function guardOf(emulator: number): number {
  return Number(readFileSync(`/proc/${emulator}/task/${emulator}/children`, 'utf8').trim().split(' ')[0]);
}

async function startVictim(): Promise<Victim> {
  const child = spawn(process.execPath, [VICTIM], { stdio: ['ignore', 'pipe', 'inherit'] });
  running = child;
  const [line] = await once(child.stdout, 'data');
  const { emulator, inodes } = report.parse(JSON.parse(String(line)));
  return { driver: child.pid ?? 0, emulator, guard: guardOf(emulator), inodes };
}

function kill(pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

const CRASHES: readonly (readonly [string, (victim: Victim) => readonly number[]])[] = [
  ['the driver', ({ driver }) => [driver]],
  ['the emulator', ({ emulator }) => [emulator]],
  ['the guard', ({ guard }) => [guard]],
  ['the driver and the emulator', ({ driver, emulator }) => [driver, emulator]],
  ['the driver and the guard', ({ driver, guard }) => [guard, driver]],
  ['the emulator and the guard', ({ emulator, guard }) => [guard, emulator]],
];

describe('kill -9 leaves no process, namespace or device behind', () => {
  test.each(CRASHES)('of %s', async (_, whom) => {
    const victim = await startVictim();
    // Four nodes held by the emulator; sleepers, a daemon, a stubborn one, a ping and the servers inside.
    expect(holders(victim.inodes).length).toBeGreaterThanOrEqual(6);
    kill(whom(victim));
    expect(await holdersAtLast(victim.inodes)).toEqual([]);
    // A namespace without a process, a descriptor or a mount is gone, and its devices with it.
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
    expect(victim.inodes.filter((inode) => mounts.includes(`net:[${inode}]`))).toEqual([]);
    expect(Object.keys(networkInterfaces())).not.toContain('access');
  });
});
