import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLineSplitter } from '../../../../helper/protocol/lines.ts';
import type { Command, HelperEvent } from '../../../../helper/protocol/messages.ts';
import { parseEvent } from '../../../../helper/protocol/parse.ts';
import { type Ending, HELPER, HelperProcess, NODE } from '../helper-process.ts';

/** Two users without an account: nothing on this machine is theirs. */
export const OWNER = { uid: 41_001, gid: 41_002 } as const;
export const STRANGER = { uid: 42_001, gid: 42_002 } as const;

/** Whom a helper of OWNER's becomes. */
export const BECOMES = { uid: OWNER.uid, gid: 65_534 } as const;

export const TOKEN = '0123456789abcdef'.repeat(4);

const DEADLINE_MS = 30_000;

export type User = typeof OWNER | typeof STRANGER;

/** The command line of a program as such a user, without any right. */
export const asUser = ({ uid, gid }: User, command: readonly string[]): readonly string[] => [
  'setpriv',
  `--reuid=${uid}`,
  `--regid=${gid}`,
  '--clear-groups',
  '--bounding-set=-all',
  '--',
  ...command,
];

/** One connection to a channel as a client of no particular kind sees it. */
export class Visitor {
  readonly socket: Socket;
  token = '';
  readonly events: HelperEvent[] = [];
  readonly closed: Promise<void>;
  readonly #listeners = new Set<() => void>();

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    this.closed = new Promise((resolve) => {
      socket.once('close', () => resolve());
    });
    const lines = createLineSplitter(0x4000);
    let first = true;
    socket.on('data', (chunk: Buffer) => {
      for (const line of lines.push(chunk)) {
        const text = line.kind === 'line' ? Buffer.from(line.bytes).toString('utf8') : '';
        if (first) this.token = text;
        else this.#take(text);
        first = false;
      }
      for (const listener of this.#listeners) listener();
    });
  }

  #take(text: string): void {
    const event = parseEvent(text);
    if ('error' in event) throw new Error(event.error);
    this.events.push(event);
  }

  send(...commands: readonly Command[]): void {
    for (const command of commands) this.socket.write(`${JSON.stringify(command)}\n`);
  }

  /** The event of this name with this id, past or to come. */
  answer<E extends HelperEvent['event']>(name: E, id: number): Promise<Extract<HelperEvent, { event: E }>> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited in vain for ${name} ${id}`)), DEADLINE_MS);
      const check = (): void => {
        const found = this.events.find(
          (event): event is Extract<HelperEvent, { event: E }> =>
            event.event === name && 'id' in event && event.id === id,
        );
        if (found === undefined) return;
        clearTimeout(timer);
        this.#listeners.delete(check);
        resolve(found);
      };
      this.#listeners.add(check);
      check();
    });
  }
}

/** A channel made by hand, so that it can be made wrong; everything of it is OWNER's. */
export class ChannelScene {
  readonly base: string;
  readonly folder: string;
  readonly token: string;
  readonly socket: string;
  readonly visitors: Visitor[] = [];
  readonly #helpers = new Set<HelperProcess>();
  readonly #servers = new Set<Server>();
  #onVisitor: (visitor: Visitor) => void = () => undefined;

  constructor() {
    this.base = mkdtempSync(join(tmpdir(), 'faultline-scene-'));
    chmodSync(this.base, 0o1777);
    this.folder = join(this.base, 'channel');
    this.token = join(this.folder, 'token');
    this.socket = join(this.folder, 'socket');
  }

  /** As the client makes it. */
  async build(): Promise<void> {
    mkdirSync(this.folder, { mode: 0o700 });
    chownSync(this.folder, OWNER.uid, OWNER.gid);
    this.writeToken(this.token);
    await this.listen(this.socket);
  }

  writeToken(path: string, text = TOKEN): void {
    writeFileSync(path, text, { mode: 0o600 });
    chownSync(path, OWNER.uid, OWNER.gid);
  }

  async listen(path: string, { uid, gid }: User = OWNER): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const visitor = new Visitor(socket);
      this.visitors.push(visitor);
      this.#onVisitor(visitor);
    });
    this.#servers.add(server);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    chmodSync(path, 0o600);
    chownSync(path, uid, gid);
  }

  /** The next one who connects. */
  visitor(): Promise<Visitor> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('nobody came')), DEADLINE_MS);
      this.#onVisitor = (visitor) => {
        clearTimeout(timer);
        resolve(visitor);
      };
    });
  }

  /** `words`: instead of those of this channel. */
  start(
    words: readonly string[] = this.words(),
    { env = {}, prefix = [] }: { env?: NodeJS.ProcessEnv; prefix?: readonly string[] } = {},
  ): HelperProcess {
    const [program = '', ...args] = [...prefix, NODE, HELPER, ...words];
    const helper = new HelperProcess(
      spawn(program, args, {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'] ?? '', ...env },
      }),
    );
    this.#helpers.add(helper);
    return helper;
  }

  words(change: { folder?: string; uid?: number } = {}): readonly string[] {
    const { folder, uid } = { folder: this.folder, uid: OWNER.uid, ...change };
    return ['--channel', folder, '--uid', `${uid}`];
  }

  /** One that must refuse: what it said, and how it ended. */
  async refusal(
    words?: readonly string[],
    how?: { env?: NodeJS.ProcessEnv; prefix?: readonly string[] },
  ): Promise<{ ending: Ending; events: readonly HelperEvent[] }> {
    const helper = this.start(words, how);
    return { ending: await helper.ended, events: helper.events };
  }

  async remove(): Promise<void> {
    await Promise.all([...this.#helpers].map((helper) => helper.stop()));
    for (const visitor of this.visitors) visitor.socket.destroy();
    for (const server of this.#servers) server.close();
    rmSync(this.base, { recursive: true, force: true });
  }
}
