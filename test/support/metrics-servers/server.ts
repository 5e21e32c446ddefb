import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place } from './place.ts';

export interface Server {
  readonly place: Place;
  /** A throw-away folder with all that it keeps; the same after a restart. */
  readonly folder: string;
  /** Of the process that runs now, or ran last. */
  readonly pid: () => number;
  /** What it has said on stdout and stderr, over all its starts. */
  readonly output: () => string;
  /** Ends its process, by SIGKILL unless said otherwise; settles when that is gone. What it kept stays. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again with the same folder and ports, ending it by SIGTERM first if it runs. */
  restart(): Promise<void>;
  /** Ends it and deletes its folder. */
  stop(): Promise<void>;
}

export interface ServerPlan {
  readonly name: string;
  readonly place: Place;
  readonly folder: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it serves now. */
  readonly isReady: () => Promise<boolean>;
}

/** Generous: it only bounds a test that would wait for ever. */
const DEADLINE_MS = 60_000;
/** Between two looks whether it serves. */
const LOOK_MS = 50;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const newFolder = (name: string): string => mkdtempSync(join(tmpdir(), `faultline-${name}-`));

interface Run {
  readonly child: ChildProcess;
  readonly over: Promise<void>;
  ended: boolean;
}

function launch({ place, command, env = {} }: ServerPlan, hear: (text: string) => void): Run {
  const child = place.spawn(command, env);
  const run: Run = {
    child,
    ended: false,
    over: new Promise((resolve) => {
      const end = (): void => {
        run.ended = true;
        resolve();
      };
      child.once('close', end).once('error', (error) => {
        hear(error.message);
        end();
      });
    }),
  };
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', hear);
  child.stdin?.on('error', () => {});
  return run;
}

/** Settles when it serves; rejects with what it said when it ends instead. */
export async function startServer(plan: ServerPlan): Promise<Server> {
  let said = '';
  const hear = (text: string): void => {
    said += text;
  };
  let run: Run | null = null;

  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    if (run === null || run.ended) return;
    run.child.kill(signal);
    await run.over;
  };
  const start = async (): Promise<void> => {
    const now = launch(plan, hear);
    run = now;
    const deadline = performance.now() + DEADLINE_MS;
    while (!(await plan.isReady())) {
      if (now.ended) throw new Error(`${plan.name} ended at its start: ${said}`);
      if (performance.now() > deadline) {
        await kill();
        throw new Error(`${plan.name} did not serve within ${DEADLINE_MS} ms: ${said}`);
      }
      await pause(LOOK_MS);
    }
    if (now.ended) throw new Error(`${plan.name} ended, another one answers: ${said}`);
  };

  await start().catch((error: unknown) => {
    rmSync(plan.folder, { recursive: true, force: true });
    throw error;
  });
  return {
    place: plan.place,
    folder: plan.folder,
    pid: () => run?.child.pid ?? 0,
    output: () => said,
    kill,
    async restart() {
      await kill('SIGTERM');
      await start();
    },
    async stop() {
      await kill('SIGTERM');
      rmSync(plan.folder, { recursive: true, force: true });
    },
  };
}
