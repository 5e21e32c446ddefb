import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { asUser, type OWNER } from './scene.ts';

type Said = Readonly<Record<string, unknown>>;

const DEADLINE_MS = 30_000;

export interface ClientBundle {
  readonly file: string;
  remove(): void;
}

/** For `beforeAll`: one file that any user's Node can run by itself. */
export async function bundleClient(): Promise<ClientBundle> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-client-'));
  chmodSync(folder, 0o755);
  const file = join(folder, 'client.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('client.ts', import.meta.url))],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** client.ts at work as an ordinary user. */
export class ClientProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly said: Said[] = [];
  readonly ended: Promise<number | null>;
  readonly #listeners = new Set<() => void>();
  stderr = '';

  constructor(
    bundle: string,
    user: typeof OWNER,
    temporary: string,
    { tokenMs = 10_000, runtime = '' } = {},
  ) {
    const [program = '', ...args] = asUser(user, [process.execPath, bundle, temporary, `${tokenMs}`]);
    const env = { PATH: process.env['PATH'] ?? '', ...(runtime === '' ? {} : { XDG_RUNTIME_DIR: runtime }) };
    this.child = spawn(program, args, { env, cwd: '/' });
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.said.push(JSON.parse(line));
      for (const listener of this.#listeners) listener();
    });
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.child.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => {
        resolve(code);
        for (const listener of this.#listeners) listener();
      });
    });
  }

  tell(word: string): void {
    this.child.stdin.write(`${word}\n`);
  }

  has(name: string): boolean {
    return this.said.some((what) => name in what);
  }

  /** The value of this name, past or to come. */
  hear(name: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void =>
        reject(new Error(`${why} ${name}: ${JSON.stringify(this.said)} ${this.stderr}`));
      const timer = setTimeout(() => fail('waited in vain for'), DEADLINE_MS);
      const check = (): void => {
        const found = this.said.find((what) => name in what);
        if (found === undefined && this.child.exitCode === null) return;
        clearTimeout(timer);
        this.#listeners.delete(check);
        if (found === undefined) fail('ended without');
        else resolve(found[name]);
      };
      this.#listeners.add(check);
      check();
    });
  }

  /** Of the channel that it has opened. */
  async folder(): Promise<string> {
    return String(await this.hear('folder'));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.ended;
  }
}
