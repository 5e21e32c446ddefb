import type { ProbeResult } from '../../../main/cli/probe/result.ts';
import type { TraceResult } from '../../../main/cli/trace/result.ts';
import type { Lab } from '../../lab/net/lab.ts';
import { LINE } from '../../lab/net/topologies.ts';
import { faultline } from '../../support/monitor-process.ts';
import type { Run } from './runs.ts';

const PATIENCE_MS = 600_000;

/** `times` of a shell tells its own and then its children's user and system time. */
function childrenCpuMs(stderr: string): number {
  const [user = '', system = ''] = stderr.trim().split('\n').at(-1)?.split(' ') ?? [];
  const ms = (text: string): number => {
    const [, minutes = '0', seconds = '0'] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
    return (Number(minutes) * 60 + Number(seconds)) * 1000;
  };
  return ms(user) + ms(system);
}

interface Ran<Result> {
  readonly result: Result;
  /** Of the command line and its helper, from their start to their end. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

async function ran<Result>(lab: Lab, args: readonly string[]): Promise<Ran<Result>> {
  const command = ['bash', '-c', '"$@"; times >&2', 'bash', ...faultline(...args, '--json')];
  const startMs = performance.now();
  const { stdout, stderr } = await lab.exec('pc', command, { timeoutMs: PATIENCE_MS });
  const wallMs = performance.now() - startMs;
  if (stdout === '') throw new Error(`nothing was measured: ${stderr}`);
  return { result: JSON.parse(stdout), cpuMs: childrenCpuMs(stderr), wallMs };
}

const allowed = (data: string): readonly string[] => ['--numeric', '--allow-encapsulation', '--data', data];

/** One ping of the own address. */
export const ownPing = (lab: Lab): Promise<Ran<unknown>> => ran(lab, ['ping', LINE.pc.ipv4, '--count', '1']);

export async function ownReverse(lab: Lab, data: string, queries: number): Promise<Run> {
  const args = ['trace', '--reverse', LINE.server.ipv4, '--queries', String(queries), ...allowed(data)];
  const { result, cpuMs, wallMs } = await ran<TraceResult>(lab, args);
  const hops = result.hops.map(({ nodes }) => nodes[0]?.address ?? null);
  return { ms: result.durationMs, cpuMs, wallMs, hops, counts: [] };
}

export async function ownProbe(lab: Lab, data: string, path: readonly string[], count: number): Promise<Run> {
  const args = ['probe', '--path', path.join(), '--count', String(count), ...allowed(data)];
  const { result, cpuMs, wallMs } = await ran<ProbeResult>(lab, args);
  return {
    ms: result.durationMs,
    cpuMs,
    wallMs,
    hops: [],
    counts: result.hops.map(({ received }) => received),
  };
}
