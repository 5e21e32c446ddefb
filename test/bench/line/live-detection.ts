import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cut, type HomeLab, startHome } from '../../lab/net/home.ts';
import { CUT_CLASSES } from '../../support/cut-classes.ts';
import {
  isHealth,
  isIncident,
  type MonitorProcess,
  startMonitorProcess,
} from '../../support/monitor-process.ts';
import type { BenchOptions, BenchResult, BenchSuite } from '../result.ts';
import { quantile } from '../support/quantile.ts';
import { rootOnLinux } from '../support/root-on-linux.ts';

interface Delays {
  readonly named: number[];
  readonly cleared: number[];
}

/** Seconds from the cut to the raise, and from the repair to the clear, as a reader of the stream sees them. */
async function cutOnce(
  lab: HomeLab,
  monitor: MonitorProcess,
  cut: Cut,
  expected: string,
  delays: Delays,
): Promise<void> {
  const raised = monitor.waitFor('raise', isIncident('raised', expected), monitor.lines.length);
  await lab.cut(cut);
  let since = performance.now();
  await raised;
  delays.named.push((performance.now() - since) / 1000);
  const cleared = monitor.waitFor('clear', isIncident('cleared', expected), monitor.lines.length);
  await lab.restore();
  since = performance.now();
  await cleared;
  delays.cleared.push((performance.now() - since) / 1000);
}

function rows(name: string, delays: Delays): readonly BenchResult[] {
  const row = (what: string, list: readonly number[]): BenchResult => ({
    name: `${name} ${what}, slowest`,
    figure: Math.max(...list),
    unit: 's',
    budget: '<= 5 s',
    note: `${list.length} cuts on the lab's line, median ${quantile(list, 0.5).toFixed(2)} s`,
  });
  return [row('named', delays.named), row('cleared', delays.cleared)];
}

/** A pause long enough that a second cut is a new outage, not a flap of the first. */
const QUIET_MS = 20_000;

async function run({ quick, say }: BenchOptions): Promise<readonly BenchResult[]> {
  const lab = await startHome();
  try {
    const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
    const monitor = startMonitorProcess(lab, { folder });
    await monitor.waitFor('good IPv6', isHealth('ipv6', 'good'));
    const results: BenchResult[] = [];
    for (const { cut, class: expected } of CUT_CLASSES) {
      const delays: Delays = { named: [], cleared: [] };
      for (let round = 0; round < (quick ? 1 : 3); round += 1) {
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
        await cutOnce(lab, monitor, cut, expected, delays);
      }
      results.push(...rows(expected, delays));
      say(`  ${expected}: named after ${delays.named.map((value) => value.toFixed(1)).join(', ')} s`);
    }
    await monitor.end();
    rmSync(folder, { recursive: true });
    return results;
  } finally {
    await lab.stop();
  }
}

export const liveDetectionSuite: BenchSuite = { name: 'live-detection', obstacle: rootOnLinux, run };
