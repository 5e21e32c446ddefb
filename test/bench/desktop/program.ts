import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { MARK, type Request, type Told, told } from './in-electron/protocol.ts';

/** Only bounds a run that would wait for ever. */
const DEADLINE_MS = 60_000;

type Asked = Request extends infer One ? (One extends Request ? Omit<One, 'id'> : never) : never;

/** A desktop program under the bench: the product or its peer. */
export class Program {
  readonly pid: number;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #told: Told[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #gone: Promise<unknown>;
  #errors = '';
  #id = 0;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.#gone = once(child, 'close').then(() => this.#wake());
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith(MARK)) return;
      this.#told.push(told.parse(JSON.parse(line.slice(MARK.length))));
      this.#wake();
    });
  }

  /** What it told so far. */
  get told(): readonly Told[] {
    return this.#told;
  }

  /** A line it told, past or to come. */
  async waitFor<One>(what: string, find: (told: readonly Told[]) => One | undefined): Promise<One> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        settle();
      };
      const fail = (why: string): void =>
        finish(() => reject(new Error(`no ${what}: ${why}\n${this.#errors.slice(-2000)}`)));
      const look = (): void => {
        const found = find(this.#told);
        if (found !== undefined) finish(() => resolve(found));
        else if (this.#child.exitCode !== null || this.#child.signalCode !== null) fail('it has ended');
      };
      const timer = setTimeout(() => fail(`waited ${DEADLINE_MS} ms`), DEADLINE_MS);
      this.#listeners.add(look);
      look();
    });
  }

  async ask(asked: Asked): Promise<unknown> {
    this.#id += 1;
    const id = this.#id;
    this.#child.stdin.write(`${JSON.stringify({ ...asked, id })}\n`);
    const reply = await this.waitFor(asked.type, (told) =>
      told.find((one) => (one.type === 'answer' || one.type === 'failure') && one.id === id),
    );
    if (reply.type === 'failure') throw new Error(`${asked.type}: ${reply.reason}`);
    return reply.type === 'answer' ? reply.value : null;
  }

  /** Runs a function in the open window's page. It is handed over as text, so it must stand for itself. */
  page<Args extends readonly (number | string)[]>(
    what: (...args: Args) => unknown,
    ...args: Args
  ): Promise<unknown> {
    return this.ask({ type: 'page', script: `(${what})(...${JSON.stringify(args)})` });
  }

  /** Settles when it has gone; by force when it doesn't go by itself. */
  async quit(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.stdin.write(`${JSON.stringify({ type: 'quit', id: 0 })}\n`);
    }
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await this.#gone;
    clearTimeout(timer);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  #wake(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
