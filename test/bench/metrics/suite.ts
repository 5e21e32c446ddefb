import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KINDS } from '../../../main/domain/model/kind.ts';
import { hostPlace } from '../../support/metrics-servers/place.ts';
import { startVictoria, type Victoria } from '../../support/metrics-servers/victoria.ts';
import type { BenchOptions, BenchResult, BenchSuite } from '../result.ts';
import { quantile } from '../support/quantile.ts';
import { Machine } from './machine.ts';

const MACHINES = 200;
/** Until the first figures of the first machines are final, batched and sent. */
const WARM_UP_MS = 20_000;
const LOOK_MS = 250;
/** USER_HZ is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** CPU seconds used so far; fields 14 and 15 of proc_pid_stat(5), counted after the command name. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** From the sending of a probe to the moment at which its figure can first be read, for one machine. */
async function readingLags(server: Victoria, machine: string, untilMs: number): Promise<readonly number[]> {
  const lags: number[] = [];
  let newestMs = Date.now();
  while (performance.now() < untilMs) {
    const raw = await server.raw(`faultline_sample_lost{machine="${machine}",kind="icmp4"}`);
    const nowMs = Date.now();
    const fresh = raw.flatMap(({ timestamps }) => timestamps).filter((atMs) => atMs > newestMs);
    lags.push(...fresh.map((atMs) => nowMs - atMs));
    newestMs = Math.max(newestMs, ...fresh);
    await wait(LOOK_MS);
  }
  return lags;
}

async function pointsIn(server: Victoria): Promise<number> {
  await server.flush();
  const [answer] = await server.query(
    'sum(count_over_time(faultline_sample_lost[1h]))',
    Date.now() / 1000 + 5,
  );
  return answer?.points[0]?.value ?? 0;
}

async function measure(
  server: Victoria,
  folder: string,
  options: BenchOptions,
): Promise<readonly BenchResult[]> {
  const seconds = options.quick ? 20 : 60;
  options.say(`metrics: ${MACHINES} machines x ${KINDS.length} kinds x 1 Hz, ${seconds} s`);
  const machines: Machine[] = [];
  for (let index = 0; index < MACHINES; index += 1) {
    machines.push(new Machine(index, server.writeUrl, folder));
    // Spread over five seconds, as their batches would be.
    await wait(25);
  }
  await wait(WARM_UP_MS);
  const [cpuBefore, ownBefore] = [cpuSeconds(server.pid()), process.cpuUsage()];
  const startedMs = performance.now();
  const untilMs = startedMs + seconds * 1000;
  const watched = await Promise.all(
    [3, 77, 150].map((index) => readingLags(server, `machine-${index}`, untilMs)),
  );
  const elapsed = (performance.now() - startedMs) / 1000;
  const own = process.cpuUsage(ownBefore);
  const cpu = cpuSeconds(server.pid()) - cpuBefore;
  for (const machine of machines) machine.rest();
  await Promise.all(machines.map((machine) => machine.stop()));
  const probes = machines.reduce((sum, machine) => sum + machine.probes, 0);
  const dropped = machines.reduce((sum, { figures }) => sum + (figures?.dropped ?? 0), 0);
  const points = machines.reduce((sum, { figures }) => sum + (figures?.sent ?? 0), 0);
  const there = await pointsIn(server);
  const lags = watched.flat().map((ms) => ms / 1000);
  const ownShare = ((own.user + own.system) / 1e6 / elapsed) * 100;
  return [
    {
      name: 'fleet, probes a second',
      figure: MACHINES * KINDS.length,
      unit: '/s',
      note: `${points} figures in all`,
    },
    {
      name: 'fleet, lost samples',
      figure: probes - there,
      unit: '',
      budget: '0',
      note: `of ${probes}; ${dropped} dropped`,
    },
    {
      name: "fleet, VictoriaMetrics' CPU",
      figure: (cpu / elapsed) * 100,
      unit: '% of a core',
      note: 'with three readers',
    },
    {
      name: 'fleet, from probe to readable, median',
      figure: quantile(lags, 0.5),
      unit: 's',
      note: '11 s until final, batches of 5 s',
    },
    { name: 'fleet, from probe to readable, p95', figure: quantile(lags, 0.95), unit: 's' },
    { name: 'fleet, from probe to readable, longest', figure: quantile(lags, 1), unit: 's' },
    {
      name: 'our CPU a machine',
      figure: ownShare / MACHINES,
      unit: '% of a core',
      note: 'queue, encoder, sender; without its thread',
    },
  ];
}

export const metricsSuite: BenchSuite = {
  name: 'metrics',
  obstacle: () =>
    existsSync('/usr/bin/victoria-metrics') ? '' : 'needs the package victoria-metrics of Debian',
  run: async (options) => {
    const folder = mkdtempSync(join(tmpdir(), 'faultline-metrics-bench-'));
    // Without its deduplication: a figure that is there twice would show.
    const server = await startVictoria(hostPlace(), { dedup: '' });
    try {
      return await measure(server, folder, options);
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
