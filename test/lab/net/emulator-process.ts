import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Impairment } from './impairment.ts';
import type { Plan } from './plan.ts';

const place = z.object({ net: z.string(), mount: z.string(), inode: z.number().int() });
const ready = z.object({ event: z.literal('ready'), nodes: z.record(z.string(), place) });
const failed = z.object({ event: z.literal('failed'), error: z.string() });
const answered = z.object({ id: z.number(), result: z.unknown() });
const refused = z.object({ id: z.number(), error: z.string() });
const message = z.union([ready, failed, refused, answered]);

/** Paths that stay valid while the emulator lives; the inode names the network namespace machine-wide. */
export type Place = z.infer<typeof place>;

export type EmulatorRequest =
  | {
      readonly op: 'set';
      readonly link: string;
      readonly forward: Impairment;
      readonly backward: Impairment;
    }
  | { readonly op: 'counters'; readonly link: string };

export interface EmulatorProcess {
  readonly pid: number;
  readonly places: ReadonlyMap<string, Place>;
  /** Rejects when the emulator refuses the request or has ended. */
  request(request: EmulatorRequest): Promise<unknown>;
  /** Settles when the emulator is gone, however that came. */
  readonly ended: Promise<void>;
  /** Ends the lab and everything that runs in it; settles when nothing is left. */
  stop(): Promise<void>;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;
interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A file of the lab, beside this source or, when this runs from a bundle, in the checkout around it. */
export function labFile(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    for (const candidate of [join(folder, name), join(folder, 'test/lab/net', name)]) {
      if (existsSync(candidate)) return candidate;
    }
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no ${name} around ${fileURLToPath(import.meta.url)}`);
    folder = parent;
  }
}

/** -B: no __pycache__ in the sources. Its own session: a Ctrl-C is for the driver alone to handle. */
function launch(): Child {
  return spawn('python3', ['-B', '-E', labFile('emulator')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
}

/** The two sides of the conversation: what was asked, and what has come back. */
class Conversation {
  readonly places: Promise<ReadonlyMap<string, Place>>;
  readonly ended: Promise<void>;
  readonly child: Child;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private complaint = '';
  private cause: Error | null = null;

  constructor(child: Child) {
    this.child = child;
    // Asked before the plan is answered: id 0 stands for the plan.
    this.places = this.expect(0).then((nodes) => new Map(Object.entries(ready.shape.nodes.parse(nodes))));
    this.ended = new Promise((resolve) => {
      child.once('close', (code) => {
        this.fail(`the emulator ended with code ${code}`);
        resolve();
      });
      child.once('error', (error) => {
        this.fail(error.message);
        resolve();
      });
    });
    child.stderr.on('data', (chunk) => {
      this.complaint += String(chunk);
    });
    // A broken pipe shows as the end of the child.
    child.stdin.on('error', () => {});
    createInterface({ input: child.stdout }).on('line', (line) => this.hear(line));
  }

  expect(id: number): Promise<unknown> {
    if (this.cause !== null) return Promise.reject(this.cause);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  ask(request: EmulatorRequest): Promise<unknown> {
    this.lastId += 1;
    const answer = this.expect(this.lastId);
    this.child.stdin.write(`${JSON.stringify({ ...request, id: this.lastId })}\n`);
    return answer;
  }

  private hear(line: string): void {
    const said = message.parse(JSON.parse(line));
    if ('event' in said) {
      if (said.event === 'failed') this.fail(said.error);
      else this.settle(0, ({ resolve }) => resolve(said.nodes));
    } else if ('error' in said) {
      this.settle(said.id, ({ reject }) => reject(new Error(`the emulator refused: ${said.error}`)));
    } else {
      this.settle(said.id, ({ resolve }) => resolve(said.result));
    }
  }

  private settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (waiting !== undefined) how(waiting);
  }

  private fail(reason: string): void {
    this.cause ??= new Error(`the lab is gone: ${reason} ${this.complaint}`.trim());
    for (const id of [...this.waiting.keys()]) {
      const cause = this.cause;
      this.settle(id, ({ reject }) => reject(cause));
    }
  }
}

/** Rejects when the plan can't be carried out; nothing is left behind then. */
export async function startEmulator(plan: Plan): Promise<EmulatorProcess> {
  const child = launch();
  const conversation = new Conversation(child);
  child.stdin.write(`${JSON.stringify(plan)}\n`);
  const places = await conversation.places.catch(async (error: unknown) => {
    child.stdin.end();
    await conversation.ended;
    throw error;
  });
  return {
    pid: child.pid ?? 0,
    places,
    request: (request) => conversation.ask(request),
    ended: conversation.ended,
    stop: async () => {
      child.stdin.end();
      await conversation.ended;
    },
  };
}
