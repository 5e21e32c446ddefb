import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { underLock } from './lock.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const KEPT = join(ROOT, '.cache/package-test');
/** Another run may still read what an older state of the sources became; hundreds of megabytes each. */
const KEPT_MS = 5 * 60_000;

const ARTIFACTS = z.array(z.object({ target: z.string(), file: z.string(), bytes: z.number() }));

export interface BuiltPackages {
  /** The unpacked app, as the archive and the Debian package hold it. Not to be changed: others read it too. */
  readonly directory: string;
  readonly deb: string;
  /** The tar.gz; not made of another version. */
  readonly archive: string;
}

function* filesIn(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}

/** Of everything that a package is made of. */
function stateOfSources(): string {
  const hash = createHash('sha256');
  const folders = ['assets', 'helper', 'main', 'renderer', 'scripts'].map((name) => join(ROOT, name));
  for (const file of [
    ...folders.flatMap((folder) => [...filesIn(folder)]),
    join(ROOT, 'package-lock.json'),
  ]) {
    hash.update(`${file.slice(ROOT.length)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`packaging ended with ${code}:\n${said}${stdout}`));
    });
  });
}

async function build(folder: string, version: string | undefined): Promise<void> {
  const aside = `${folder}.${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  const chosen = version === undefined ? ['dir', 'tar.gz'] : ['--version', version];
  const stdout = await run(['scripts/package.mjs', 'deb', '--fast', '--output', aside, ...chosen]);
  const made = ARTIFACTS.parse(JSON.parse(stdout));
  for (const { target, file } of made) {
    if (target !== 'dir') renameSync(file, join(aside, `faultline.${target}`));
  }
  renameSync(aside, folder);
}

/** What was made of this state of the sources stays: another file's tests may be running it for long. */
function sweep(state: string): void {
  for (const name of readdirSync(KEPT).filter((name) => !name.startsWith(state))) {
    const path = join(KEPT, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * The packages of the sources as they are, made by the first who asks (about 15 s; a minute where the helper's Node
 * or Electron has to be fetched first) and kept for all others.
 * @param version to be packed as another one than package.json's: for upgrades
 */
export async function builtPackages({ version }: { readonly version?: string } = {}): Promise<BuiltPackages> {
  mkdirSync(KEPT, { recursive: true });
  const state = stateOfSources();
  const folder = join(KEPT, `${state}${version === undefined ? '' : `-${version}`}`);
  await underLock(join(KEPT, 'lock'), async () => {
    sweep(state);
    if (existsSync(folder)) utimesSync(folder, new Date(), new Date());
    else await build(folder, version);
  });
  const of = (name: string): string => join(folder, name);
  return { directory: of('linux-unpacked'), deb: of('faultline.deb'), archive: of('faultline.tar.gz') };
}
