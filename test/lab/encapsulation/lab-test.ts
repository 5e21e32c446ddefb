import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as plain } from 'vitest';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import type { Topology } from '../net/topology.ts';

export interface InLabs {
  /** A lab that goes with the test. */
  readonly start: (topology: Topology) => Promise<Lab>;
  /** A folder that nobody knows of, and that goes with the test. */
  readonly folder: () => string;
}

/** A test that may run beside others: its labs and folders are its own. */
export const test = plain.extend<InLabs>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads from the pattern what a fixture needs
  start: async ({}, use) => {
    const labs: Lab[] = [];
    await use(async (topology) => {
      const lab = await startLab(topology);
      labs.push(lab);
      return lab;
    });
    for (const lab of labs) await lab.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  folder: async ({}, use) => {
    const folders: string[] = [];
    await use(() => {
      const folder = mkdtempSync(join(tmpdir(), 'faultline-test-'));
      folders.push(folder);
      return folder;
    });
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  },
});
