import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHome } from '../../lab/net/home.ts';
import { startMonitorProcess } from '../../support/monitor-process.ts';
import type { BenchOptions, BenchResult, BenchSuite } from '../result.ts';
import { rootOnLinux } from '../support/root-on-linux.ts';

/** A second: 12 anchors, the gateway of each family and a resolver. */
const PROBES = 15;
/** A process that is woken that often and does nothing: what waking alone costs on this machine. */
const TIMER = `setInterval(() => {}, ${1000 / PROBES})`;

/** USER_HZ is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The process and all its descendants. */
function family(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return [pid, ...(children === '' ? [] : children.split(' ').flatMap((child) => family(Number(child))))];
}

/** CPU seconds used so far; fields 14 and 15 of proc_pid_stat(5), counted after the command name. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function pssMegabytes(pid: number): number {
  const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(match?.[1]) / 1024;
}

const sum = (pids: readonly number[], of: (pid: number) => number): number =>
  pids.reduce((total, pid) => total + of(pid), 0);

async function usage(pid: number, seconds: number): Promise<{ cpuPercent: number; pss: number }> {
  const pids = family(pid);
  const before = sum(pids, cpuSeconds);
  await wait(seconds * 1000);
  return { cpuPercent: ((sum(pids, cpuSeconds) - before) / seconds) * 100, pss: sum(pids, pssMegabytes) };
}

async function run({ quick }: BenchOptions): Promise<readonly BenchResult[]> {
  const seconds = quick ? 20 : 120;
  const lab = await startHome();
  const bare = spawn(process.execPath, ['-e', TIMER], { stdio: 'ignore' });
  try {
    const started = performance.now();
    const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
    const monitor = startMonitorProcess(lab, { folder });
    await monitor.waitFor('sample', (line) => line['type'] === 'sample');
    const firstSample = performance.now() - started;
    // The first minutes are not idle: the code that runs often is being compiled.
    await wait(quick ? 10_000 : 180_000);
    const [own, peer] = await Promise.all([
      usage(monitor.child.pid ?? 0, seconds),
      usage(bare.pid ?? 0, seconds),
    ]);
    await monitor.end();
    rmSync(folder, { recursive: true });
    const peerName = `bare node woken ${PROBES} times a second`;
    return [
      {
        name: `CPU of monitor, history and helper at ${PROBES} probes a second`,
        figure: own.cpuPercent,
        unit: '% of a core',
        peer: peerName,
        peerFigure: peer.cpuPercent,
        ratio: own.cpuPercent / peer.cpuPercent,
        budget: '<= 0.5 %',
        note: `over ${seconds} s`,
      },
      {
        name: 'PSS of monitor, history and helper',
        figure: own.pss,
        unit: 'MB',
        peer: peerName,
        peerFigure: peer.pss,
        ratio: own.pss / peer.pss,
        budget: '<= 60 MB over a bare tray app (two Node processes here)',
      },
      {
        name: 'start to the first sample',
        figure: firstSample,
        unit: 'ms',
        note: 'the schedule itself waits up to 1 s',
      },
    ];
  } finally {
    bare.kill('SIGKILL');
    await lab.stop();
  }
}

export const footprintSuite: BenchSuite = { name: 'footprint', obstacle: rootOnLinux, run };
