import { spawn } from 'node:child_process';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { HOME } from '../../lab/net/topologies.ts';
import { faultline } from '../../support/monitor-process.ts';
import type { BenchOptions, BenchResult, BenchSuite } from '../result.ts';
import { quantile } from '../support/quantile.ts';
import { rootOnLinux } from '../support/root-on-linux.ts';

const INTERVAL_MS = 200;

async function byPing(lab: HomeLab, address: string, count: number): Promise<readonly number[]> {
  const run = await lab.exec(
    'pc',
    ['ping', '-n', '-c', String(count), '-i', String(INTERVAL_MS / 1000), address],
    { env: { LC_ALL: 'C' }, timeoutMs: 600_000 },
  );
  return [...run.stdout.matchAll(/time=([\d.]+) ms/g)].map((match) => Number(match[1]));
}

async function byFaultline(
  lab: HomeLab,
  address: string,
  count: number,
): Promise<{ p50: number; p99: number }> {
  const run = await lab.exec(
    'pc',
    faultline('ping', address, '--json', '--count', String(count), '--interval', String(INTERVAL_MS)),
    { timeoutMs: 600_000 },
  );
  const answer: { mode: string; rttMs: { p50: number; p99: number } | null } = JSON.parse(run.stdout);
  if (answer.rttMs === null || answer.mode !== 'helper')
    throw new Error(`ping measured nothing: ${run.stderr}`);
  return answer.rttMs;
}

/** Both at once, so that both meet the same line and the same machine. */
async function compare(lab: HomeLab, label: string, count: number): Promise<readonly BenchResult[]> {
  const [address = ''] = HOME.anchors4;
  const [peer, own] = await Promise.all([byPing(lab, address, count), byFaultline(lab, address, count)]);
  const row = (name: string, figure: number, peerFigure: number, budget: string): BenchResult => ({
    name: `${name}, ${label}`,
    figure,
    unit: 'ms',
    peer: 'iputils ping',
    peerFigure,
    ratio: figure / peerFigure,
    budget,
    note: `${count} echoes each, difference ${(figure - peerFigure).toFixed(3)} ms`,
  });
  return [
    row('round trip p50', own.p50, quantile(peer, 0.5), 'within 0.1 ms'),
    row('round trip p99', own.p99, quantile(peer, 0.99), 'within 0.5 ms'),
  ];
}

async function run({ quick }: BenchOptions): Promise<readonly BenchResult[]> {
  const count = quick ? 50 : 300;
  const lab = await startHome();
  try {
    const idle = await compare(lab, 'idle machine', count);
    const hog = spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' });
    try {
      return [...idle, ...(await compare(lab, 'one core busy', count))];
    } finally {
      hog.kill('SIGKILL');
    }
  } finally {
    await lab.stop();
  }
}

export const roundTripSuite: BenchSuite = { name: 'round-trip', obstacle: rootOnLinux, run };
