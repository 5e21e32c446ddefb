import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readlinkSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ExecResult, Lab } from '../../lab/net/lab.ts';

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));
const ENTER = fileURLToPath(new URL('enter.sh', import.meta.url));

/** What programs find by themselves after a login; nothing of whoever runs the tests. */
const ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };

export interface Person {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Path inside. */
  readonly home: string;
}

export interface InsideOptions {
  /** Root when left out. */
  readonly as?: Person;
  /** All that the command knows of its surroundings beside PATH, LANG, HOME and USER. */
  readonly env?: Readonly<Record<string, string>>;
  /** Put in front of the command, after its user is another one: `setpriv` and its options. */
  readonly through?: readonly string[];
}

export interface InsideExecOptions extends InsideOptions {
  readonly input?: string;
  /** The command is killed then; default 120 s. */
  readonly timeoutMs?: number;
}

/** A machine to install on: this one's files, changes in memory, the network of the lab's pc. */
export interface ThrowAwayRoot {
  /** What all of its processes share, and nobody else; as `/proc/PID/ns/mnt` tells. */
  readonly mountNamespace: string;
  /** Path of one of its files as seen from outside. */
  path(inside: string): string;
  exec(command: readonly string[], options?: InsideExecOptions): Promise<ExecResult>;
  /** The pid is the command's own. */
  spawn(command: readonly string[], options?: InsideOptions): ChildProcessWithoutNullStreams;
  /** Its standard output. Rejects with what it said on standard error when it ends otherwise than well. */
  must(command: readonly string[], options?: InsideExecOptions): Promise<string>;
  /** An ordinary user with a home of his own and a group of his own. */
  addPerson(name: string): Promise<Person>;
  /** Ends what was started through it; what these have left running ends with the lab. */
  stop(): Promise<void>;
}

function collect(
  child: ChildProcessWithoutNullStreams,
  { input = '', timeoutMs = 120_000 }: InsideExecOptions,
): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    const heard = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        heard[name] += text;
      });
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      const command = child.spawnargs.join(' ');
      reject(new Error(`${command} took longer than ${timeoutMs} ms\n${heard.stdout}${heard.stderr}`));
    }, timeoutMs);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...heard });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

const become = ({ uid, gid }: Person): readonly string[] => [
  'setpriv',
  `--reuid=${uid}`,
  `--regid=${gid}`,
  '--init-groups',
  '--inh-caps=-all',
  '--',
];

/** Without any privilege of its own left, as far as files and the kernel give none back. */
function inside(
  keeper: number,
  command: readonly string[],
  { as, env = {}, through = [] }: InsideOptions,
): ChildProcessWithoutNullStreams {
  const home = as?.home ?? '/root';
  const args = [
    ...['net', 'mnt'].map((kind) => `--${kind === 'mnt' ? 'mount' : kind}=/proc/${keeper}/ns/${kind}`),
    `--wdns=${home}`,
    '--',
    ...(as === undefined ? [] : become(as)),
    ...through,
    ...command,
  ];
  return spawn('nsenter', args, {
    env: { ...ENVIRONMENT, HOME: home, USER: as?.name ?? 'root', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
}

async function entered(keeper: ChildProcessWithoutNullStreams): Promise<void> {
  let complaint = '';
  keeper.stderr.on('data', (text: Buffer) => {
    complaint += text.toString();
  });
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: keeper.stdout }).once('line', () => resolve());
    keeper.once('error', reject);
    keeper.once('exit', (code) => reject(new Error(`no throw-away root (${code}): ${complaint}`)));
  });
}

async function addPerson(root: Pick<ThrowAwayRoot, 'must'>, name: string): Promise<Person> {
  await root.must(['useradd', '--create-home', '--user-group', '--shell', '/bin/sh', name]);
  const [, , uid, gid, , home = ''] = (await root.must(['getent', 'passwd', name])).trim().split(':');
  return { name, uid: Number(uid), gid: Number(gid), home };
}

/** `shared`: files and folders that are the same inside and outside (sockets of a display, of a bus). */
export async function startThrowAwayRoot(lab: Lab, shared: readonly string[] = []): Promise<ThrowAwayRoot> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-root-'));
  const enter = ['unshare', '--mount', '--propagation=private', 'sh', ENTER, folder, CHECKOUT, ...shared];
  const keeper = lab.spawn('pc', enter);
  await entered(keeper).finally(() => rmdirSync(folder));
  const pid = keeper.pid ?? 0;
  const children = new Set<ChildProcessWithoutNullStreams>();
  const start = (command: readonly string[], options: InsideOptions = {}): ChildProcessWithoutNullStreams => {
    const child = inside(pid, command, options);
    children.add(child);
    child.once('close', () => children.delete(child));
    return child;
  };
  const exec: ThrowAwayRoot['exec'] = (command, options = {}) => collect(start(command, options), options);
  const must: ThrowAwayRoot['must'] = async (command, options) => {
    const { code, signal, stdout, stderr } = await exec(command, options);
    if (code === 0) return stdout;
    throw new Error(`${command.join(' ')} ended with ${code ?? signal}:\n${stdout}${stderr}`);
  };
  return {
    mountNamespace: readlinkSync(`/proc/${pid}/ns/mnt`),
    path: (file) => `/proc/${pid}/root${file}`,
    exec,
    spawn: start,
    must,
    addPerson: (name) => addPerson({ must }, name),
    async stop() {
      for (const child of children) child.kill('SIGKILL');
      const gone = new Promise((resolve) => keeper.once('close', resolve));
      keeper.stdin.end();
      await gone;
    },
  };
}
