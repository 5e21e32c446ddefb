import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import type { Graphite } from '../../../support/metrics-servers/graphite.ts';
import { startGraphite } from '../../../support/metrics-servers/graphite.ts';
import { labPlace } from '../../../support/metrics-servers/place.ts';
import type { Prometheus } from '../../../support/metrics-servers/prometheus.ts';
import { startPrometheus } from '../../../support/metrics-servers/prometheus.ts';
import type { PrometheusApi } from '../../../support/metrics-servers/prometheus-api.ts';
import { pause } from '../../../support/metrics-servers/server.ts';
import type { Victoria } from '../../../support/metrics-servers/victoria.ts';
import { startVictoria } from '../../../support/metrics-servers/victoria.ts';
import type { MonitorProcess } from '../../../support/monitor-process.ts';
import { allProven, faultline, isIncident, startMonitorProcess } from '../../../support/monitor-process.ts';
import type { HomeLab } from '../../net/home.ts';
import { startHome } from '../../net/home.ts';

export const MACHINE = 'attic';
export const PROVIDER = 'example-net';
const PORT = DEFAULT_CONFIG.metrics.prometheus.port;
export const INSTANCE = `127.0.0.1:${PORT}`;

interface Servers {
  readonly graphite: Graphite;
  /** Scrapes once a second. */
  readonly prometheus: Prometheus;
  readonly victoria: Victoria;
}

/** Wall time in seconds. */
interface Moments {
  readonly startS: number;
  /** In the middle of the outage of IPv4, two seconds after it was named. */
  readonly outageS: number;
  readonly endS: number;
}

export interface Story extends Servers, Moments {
  stop(): Promise<void>;
}

/** Generous: it only bounds a test that would wait for ever. */
const DEADLINE_MS = 60_000;

export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${DEADLINE_MS} ms: ${what}`);
    await pause(300);
  }
}

const nowS = (): number => Date.now() / 1000;

const RTT_MS = 20;

/** For as long as takes one probe of each anchor, answers take longer than they are waited for. */
async function makeLate(lab: HomeLab, monitor: MonitorProcess): Promise<void> {
  const from = monitor.lines.length;
  const access = lab.link('access');
  await access.set({ both: { delayMs: 700 } });
  await pause(1000);
  await access.set({ both: { delayMs: RTT_MS / 4 } });
  await monitor.waitFor('late answer', (line) => line['outcome'] === 'late', from);
}

async function startServers(lab: HomeLab): Promise<Servers> {
  const place = labPlace(lab, 'pc');
  const scrape = [{ job_name: 'faultline', static_configs: [{ targets: [INSTANCE] }] }];
  const [graphite, prometheus, victoria] = await Promise.all([
    startGraphite(place),
    startPrometheus(place, { scrape }),
    startVictoria(place),
  ]);
  return { graphite, prometheus, victoria };
}

/** All exporters at once; and a second monitor with the names of the scripts, which pushes to Prometheus. */
function startMonitors(lab: HomeLab, folder: string, servers: Servers): readonly MonitorProcess[] {
  const { prometheus, victoria } = servers;
  const first = {
    statsd: { enabled: true },
    prometheus: { enabled: true },
    push: { enabled: true, url: victoria.writeUrl },
  };
  const second = {
    statsd: { enabled: true, names: 'scripts' },
    push: { enabled: true, url: prometheus.writeUrl },
  };
  return [first, second].map((own, at) => {
    const path = mkdtempSync(join(folder, `monitor${at}-`));
    const metrics = { machine: MACHINE, labels: { provider: PROVIDER }, ...own };
    return startMonitorProcess(lab, { folder: path, config: { metrics } });
  });
}

/** What the button "send a test" sends as well. */
async function sendTests(lab: HomeLab, folder: string, { victoria }: Servers): Promise<void> {
  const file = join(folder, 'test.json');
  const push = { enabled: true, url: victoria.writeUrl };
  const metrics = { machine: MACHINE, labels: { provider: PROVIDER }, statsd: { enabled: true }, push };
  writeFileSync(file, JSON.stringify({ metrics }));
  const { code, stdout, stderr } = await lab.exec('pc', faultline('metrics', '--config', file));
  if (code !== 0) throw new Error(`a test did not arrive: ${stdout}${stderr}`);
}

/** When the newest probe of IPv4 was sent that the server has, in milliseconds. */
async function newestMs(server: PrometheusApi): Promise<number> {
  const found = await server.query('max(timestamp(faultline_sample_lost{kind="tcp4"}))');
  return 1000 * (found[0]?.points[0]?.value ?? 0);
}

/** Everything works, some answers are late, IPv4 fails and comes back; all of it has arrived when this settles. */
async function live(lab: HomeLab, servers: Servers, folder: string): Promise<Moments> {
  const startS = nowS();
  const [monitor, other] = startMonitors(lab, folder, servers);
  if (monitor === undefined || other === undefined) throw new Error('two monitors');
  await Promise.all([...[monitor, other].map(allProven), sendTests(lab, folder, servers)]);
  await makeLate(lab, monitor);
  const from = monitor.lines.length;
  await lab.cut('ipv4');
  await monitor.waitFor('outage', isIncident('raised', 'ipv4-only'), from);
  await pause(2000);
  const outageS = nowS();
  await pause(11_000);
  await lab.restore();
  await monitor.waitFor('end of the outage', isIncident('cleared', 'ipv4-only'), from);
  // What was lost last is final after eleven seconds, and pushed then; a rate over four seconds knows it for four.
  const overMs = Date.now() + 4000;
  const { prometheus, victoria } = servers;
  await until(`what was sent after the outage was pushed ${monitor.stderr()}${other.stderr()}`, async () => {
    await victoria.flush();
    return Math.min(await newestMs(victoria), await newestMs(prometheus)) > overMs;
  });
  const endS = nowS();
  await Promise.all([monitor.end(), other.end()]);
  return { startS, outageS, endS };
}

export async function tellStory(): Promise<Story> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-dashboards-'));
  const lab = await startHome({ rttMs: RTT_MS });
  const started: Servers[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.flatMap((servers) => Object.values(servers)).map((server) => server.stop()));
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const servers = await startServers(lab);
    started.push(servers);
    return { ...servers, ...(await live(lab, servers, folder)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
