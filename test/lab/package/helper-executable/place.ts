import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildHelperExecutable } from '../../../../scripts/package/helper/build.mjs';
import { adopt, type HelperProcess, stopHelpers } from '../../helper/helper-process.ts';

/** Somebody without rights, of whom the system knows nothing but the number. */
export const USER = 12345;
/** Building takes seconds where Node is at hand, and as long as its download elsewhere. */
export const BUILD_DEADLINE_MS = 300_000;

const AS_USER = ['setpriv', '--reuid', `${USER}`, '--regid', `${USER}`, '--clear-groups'];
/** As a service manager would start it: the right is the process's, not the file's. */
export const AMBIENT = [...AS_USER, '--inh-caps', '+net_raw', '--ambient-caps', '+net_raw'];

const run = (program: string, ...args: string[]): void => {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
};

/** A folder for temporary files where the kernel minds capabilities: on many systems /tmp is not one. */
function baseFolder(): string {
  const found = [tmpdir(), '/var/tmp', '/opt'].find((folder) => {
    const options = execFileSync('findmnt', ['-n', '-o', 'OPTIONS', '--target', folder], {
      encoding: 'utf8',
    });
    return !options.trim().split(',').includes('nosuid');
  });
  if (found === undefined) throw new Error('every file system here is mounted nosuid');
  return found;
}

export interface Start {
  readonly executable?: string;
  /** The name that it is started by (`argv[0]`); its path when left out. */
  readonly name?: string;
  readonly args?: readonly string[];
  /** All that the helper's environment has, and nothing that the programs before it have. */
  readonly env?: Readonly<Record<string, string>>;
  /** Programs that run the helper; the user without rights, unless it is told otherwise. */
  readonly as?: readonly string[];
  /** Pipes beside the three usual ones. */
  readonly pipes?: number;
}

let made = 0;

/**
 * The real executable as a package installs it: root's, with the one capability on its file, in a folder of root's.
 * Beside it a folder of the user's own. All runs in a network namespace that has loopback only.
 */
export class Place {
  readonly folder: string;
  readonly home: string;
  readonly executable: string;
  readonly addon: string;
  readonly namespace: string;
  readonly #top: string;

  private constructor() {
    made += 1;
    this.namespace = `fpx${process.pid}n${made}`;
    this.#top = mkdtempSync(join(baseFolder(), 'faultline-installed-'));
    this.folder = join(this.#top, 'helper');
    this.home = join(this.#top, 'home');
    this.executable = join(this.folder, 'faultline-helper');
    this.addon = join(this.folder, 'raw.node');
  }

  static async make(): Promise<Place> {
    const place = new Place();
    chmodSync(place.#top, 0o755);
    mkdirSync(place.home);
    chownSync(place.home, USER, USER);
    await buildHelperExecutable({ into: place.folder });
    run('setcap', 'cap_net_raw+ep', place.executable);
    run('ip', 'netns', 'add', place.namespace);
    run('ip', '-n', place.namespace, 'link', 'set', 'lo', 'up');
    return place;
  }

  #within(command: readonly string[]): string[] {
    return ['ip', 'netns', 'exec', this.namespace, ...command];
  }

  start({ executable, name, args = [], env = {}, as = AS_USER, pipes = 0 }: Start = {}): HelperProcess {
    const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`);
    const named = name === undefined ? [] : ['/bin/bash', '-c', 'exec -a "$0" "$@"', name];
    const helper = ['env', '-i', ...variables, ...named, executable ?? this.executable, ...args];
    const [program = '', ...rest] = this.#within([...as, ...helper]);
    const more = Array.from({ length: pipes }, () => 'pipe' as const);
    return adopt(spawn(program, rest, { cwd: this.home, stdio: ['pipe', 'pipe', 'pipe', ...more] }));
  }

  /** Runs a program of the user's to its end. */
  asUser(...command: string[]): {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
  } {
    const [program = '', ...args] = this.#within([...AS_USER, ...command]);
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: this.home, encoding: 'utf8' });
    return { code: status, stdout, stderr };
  }

  /** Runs a program of root's in the helper's network; what it says. */
  asRoot(command: readonly string[], input = ''): string {
    const [program = '', ...args] = this.#within(command);
    return execFileSync(program, args, { encoding: 'utf8', input });
  }

  /** A file of the user's own with these contents. */
  own(from: string, name: string): string {
    const file = join(this.home, name);
    copyFileSync(from, file);
    chownSync(file, USER, USER);
    return file;
  }

  /** Whatever listens or is connected in the helper's network, but for raw sockets. */
  openPorts(): string[] {
    const tables = ['tcp', 'tcp6', 'udp', 'udp6', 'unix'];
    const text = this.asRoot(['cat', ...tables.map((name) => `/proc/net/${name}`)]);
    return text.split('\n').filter((line) => line !== '' && !/^\s*(sl|Num)\s/.test(line));
  }

  async remove(): Promise<void> {
    await stopHelpers();
    run('ip', 'netns', 'delete', this.namespace);
    rmSync(this.#top, { recursive: true, force: true });
  }
}

/** What is mapped into a process, each file once. */
export function mappedFiles(pid: number): string[] {
  const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  const files = lines.map((line) => line.slice(73).trim()).filter((name) => name.startsWith('/'));
  return [...new Set(files)].sort();
}
