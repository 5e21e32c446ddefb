import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { LinkCounters } from './counters.ts';
import { linkCounters } from './counters.ts';
import type { EmulatorProcess, Place } from './emulator-process.ts';
import { startEmulator } from './emulator-process.ts';
import { sweep } from './holders.ts';
import type { Impairment } from './impairment.ts';
import { checkImpairment } from './impairment.ts';
import { setRules } from './paths/rules.ts';
import { planOf } from './plan.ts';
import type { Topology } from './topology.ts';

export interface RunOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Runs without any privilege: no capabilities, no supplementary groups. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

export interface ExecOptions extends RunOptions {
  /** Given on stdin. */
  readonly input?: string;
  /** The command is killed then; default 60 s. */
  readonly timeoutMs?: number;
}

export interface ExecResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface LinkChange {
  /** From the link's end a to its end b. */
  readonly forward?: Impairment;
  readonly backward?: Impairment;
  /** Applied first. */
  readonly both?: Impairment;
}

export interface LabLink {
  /** Settles when it is in force. */
  set(change: LinkChange): Promise<void>;
  counters(): Promise<LinkCounters>;
}

export interface Lab {
  readonly topology: Topology;
  /** Of the emulator; the namespaces live no longer than it. */
  readonly pid: number;
  /** Network namespace of a node, as in /proc/PID/ns/net. */
  namespace(node: string): number;
  /** Runs a command inside a node to its end. A code other than 0 is no error. */
  exec(node: string, command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Starts a command inside a node. Its pid is the command's own: signals reach it, kill -9 too. */
  spawn(node: string, command: readonly string[], options?: RunOptions): ChildProcessWithoutNullStreams;
  /** Throws for a name the topology does not have. */
  link(name: string): LabLink;
  /** Kills what still runs in the lab and takes it down; settles when nothing is left. */
  stop(): Promise<void>;
}

const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

function dropPrivilege({ uid, gid }: { uid: number; gid: number }): readonly string[] {
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--bounding-set=-all', '--'];
}

/** Enters the namespaces and becomes the command: one process, so that its pid and exit are the command's. */
function enter(
  place: Place,
  command: readonly string[],
  options: RunOptions,
): ChildProcessWithoutNullStreams {
  const inside = [...(options.user ? dropPrivilege(options.user) : []), ...command];
  const cwd = options.cwd ?? process.cwd();
  const args = [`--net=${place.net}`, `--mount=${place.mount}`, `--wdns=${cwd}`, '--', ...inside];
  return spawn('nsenter', args, {
    env: { ...process.env, PATH, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A session of its own: a Ctrl-C at the driver's terminal is for the driver to handle.
    detached: true,
  });
}

function collect(child: ChildProcessWithoutNullStreams, options: ExecOptions): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const timeoutMs = options.timeoutMs ?? 60_000;
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${child.spawnargs.join(' ')} took longer than ${timeoutMs} ms\n${stdout}${stderr}`));
    }, timeoutMs);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}

function linkOf(emulator: EmulatorProcess, link: string): LabLink {
  return {
    async set({ forward, backward, both }) {
      await emulator.request({
        op: 'set',
        link,
        forward: checkImpairment({ ...both, ...forward }),
        backward: checkImpairment({ ...both, ...backward }),
      });
    },
    counters: async () => linkCounters.parse(await emulator.request({ op: 'counters', link })),
  };
}

async function loadRules(lab: Lab): Promise<void> {
  const ruled = lab.topology.nodes.filter(({ rules = [] }) => rules.length > 0);
  await Promise.all(ruled.map(({ name, rules = [] }) => setRules(lab, name, rules)));
}

/** Brings a topology up. Needs root on Linux; rejects with the reason and leaves nothing when it can't. */
export async function startLab(topology: Topology): Promise<Lab> {
  const lab = await bareLab(topology);
  try {
    await loadRules(lab);
    return lab;
  } catch (error) {
    await lab.stop();
    throw error;
  }
}

/** Null: it has gone already. */
function hold({ net }: Place): number | null {
  try {
    return openSync(net, 'r');
  } catch {
    return null;
  }
}

/**
 * Emulator and guard clean up by themselves; this is for the day when both were killed. Until then the namespaces are
 * held: else their inodes could have become those of another lab, which must not be swept.
 */
async function sweepAtItsEnd(emulator: EmulatorProcess): Promise<void> {
  const places = [...emulator.places.values()];
  const held = places.flatMap((place) => {
    const descriptor = hold(place);
    return descriptor === null ? [] : [{ descriptor, inode: place.inode }];
  });
  await emulator.ended;
  try {
    await sweep(held.map(({ inode }) => inode));
  } finally {
    for (const { descriptor } of held) closeSync(descriptor);
  }
}

async function bareLab(topology: Topology): Promise<Lab> {
  const emulator = await startEmulator(planOf(topology));
  const placeOf = (node: string): Place => {
    const place = emulator.places.get(node);
    if (place === undefined) throw new Error(`no node ${node}`);
    return place;
  };
  const over = sweepAtItsEnd(emulator);
  return {
    topology,
    pid: emulator.pid,
    namespace: (node) => placeOf(node).inode,
    exec: (node, command, options = {}) => collect(enter(placeOf(node), command, options), options),
    spawn: (node, command, options = {}) => enter(placeOf(node), command, options),
    link(name) {
      if (!topology.links.some((link) => link.name === name)) throw new Error(`no link ${name}`);
      return linkOf(emulator, name);
    },
    stop: async () => {
      await emulator.stop();
      await over;
    },
  };
}
