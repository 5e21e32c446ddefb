import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';
import type { Polkit } from '../../../support/polkit/polkit.ts';
import type { Lab } from '../../net/lab.ts';

const DRIVER = fileURLToPath(new URL('driver.ts', import.meta.url));

const SAID = z.union([
  z.object({
    started: z.literal(true),
    way: z.string(),
    hello: z.object({
      pid: z.number(),
      privilege: z.object({
        uid: z.number(),
        gid: z.number(),
        dropped: z.boolean(),
        capabilities: z.array(z.number()),
      }),
    }),
  }),
  z.object({ started: z.literal(false), code: z.string(), reason: z.string() }),
  z.object({ outcome: z.string() }),
  z.object({ look: z.object({ distrust: z.string(), ways: z.array(z.unknown()) }) }),
  z.object({ closed: z.literal(true) }),
]);
export type Said = z.infer<typeof SAID>;

/** One file that any user's Node can run by itself. */
export async function bundleDriver(folder: string): Promise<string> {
  const outfile = join(folder, 'driver.mjs');
  await build({
    entryPoints: [DRIVER],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
    logLevel: 'warning',
  });
  return outfile;
}

/** The tester with the product's code in a process of his own. */
export class User {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #said: Said[] = [];
  readonly #gone: Promise<unknown>;
  #wake: () => void = () => undefined;
  #complaints = '';

  constructor(lab: Pick<Lab, 'spawn'>, polkit: Polkit, command: readonly string[]) {
    // Nothing draws there; a desktop is a condition of being asked.
    const env = { DISPLAY: ':faultline-test', NODE_OPTIONS: '' };
    this.#child = lab.spawn(polkit.node, polkit.asTester([process.execPath, ...command]), { env, cwd: '/' });
    this.#gone = once(this.#child, 'close').then(() => this.#wake());
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.#said.push(SAID.parse(JSON.parse(line)));
      this.#wake();
    });
    this.#child.stderr.on('data', (text: Buffer) => {
      this.#complaints += text.toString();
    });
    this.#child.stdin.on('error', () => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  tell(command: string): void {
    this.#child.stdin.write(`${command}\n`);
  }

  /** The next thing it says. */
  async next(): Promise<Said> {
    for (;;) {
      const said = this.#said.shift();
      if (said !== undefined) return said;
      if (this.#child.exitCode !== null) throw new Error(`it ended: ${this.#complaints}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  answer(command: string): Promise<Said> {
    this.tell(command);
    return this.next();
  }

  async end(): Promise<void> {
    this.#child.stdin.end();
    await this.#gone;
  }
}
