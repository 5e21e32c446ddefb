import { type ChildProcess, spawn } from 'node:child_process';
import { createLineSplitter } from '../../../helper/protocol/lines.ts';
import type {
  Command,
  EncapsulatedAnswer,
  EncapsulatedCommand,
  HelloEvent,
  HelperEvent,
  ProbeAnswer,
  ProbeCommand,
} from '../../../helper/protocol/messages.ts';
import { parseEvent } from '../../../helper/protocol/parse.ts';
import { artifact } from '../../../main/artifact.ts';
import type { Lab } from '../net/lab.ts';

/** Long enough for the slowest machine; only a test that fails waits for it. */
const DEADLINE_MS = 30_000;

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

type EventOf<E extends HelperEvent['event']> = Extract<HelperEvent, { event: E }>;

/** The real helper in a process of its own; its output is read by the client's own parser. */
export class HelperProcess {
  readonly child: ChildProcess;
  readonly events: HelperEvent[] = [];
  readonly ended: Promise<Ending>;
  stderr = '';
  #listeners = new Set<() => void>();

  constructor(child: ChildProcess) {
    this.child = child;
    const lines = createLineSplitter(0x4000);
    this.child.stdout?.on('data', (chunk: Buffer) => {
      for (const line of lines.push(chunk)) {
        if (line.kind === 'too-long') throw new Error('an event was too long');
        const event = parseEvent(Buffer.from(line.bytes).toString('utf8'));
        if ('error' in event) throw new Error(event.error);
        this.events.push(event);
      }
      for (const listener of this.#listeners) listener();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString('utf8');
    });
    // Writes to a helper that has left are part of some tests.
    this.child.stdin?.on('error', () => {});
    this.ended = new Promise((resolve, reject) => {
      this.child.on('error', reject);
      this.child.on('close', (code, signal) => {
        resolve({ code, signal, stderr: this.stderr });
        for (const listener of this.#listeners) listener();
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  send(...commands: readonly Command[]): void {
    this.write(commands.map((command) => `${JSON.stringify(command)}\n`).join(''));
  }

  write(data: string | Uint8Array): void {
    this.child.stdin?.write(data);
  }

  closeInput(): void {
    this.child.stdin?.end();
  }

  /** The first event, past or to come, that `wanted` accepts. */
  async find<T extends HelperEvent>(wanted: (event: HelperEvent) => event is T): Promise<T>;
  async find(wanted: (event: HelperEvent) => boolean): Promise<HelperEvent>;
  async find(wanted: (event: HelperEvent) => boolean): Promise<HelperEvent> {
    let found = this.events.find(wanted);
    await this.until(() => {
      found ??= this.events.find(wanted);
      return found !== undefined;
    });
    if (found === undefined) throw new Error('not found');
    return found;
  }

  /** The event of this name that carries this id. */
  answer<E extends HelperEvent['event']>(name: E, id: number): Promise<EventOf<E>> {
    return this.find(
      (event): event is EventOf<E> => event.event === name && 'id' in event && event.id === id,
    );
  }

  async hello(): Promise<HelloEvent> {
    this.send({ op: 'hello', id: 0, protocol: 1 });
    return this.answer('hello', 0);
  }

  /** Waits for output until the condition holds. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error?: Error): void => {
        clearTimeout(timer);
        this.#listeners.delete(check);
        if (error) reject(error);
        else resolve();
      };
      const check = (): void => {
        if (condition()) done();
        else if (this.child.exitCode !== null) done(new Error(`the helper has left: ${this.stderr}`));
      };
      const timer = setTimeout(
        () => done(new Error(`waited in vain; last: ${JSON.stringify(this.events.slice(-5))}`)),
        DEADLINE_MS,
      );
      this.#listeners.add(check);
      check();
    });
  }

  /** Ends it if it is still there. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.ended;
  }
}

export const NODE = process.execPath;
export const HELPER = artifact('helper.cjs');

const running = new Set<HelperProcess>();

/** `prefix`: a program that runs the helper, such as `ip netns exec NAME`. */
export function startHelper(
  prefix: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  flags: readonly string[] = [],
): HelperProcess {
  const clean = { PATH: process.env['PATH'] ?? '' };
  const [program = '', ...args] = [...prefix, NODE, ...flags, HELPER];
  return adopt(spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...clean, ...env } }));
}

/** One that runs in a node of a lab. */
export const startHelperIn = (lab: Lab, node: string): HelperProcess =>
  adopt(lab.spawn(node, [NODE, HELPER]));

/** Ended by `stopHelpers` at the latest. */
export function adopt(child: ChildProcess): HelperProcess {
  const helper = new HelperProcess(child);
  running.add(helper);
  return helper;
}

/** For `afterEach`. */
export async function stopHelpers(): Promise<void> {
  const all = [...running];
  running.clear();
  await Promise.all(all.map((helper) => helper.stop()));
}

/** An echo command with usual values. */
export const echo = (
  id: number,
  address: string,
  change: { size?: number; ttl?: number; timeoutMs?: number } = {},
): Command => ({
  op: 'echo',
  id,
  address,
  size: 56,
  ttl: 64,
  timeoutMs: 2000,
  ...change,
});

/** A probe command with usual values. */
export const probe = (
  id: number,
  method: ProbeCommand['method'],
  address: string,
  change: Partial<Omit<ProbeCommand, 'op' | 'id' | 'method' | 'address'>> = {},
): ProbeCommand => ({
  op: 'probe',
  id,
  method,
  address,
  ttl: 64,
  flow: 0,
  port: PORTS[method],
  size: 64,
  timeoutMs: 5000,
  ...change,
});

/** Closed wherever nobody says otherwise. */
const PORTS = { udp: 33_434, icmp: 0, tcp: 81 } as const;

/** The answer to a probe; fails when there was none. */
export async function answerTo(helper: HelperProcess, id: number): Promise<ProbeAnswer> {
  const event = await helper.answer('probe', id);
  if (event.answer === null) throw new Error(JSON.stringify(event));
  return event.answer;
}

/** A packet in IP-in-IP with usual values; a reverse trace's, unless it is told otherwise. */
export const encapsulated = (
  id: number,
  path: number,
  via: readonly number[],
  change: Partial<Omit<EncapsulatedCommand, 'op' | 'id' | 'path' | 'via'>> = {},
): EncapsulatedCommand => ({
  op: 'encapsulated',
  id,
  path,
  via,
  inner: 'echo-reply',
  end: null,
  ttl: 64,
  size: 0,
  timeoutMs: 5000,
  ...change,
});

/** Opens a path, whose id it tells; fails where it is refused. */
export async function openPath(
  helper: HelperProcess,
  id: number,
  addresses: readonly string[],
): Promise<string> {
  helper.send({ op: 'open-path', id, addresses });
  const event = await helper.find((one) => 'id' in one && one.id === id);
  if (event.event !== 'path-opened') throw new Error(JSON.stringify(event));
  return event.source;
}

/** As `answerTo`, of a packet in IP-in-IP. */
export async function encapsulatedAnswerTo(helper: HelperProcess, id: number): Promise<EncapsulatedAnswer> {
  const event = await helper.answer('encapsulated', id);
  if (event.answer === null) throw new Error(JSON.stringify(event));
  return event.answer;
}
