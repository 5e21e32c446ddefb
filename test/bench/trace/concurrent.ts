import { once } from 'node:events';
import { setTimeout as elapsed } from 'node:timers/promises';
import { startLab } from '../../lab/net/lab.ts';
import { cpuMs } from '../desktop/usage.ts';
import type { BenchOptions, BenchResult } from '../result.ts';
import { destinationOf, type Scene, topologyOf } from './lines.ts';
import { startTraces, type Traces } from './traces.ts';

const AT_ONCE = 20;
const SCENE: Scene = { hops: 8, silent: false, family: 4 };

interface Spent {
  readonly helperPercent: number;
  readonly allPercent: number;
}

/** Of a core, while 20 continuous traces of a round a second go on. */
async function watching(traces: Traces, seconds: number): Promise<Spent> {
  const ask = {
    host: destinationOf(SCENE),
    mode: 'continuous',
    method: 'udp',
    family: null,
    numeric: true,
  } as const;
  const running = Array.from({ length: AT_ONCE }, () => traces.start(ask));
  // The first rounds compile what they run.
  await elapsed(5000);
  const look = () => ({ helper: cpuMs(traces.helperPid), all: cpuMs(traces.pid), atMs: performance.now() });
  const before = look();
  await elapsed(seconds * 1000);
  const after = look();
  for (const trace of running) trace.stop();
  await Promise.all(running.map(({ ended }) => ended));
  const passed = after.atMs - before.atMs;
  return {
    helperPercent: ((after.helper - before.helper) / passed) * 100,
    allPercent: ((after.all - before.all) / passed) * 100,
  };
}

/** As many of mtr, each a round a second as well. */
async function mtrs(lab: Awaited<ReturnType<typeof startLab>>, seconds: number): Promise<number> {
  const rounds = String(seconds + 30);
  const one = `mtr -n --udp --report -c ${rounds} ${destinationOf(SCENE)} > /dev/null &`;
  const child = lab.spawn('pc', ['sh', '-c', `${one.repeat(AT_ONCE)} wait`]);
  await elapsed(5000);
  const pid = child.pid ?? 0;
  const [before, startMs] = [cpuMs(pid), performance.now()];
  await elapsed(seconds * 1000);
  const percent = ((cpuMs(pid) - before) / (performance.now() - startMs)) * 100;
  const ended = once(child, 'close');
  await lab.exec('pc', ['sh', '-c', `kill $(cat /proc/${pid}/task/${pid}/children)`]);
  await ended;
  return percent;
}

/** CPU of the helper for one trace, when 20 are asked for in the same moment. */
async function atOnce(
  traces: Traces,
  batches: number,
): Promise<{ readonly cpu: number; readonly complete: number }> {
  const ask = {
    host: destinationOf(SCENE),
    mode: 'once',
    method: 'udp',
    family: null,
    numeric: true,
  } as const;
  let complete = 0;
  const before = cpuMs(traces.helperPid);
  for (let batch = 0; batch < batches; batch += 1) {
    const views = await Promise.all(Array.from({ length: AT_ONCE }, () => traces.run(ask)));
    complete += views.filter(
      ({ reached, hops }) => reached && hops.every(({ received }) => received > 0),
    ).length;
  }
  return { cpu: (cpuMs(traces.helperPid) - before) / (batches * AT_ONCE), complete };
}

export async function concurrencyRows({ quick }: BenchOptions): Promise<readonly BenchResult[]> {
  const [seconds, batches] = quick ? [10, 3] : [30, 10];
  const lab = await startLab(topologyOf(SCENE));
  const traces = await startTraces(lab);
  try {
    const own = await watching(traces, seconds);
    const peer = await mtrs(lab, seconds);
    const burst = await atOnce(traces, batches);
    const beside = (figure: number) => ({
      figure,
      unit: '% of a core',
      peer: `${AT_ONCE} mtr`,
      peerFigure: peer,
      ratio: figure / peer,
    });
    return [
      {
        name: `CPU of the helper, ${AT_ONCE} continuous traces of 8 hops`,
        ...beside(own.helperPercent),
        budget: 'figure alone',
      },
      {
        name: `CPU of the helper and of all that asks it, the same`,
        ...beside(own.allPercent),
        budget: 'figure alone',
      },
      {
        name: `CPU of the helper a trace, ${AT_ONCE} at once`,
        figure: burst.cpu,
        unit: 'ms',
        note: `${burst.complete} of ${batches * AT_ONCE} complete`,
      },
    ];
  } finally {
    await traces.close();
    await lab.stop();
  }
}
