import { fileURLToPath } from 'node:url';
import type { Lab } from '../../lab/net/lab.ts';
import { LINE } from '../../lab/net/topologies.ts';
import type { Run } from './runs.ts';

const PATIENCE_MS = 900_000;
/** As long as the product waits before it calls a packet lost. */
const TIMEOUT_MS = 2000;

interface Told {
  readonly ms: number;
  readonly cpuMs: number;
  readonly sent: number;
  readonly found: readonly unknown[];
}

/** In the checkout, from the sources and from a bundle in `dist/` alike. */
function script(): string {
  const [root = ''] = fileURLToPath(import.meta.url).split(/\/(?:dist|test)\//);
  return `${root}/test/bench/encapsulation/sequential.py`;
}

async function ask(lab: Lab, ...args: readonly string[]): Promise<Told & { readonly wallMs: number }> {
  const startMs = performance.now();
  const run = await lab.exec('pc', ['python3', '-B', script(), ...args], { timeoutMs: PATIENCE_MS });
  if (run.code !== 0) throw new Error(`the sequential prober ended with ${run.code}: ${run.stderr}`);
  return { ...JSON.parse(run.stdout), wallMs: performance.now() - startMs };
}

const isAddress = (each: unknown): each is string | null => each === null || typeof each === 'string';
const isCount = (each: unknown): each is number => typeof each === 'number';

/** TTL after TTL. */
export async function sequentialReverse(lab: Lab): Promise<Run> {
  const args = ['reverse', LINE.pc.ipv4, LINE.server.ipv4, String(TIMEOUT_MS), '32'];
  const { found, ms, wallMs, cpuMs } = await ask(lab, ...args);
  return { ms, wallMs, cpuMs, hops: found.filter(isAddress), counts: [] };
}

/** Round after round, hop after hop. */
export async function sequentialProbe(lab: Lab, path: readonly string[], rounds: number): Promise<Run> {
  const args = ['probe', LINE.pc.ipv4, path.join(), String(TIMEOUT_MS), String(rounds)];
  const { found, ms, wallMs, cpuMs } = await ask(lab, ...args);
  return { ms, wallMs, cpuMs, hops: [], counts: found.filter(isCount) };
}
