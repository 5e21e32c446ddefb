import { spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { TEST_PACKAGES } from '../../../scripts/system-packages.mjs';
import { type Ended, ended } from '../cli/run-cli.ts';

const require = createRequire(import.meta.url);
const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const STAND_INS = fileURLToPath(new URL('stand-ins', import.meta.url));
const TOOLS = ['npm', 'vitest', 'tsc', 'biome', 'apt-get', 'unshare'];
/** Only bounds a test that would wait for ever. */
const DEADLINE_MS = 60_000;

/** The least that every bundle can be made of; the CLI says how it was called. */
const SOURCES = {
  'helper/index.ts': 'export {};\n',
  'main/cli/index.ts': "process.stdout.write(process.argv.slice(2).join(' ') + '\\n');\n",
  'main/history/worker.ts': 'export {};\n',
  'main/export/push/worker.ts': 'export {};\n',
  'test/lab/demo.ts': "process.stdout.write('the demo\\n');\n",
};

/** What a stand-in does when it is called: by default what is asked of it, ending with 0. */
export interface Act {
  readonly exit?: number;
  readonly signal?: NodeJS.Signals;
  readonly print?: string;
  /** The text of Vitest's report; `null`: it writes none. By default one passed test. */
  readonly report?: string | null;
}

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly uid: number;
  readonly nodeVersion: string;
  /** Whether a path exists, for those outside the checkout. */
  readonly files: Readonly<Record<string, boolean>>;
  /** Whether a command exists, wherever. */
  readonly commands: Readonly<Record<string, boolean>>;
}

const allThere = (needs: Readonly<Record<string, string>> = {}): Readonly<Record<string, boolean>> =>
  Object.fromEntries(Object.keys(needs).map((name) => [name, true]));

/** Where the lab runs: root on Debian, with everything it needs. */
export const DEBIAN_ROOT: Machine = {
  platform: 'linux',
  uid: 0,
  nodeVersion: '20.20.0',
  files: { '/dev/net/tun': true, '/etc/debian_version': true, ...allThere(TEST_PACKAGES.files) },
  commands: { ...allThere(TEST_PACKAGES.commands), ...allThere(TEST_PACKAGES.servers) },
};

const CALL = z.strictObject({ tool: z.string(), args: z.array(z.string()), packagesThere: z.boolean() });
export type Call = z.infer<typeof CALL>;

export interface RunSetup {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly machine?: Partial<Machine>;
}

/** @returns where this project has a package */
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/** A checkout of its own with this project's scripts, tiny sources, and stand-ins for every tool. */
export class Checkout {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-checkout-')));
  readonly #standIns = join(this.root, 'stand-ins');
  readonly #acts: Record<string, Act> = {};

  constructor() {
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
    for (const name of ['scripts', 'assets', 'package.json']) {
      cpSync(join(PROJECT, name), join(this.root, name), { recursive: true });
    }
    this.write('package-lock.json', '{}\n');
    for (const [path, text] of Object.entries(SOURCES)) this.write(path, text);
    cpSync(STAND_INS, this.#standIns, { recursive: true });
    // Vitest's own program needs a `node` too.
    symlinkSync(process.execPath, join(this.#standIns, 'node'));
    const program = join(this.#standIns, 'stand-in.mjs');
    for (const tool of TOOLS) {
      const script = `#!/bin/sh\nexec '${process.execPath}' '${program}' '${this.#standIns}' ${tool} "$@"\n`;
      writeFileSync(join(this.#standIns, tool), script, { mode: 0o755 });
    }
    this.plan({});
    this.planLibraries(TEST_PACKAGES.libraries);
  }

  /** Tells stand-ins, by tool (Vitest's by tool and suite, as `vitest lab`), what to do from now on. */
  plan(acts: Readonly<Record<string, Act>>): void {
    Object.assign(this.#acts, acts);
    const esbuild = folderOf('esbuild');
    writeFileSync(join(this.#standIns, 'plan.json'), JSON.stringify({ esbuild, acts: this.#acts }));
  }

  /** The shared libraries that the system's own list has, from now on. */
  planLibraries(names: readonly string[]): void {
    const list = names.map((name) => `\t${name} (libc6,x86-64) => /usr/lib/${name}`).join('\n');
    const script = `#!/bin/sh\necho '${list}'\n`;
    writeFileSync(join(this.#standIns, 'ldconfig'), script, { mode: 0o755 });
  }

  /** Puts this project's package in the place of the stand-in that was installed, program and all. */
  useReal(name: string, program: string): void {
    const [there, binary] = [`node_modules/${name}`, `node_modules/.bin/${name}`];
    this.remove(there);
    this.remove(binary);
    symlinkSync(folderOf(name), join(this.root, there));
    symlinkSync(join(folderOf(name), program), join(this.root, binary));
  }

  /** A symbolic link to a folder. */
  link(path: string, folder: string): void {
    symlinkSync(folder, join(this.root, path));
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  append(path: string, text: string): void {
    appendFileSync(join(this.root, path), text);
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true });
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  list(folder: string): readonly string[] {
    return readdirSync(join(this.root, folder)).sort();
  }

  /** The calls of stand-ins since the last time this was asked. */
  calls(): readonly Call[] {
    const file = join(this.#standIns, 'calls');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    rmSync(file);
    return lines.map((line) => CALL.parse(JSON.parse(line)));
  }

  /** The tools that were called, in their order, since the last time calls were asked for. */
  tools(): readonly string[] {
    return this.calls().map(({ tool }) => tool);
  }

  /** Runs what package.json has for `npm run SCRIPT`, without a display. Nothing but stand-ins is on its PATH. */
  run(script: string, { args = [], env = {}, machine = {} }: RunSetup = {}): Promise<Ended> {
    const manifest: unknown = JSON.parse(readFileSync(join(this.root, 'package.json'), 'utf8'));
    const command = z.object({ scripts: z.record(z.string(), z.string()) }).parse(manifest).scripts[script];
    const [program, ...own] = command?.split(' ') ?? [];
    if (program !== 'node') throw new Error(`npm run ${script} is not a plain Node script: ${command}`);
    const seen = { ...DEBIAN_ROOT, ...machine, checkout: this.root, standIns: this.#standIns };
    const preload = ['--import', join(this.#standIns, 'machine.mjs')];
    const child = spawn(process.execPath, [...preload, ...own, ...args], {
      cwd: this.root,
      env: {
        PATH: this.#standIns,
        HOME: this.root,
        LANG: 'C.UTF-8',
        STAND_IN_MACHINE: JSON.stringify(seen),
        ...env,
      },
      timeout: DEADLINE_MS,
      killSignal: 'SIGKILL',
    });
    return ended(child);
  }
}

/** The line that `npm test` ends with; a test's failure when there is not exactly one, or it is not the last. */
export function tallyLine(stdout: string): string {
  const lines = stdout.trimEnd().split('\n');
  const found = lines.filter((line) => /^\d+ passed, \d+ failed, \d+ skipped$/.test(line));
  const [only] = found;
  if (only === undefined || found.length !== 1 || lines.at(-1) !== only) {
    throw new Error(`not exactly one line of figures at the end:\n${stdout}`);
  }
  return only;
}
