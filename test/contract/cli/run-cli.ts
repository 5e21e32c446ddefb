import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { artifact } from '../../../main/artifact.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunSetup {
  readonly env?: Readonly<Record<string, string>>;
  /** Of Node, before the program. */
  readonly nodeArgs?: readonly string[];
}

/** The CLI as a process of its own, without the surroundings of whoever runs the tests. */
export function startCli(args: readonly string[], setup: RunSetup = {}): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [...(setup.nodeArgs ?? []), artifact('faultline.mjs'), ...args], {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', LANG: 'C.UTF-8', TZ: 'UTC', ...setup.env },
  });
}

export function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

export const runCli = (args: readonly string[], setup: RunSetup = {}): Promise<Ended> =>
  ended(startCli(args, setup));
