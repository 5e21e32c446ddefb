import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Kind } from '../../../main/domain/model/kind.ts';
import type { StatsdConfig } from '../../../main/domain/model/metrics-config.ts';
import { HISTORY } from '../../contract/cli/schemas.ts';
import type { Graphite } from '../../support/metrics-servers/graphite.ts';
import type { GraphiteSeries } from '../../support/metrics-servers/graphite-web.ts';
import { pause } from '../../support/metrics-servers/server.ts';
import {
  faultline,
  type Line,
  type MonitorProcess,
  startMonitorProcess,
} from '../../support/monitor-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import type { HomeLab } from '../net/home.ts';

/** Two seconds: two flushes never fall into the same second of Graphite, however late they are. */
export const FLUSH_MS = 2_000;

export interface StatsdMonitor extends MonitorProcess {
  readonly name: string;
  readonly config: string;
  readonly data: string;
}

/** A monitor of its own data folder and prefix. */
export function startStatsdMonitor(lab: HomeLab, name: string, statsd: Partial<StatsdConfig>): StatsdMonitor {
  const folder = join(temporaryFolder(), name);
  mkdirSync(folder);
  const config = {
    metrics: {
      machine: 'the pc',
      statsd: { enabled: true, host: '127.0.0.1', port: 8125, prefix: `${name}.`, ...statsd },
    },
  };
  const monitor = startMonitorProcess(lab, { folder, config });
  return { ...monitor, name, config: join(folder, 'config.json'), data: join(folder, 'data') };
}

/** `faultline metrics` with a monitor's own config. */
export async function testedByHand(lab: HomeLab, { config }: StatsdMonitor) {
  const { code, stdout } = await lab.exec('pc', faultline('metrics', '--config', config, '--json'));
  const { exporters } = z
    .object({ exporters: z.array(z.object({ exporter: z.string(), outcome: z.string(), text: z.string() })) })
    .parse(JSON.parse(stdout));
  const found = exporters.find(({ exporter }) => exporter === 'statsd');
  return { code, outcome: found?.outcome, text: found?.text };
}

/** What `faultline history --json` has of each kind over the whole time. */
export async function historyOf(lab: HomeLab, { data }: StatsdMonitor) {
  const run = await lab.exec('pc', faultline('history', '--data', data, '--json'));
  const { series } = HISTORY.parse(JSON.parse(run.stdout));
  return (kind: Kind) => {
    const total = series.find((one) => one.kind === kind)?.total;
    if (total === undefined) throw new Error(`no ${kind} in the history: ${run.stderr}`);
    return total;
  };
}

/** The series of one monitor, asked of Graphite at once. */
export class Kept {
  readonly #series: readonly GraphiteSeries[];

  constructor(series: readonly GraphiteSeries[]) {
    this.#series = series;
  }

  /** All that was kept of the series that fit, oldest first within each. */
  values(name: RegExp): readonly number[] {
    return this.#series
      .filter(({ target }) => name.test(target))
      .flatMap(({ datapoints }) => datapoints.flatMap(([value]) => (value === null ? [] : [value])));
  }

  sum(name: RegExp): number {
    return this.values(name).reduce((sum, value) => sum + value, 0);
  }

  /** Of timers: as StatsD made them of each flush, put together over all. */
  times(name: string) {
    const of = (what: string): RegExp => new RegExp(`^stats\\.timers\\.${name}\\.${what}$`);
    const count = this.sum(of('count'));
    const [min, max] = [Math.min(...this.values(of('lower'))), Math.max(...this.values(of('upper')))];
    return { count, mean: this.sum(of('sum')) / count, min, max };
  }

  get names(): readonly string[] {
    return this.#series.map(({ target }) => target).sort();
  }
}

/** Whatever there is below `stats...<name>.`. */
export async function keptOf({ web }: Graphite, { name }: StatsdMonitor): Promise<Kept> {
  const depths = [2, 3, 4, 5, 6, 7].map((depth) => Array.from({ length: depth }, () => '*').join('.'));
  const roots = ['stats_counts', 'stats.timers', 'stats.gauges'];
  return new Kept(await web.render(roots.flatMap((root) => depths.map((deep) => `${root}.${name}.${deep}`))));
}

/** Settles when Graphite has whatever StatsD had been told before this call. */
export async function untilFlushed({ web }: Graphite): Promise<void> {
  const now = Date.now() / 1000;
  for (;;) {
    const [series] = await web.render('stats.gauges.statsd.timestamp_lag');
    const newest = (series?.datapoints ?? []).filter(([value]) => value !== null).at(-1)?.[1] ?? 0;
    if (newest > now + FLUSH_MS / 1000) return;
    await pause(200);
  }
}

/** Settles when each anchor of the kinds has answered so often, counted from a line on. */
export async function answered(monitor: MonitorProcess, times: number, from = 0): Promise<void> {
  const answers = new Map<string, number>();
  await monitor.waitFor(
    `${times} answers of everybody`,
    (line: Line) => {
      if (line['type'] !== 'sample' || line['outcome'] !== 'reply') return false;
      const key = `${line['kind']} ${line['anchor']}`;
      answers.set(key, (answers.get(key) ?? 0) + 1);
      // Three each of ICMP and TCP in both families; what follows the network is not waited for.
      return [...answers.values()].filter((count) => count >= times).length >= 12;
    },
    from,
  );
}

/** Settles when the router has answered so often from now on: once a second, whatever the line does. */
export async function routerAnswered(monitor: MonitorProcess, times: number): Promise<void> {
  let count = 0;
  const isAnswer = (line: Line): boolean =>
    line['kind'] === 'gateway' && line['outcome'] === 'reply' && ++count >= times;
  await monitor.waitFor(`${times} answers of the router`, isAnswer, monitor.lines.length);
}

/** Only bounds a test that would wait for ever. */
const DEADLINE_MS = 60_000;

/** Settles when its standard error holds a match. */
export function said(monitor: StatsdMonitor, pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const { stderr } = monitor.child;
    const look = (): void => {
      if (pattern.test(monitor.stderr())) done(resolve);
    };
    const fail = (): void =>
      done(() => reject(new Error(`${monitor.name} did not say ${pattern}:\n${monitor.stderr()}`)));
    const timer = setTimeout(fail, DEADLINE_MS);
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      stderr.off('data', look).off('close', fail);
      settle();
    };
    stderr.on('data', look).on('close', fail);
    look();
  });
}
