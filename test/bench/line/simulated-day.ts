import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { anchorKey } from '../../../main/domain/model/anchor.ts';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import type { Network } from '../../../main/domain/model/network.ts';
import { createDetector } from '../../../main/domain/outage/detector.ts';
import { Pipeline } from '../../../main/headless/pipeline.ts';
import { Store } from '../../../main/history/store/store.ts';
import { openAnswerWindow } from '../../../main/monitor/flight/answer-window.ts';
import type { SendProbe } from '../../../main/monitor/flight/probe.ts';
import { LiveMonitor } from '../../../main/monitor/monitor.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { noHelper } from '../../support/no-helper.ts';
import { Random } from '../../unit/outage/simulator/random.ts';
import type { BenchOptions, BenchResult, BenchSuite } from '../result.ts';

const HOUR_S = 3600;
/** The line is dead for three minutes of every two hours: incidents come and go as well. */
const OUTAGE = { everyS: 2 * HOUR_S, fromS: HOUR_S, forS: 180 } as const;
const LOSS = 0.003;

const NETWORK: Network = {
  id: 'home',
  label: 'eth0 192.0.2.10 via 192.0.2.1',
  ipv4: true,
  ipv6: true,
  gateway4: '192.0.2.1',
  gateway6: null,
};

/** A probe that is answered after about 20 ms, seldom after seconds, and now and then never. */
function lineOf(random: Random, isDead: () => boolean): SendProbe {
  const via = 'socket';
  return (_, context, report) => {
    const window = openAnswerWindow(context, { outcome: 'lost', rttMs: null, via }, report, () => {});
    const isLost = isDead() || random.next() < LOSS;
    const rttMs = random.next() < 1e-4 ? random.between(2_000, 9_000) : 15 + random.exponential(5);
    const answer = isLost
      ? null
      : context.clock.setTimer(() => window.settle({ outcome: 'reply', rttMs, via }), rttMs);
    return {
      via,
      cancel: () => {
        window.close();
        answer?.cancel();
      },
    };
  };
}

/** Everything between probe and file but the sockets, the helper and the worker's thread. */
async function startDay(directory: string) {
  const config = DEFAULT_CONFIG;
  const clock = new FakeClock();
  const begin = clock.now().monoMs;
  const isDead = (): boolean => {
    const second = ((clock.now().monoMs - begin) / 1000) % OUTAGE.everyS;
    return second >= OUTAGE.fromS && second < OUTAGE.fromS + OUTAGE.forS;
  };
  const kind = { send: lineOf(new Random(1), isDead), isEcho: false };
  const { rawHours, minuteDays, hourDays, maxMegabytes } = config.retention;
  const limits = { rawHours, minuteDays, hourDays, maxBytes: maxMegabytes * 1_000_000 };
  const store = new Store({ ...limits, directory, run: null, now: () => clock.now().wallMs });
  const anchors = config.anchors.map((anchor) => ({ kind: anchor.kind, anchor: anchorKey(anchor) }));
  const pipeline = new Pipeline(createDetector({ intervalMs: config.intervalMs, anchors }));
  const monitor = await LiveMonitor.start(
    { config: { ...config, portalUrl: '' }, onFact: pipeline.take },
    {
      clock,
      kinds: { icmp4: kind, icmp6: kind, tcp4: kind, tcp6: kind, dns: kind, gateway: kind },
      readNetwork: () => ({ network: NETWORK, signature: 'home' }),
      readResolvers: () => ['192.0.2.53'],
      runPing: (_, __, onEnd) => {
        queueMicrotask(() => onEnd({ type: 'exit', code: 0, figureMs: null }));
        return { kill: () => {} };
      },
      superviseHelper: async () => noHelper(),
    },
  );
  let batch: MonitorEvent[] = [];
  const counts = { samples: 0, incidents: 0 };
  pipeline.listen((event) => {
    batch.push(event);
    if (event.type === 'sample') counts.samples += 1;
    if (event.type === 'incident' && event.phase === 'raised') counts.incidents += 1;
  });
  pipeline.open(monitor, { open: [] });
  return {
    counts,
    passSecond(): void {
      clock.advance(1000);
      store.commit(batch);
      batch = [];
      while (store.maintain());
    },
    async end() {
      await monitor.stop();
      store.close();
    },
  };
}

/** Megabytes that are in use after all garbage is gone. */
function usedMegabytes(collect: () => void): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this Node has no gc()');
  return () => collect();
}

async function run({ quick, say }: BenchOptions): Promise<readonly BenchResult[]> {
  const hours = quick ? 4 : 24;
  const collect = garbageCollector();
  const directory = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
  const day = await startDay(directory);
  const used: number[] = [];
  const started = performance.now();
  try {
    for (let hour = 1; hour <= hours; hour += 1) {
      for (let second = 0; second < HOUR_S; second += 1) day.passSecond();
      used.push(usedMegabytes(collect));
      say(`  hour ${hour}: ${used.at(-1)?.toFixed(2)} MB of heap in use`);
    }
  } finally {
    await day.end();
    rmSync(directory, { recursive: true });
  }
  // By then all code has been compiled and every buffer has its size.
  const settledHour = 1 + Math.floor(hours / 6);
  const settled = used[settledHour - 1] ?? Number.NaN;
  const last = used.at(-1) ?? Number.NaN;
  const { samples, incidents } = day.counts;
  return [
    {
      name: 'heap in use at the end of the day',
      figure: last,
      unit: 'MB',
      peer: `the same after hour ${settledHour}`,
      peerFigure: settled,
      ratio: last / settled,
      budget: 'no growth over 24 simulated hours',
      note: `${hours} hours, ${samples} samples, ${incidents} incidents`,
    },
    {
      name: 'monitor, detector and history without sockets, a sample',
      figure: ((performance.now() - started) / samples) * 1000,
      unit: 'µs',
      note: 'in one go, caches warm; with the file writes of every second',
    },
  ];
}

export const simulatedDaySuite: BenchSuite = { name: 'simulated-day', run };
