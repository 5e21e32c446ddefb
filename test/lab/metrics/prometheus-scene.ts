import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbeRow } from '../../../main/domain/model/measured.ts';
import { isReachable } from '../../../main/domain/model/sample.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { SETTLE_MS } from '../../../main/export/settled-samples.ts';
import { openHistory } from '../../../main/history/open.ts';
import type { Point, Series } from '../../support/metrics-servers/prometheus-api.ts';
import { type MonitorProcess, startMonitorProcess } from '../../support/monitor-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import type { HomeLab } from '../net/home.ts';

export const TOKEN = 'a-token-of-the-lab';
export const TARGET = '127.0.0.1:9824';

export interface ScrapedMonitor extends MonitorProcess {
  readonly folder: string;
}

export function startScrapedMonitor(lab: HomeLab, prometheus: object): ScrapedMonitor {
  const folder = join(temporaryFolder(), 'scraped');
  mkdirSync(folder);
  const config = {
    metrics: { machine: 'the pc', prometheus: { enabled: true, token: TOKEN, ...prometheus } },
  };
  return { ...startMonitorProcess(lab, { folder, config }), folder };
}

export interface Files {
  readonly certFile: string;
  readonly keyFile: string;
  readonly tokenFile: string;
}

/** A certificate for the loopback that is its own authority, and the token. */
export function makeFiles(): Files {
  const folder = temporaryFolder();
  const files = {
    certFile: join(folder, 'tls.crt'),
    keyFile: join(folder, 'tls.key'),
    tokenFile: join(folder, 'token'),
  };
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    files.keyFile,
  ];
  const name = ['-subj', '/CN=faultline', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', ...key, '-out', files.certFile, '-days', '2', ...name], {
    stdio: 'pipe',
  });
  writeFileSync(files.tokenFile, TOKEN);
  return files;
}

/** Every probe that the history has, once the monitor has ended. */
export async function probesOf({ folder }: ScrapedMonitor): Promise<readonly ProbeRow[]> {
  const kept = { rawHours: 48, minuteDays: 400, hourDays: 3650, maxBytes: 1e9 };
  const history = await openHistory({ directory: join(folder, 'data'), ...kept });
  const probes: ProbeRow[] = [];
  for await (const rows of history.measured(wallMs(0), wallMs(Date.now() + 60_000))) {
    for (const row of rows) if (row.resolution === 'raw') probes.push(row);
  }
  await history.close();
  return probes;
}

/** A busy machine may read an answer so much later than it came; both clocks are the same. */
const BUSY_MS = 300;
/** A loss is certain with the first sample of a probe that was sent so long after it. */
const NEXT_SAMPLE_MS = 1500;

/** From when to when a probe may have been counted, in milliseconds since 1970. */
function countedBetween({ atMs, rttMs, outcome }: ProbeRow): readonly [number, number] {
  if (rttMs !== null) return [atMs + rttMs - BUSY_MS, atMs + rttMs + BUSY_MS];
  if (outcome === 'error') return [atMs - BUSY_MS, atMs + NEXT_SAMPLE_MS];
  return [atMs + SETTLE_MS - BUSY_MS, atMs + SETTLE_MS + NEXT_SAMPLE_MS];
}

export interface Compared {
  readonly name: string;
  readonly anchor: string;
  /** Scrapes, and those of them at which the history leaves one value alone. */
  readonly scrapes: number;
  readonly exact: number;
  /** Of the last of these. */
  readonly value: number;
  /** What Prometheus has that the history does not allow. */
  readonly wrong: readonly string[];
}

/** Every scrape of a series against the history: what had been counted by then for certain, and what may have been. */
export function compare(
  { metric, points }: Series,
  probes: readonly ProbeRow[],
  weight: (probe: ProbeRow) => number,
): Compared {
  const own = probes
    .filter(({ kind, anchor }) => kind === metric['kind'] && anchor === metric['anchor'])
    .map((probe) => ({ between: countedBetween(probe), weight: weight(probe) }))
    .filter((probe) => probe.weight > 0);
  const sum = (fits: (between: readonly [number, number]) => boolean): number =>
    own.reduce((total, one) => total + (fits(one.between) ? one.weight : 0), 0);
  const checked = points.map(({ seconds, value }: Point) => {
    const least = sum(([, to]) => to < seconds * 1000);
    const most = sum(([from]) => from <= seconds * 1000);
    return { value, least, most, seconds };
  });
  const exact = checked.filter(({ least, most }) => least === most);
  const wrong = checked.filter(({ value, least, most }) => value < least - 1e-5 || value > most + 1e-5);
  return {
    name: metric['__name__'] ?? '',
    anchor: `${metric['kind']} ${metric['anchor']}`,
    scrapes: points.length,
    exact: exact.length,
    value: exact.at(-1)?.value ?? Number.NaN,
    wrong: wrong.map(({ value, least, most, seconds }) => `${value} at ${seconds}, not ${least} to ${most}`),
  };
}

const one = (is: boolean): number => (is ? 1 : 0);

const isLoss = ({ outcome }: ProbeRow): boolean => outcome === 'lost' || outcome === 'unreachable';

/** What each probe adds to the metric of that name. */
export const WEIGHTS: Readonly<Record<string, (probe: ProbeRow) => number>> = {
  faultline_probe_sent_total: (probe) => one(isReachable(probe.outcome) || isLoss(probe)),
  faultline_probe_lost_total: (probe) => one(isLoss(probe)),
  faultline_probe_late_total: ({ outcome }) => one(outcome === 'late'),
  faultline_probe_refused_total: ({ outcome }) => one(outcome === 'refused'),
  faultline_probe_error_total: ({ outcome }) => one(outcome === 'error'),
  faultline_probe_duration_seconds_count: ({ outcome }) => one(isReachable(outcome)),
  faultline_probe_duration_seconds_sum: ({ rttMs }) => (rttMs ?? 0) / 1000,
};
