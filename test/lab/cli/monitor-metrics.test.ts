import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { HISTORY, METRICS } from '../../contract/cli/schemas.ts';
import {
  faultline,
  type Line,
  type MonitorProcess,
  startMonitorProcess,
} from '../../support/monitor-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type HomeLab, startHome } from '../net/home.ts';
import { outputOf, type WatchedOutput } from './output-of.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome({ rttMs: 10 });
});
afterAll(() => lab.stop());

const STATSD_PORT = 8125;

/** A server on the pc that takes lines by TCP and repeats them; `up` is its first. */
const SERVER = `
  const server = require('node:net').createServer((socket) => {
    socket.on('data', (data) => process.stdout.write(data));
    socket.on('error', () => undefined);
  });
  server.listen(${STATSD_PORT}, '127.0.0.1', () => console.log('up'));
`;

interface StatsdServer extends WatchedOutput {
  kill(): Promise<unknown>;
}

async function startServer(): Promise<StatsdServer> {
  const child = lab.spawn('pc', [process.execPath, '-e', SERVER]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = outputOf(child);
  await output.until(/^up$/m);
  return {
    ...output,
    kill() {
      child.kill('SIGKILL');
      return output.ended;
    },
  };
}

const STATSD = { enabled: true, protocol: 'tcp', port: STATSD_PORT };

const aSample = (line: Line): boolean => line['type'] === 'sample';

/** Settles when the monitor's stderr holds a match. */
const saidBy = (monitor: MonitorProcess, pattern: RegExp): Promise<void> =>
  expect.poll(() => monitor.stderr(), { timeout: 60_000, interval: 250 }).toMatch(pattern);

/** Probes of each kind that went unanswered; a late answer takes one back. */
function unanswered(monitor: MonitorProcess): readonly unknown[] {
  const of = ({ kind, anchor, at }: Line): string => `${kind} ${anchor} ${at}`;
  const late = new Set(monitor.lines.filter(({ outcome }) => outcome === 'late').map(of));
  return monitor.lines.filter(
    (line) => line['type'] === 'sample' && line['rttMs'] === null && !late.has(of(line)),
  );
}

/** The same of the history. */
async function remembered(folder: string): Promise<number> {
  const run = await lab.exec('pc', faultline('history', '--data', join(folder, 'data'), '--json'));
  return HISTORY.parse(JSON.parse(run.stdout)).series.reduce((sum, { total }) => sum + total.sent, 0);
}

describe('monitor with a StatsD server that is not there, comes, and goes', () => {
  test('it is told once each, nothing that is measured suffers, and the end is not held up', {
    timeout: 240_000,
  }, async () => {
    const folder = temporaryFolder();
    const monitor = startMonitorProcess(lab, { folder, config: { metrics: { statsd: STATSD } } });
    await saidBy(monitor, /^faultline: StatsD: [^\n]*127\.0\.0\.1:8125[^\n]*\n/);
    const server = await startServer();
    await server.until(/faultline\.[^\n]*\.icmp4\.[^\n]*\|ms/);
    await saidBy(
      monitor,
      /^faultline: StatsD: works again; [\d,]+ figures? (?:was|were) given up meanwhile$/m,
    );
    await server.kill();
    await saidBy(monitor, /works again[^\n]*\nfaultline: StatsD: [^\n]*127\.0\.0\.1:8125/);
    await monitor.waitFor('another sample', aSample, monitor.lines.length);
    expect(await monitor.end('SIGINT')).toBe(0);
    const said = monitor.stderr().trimEnd().split('\n');
    expect(said).toHaveLength(4);
    expect(said[3]).toMatch(/^faultline: StatsD: [\d,]+ figures? given up$/);
    expect(unanswered(monitor)).toEqual([]);
    const sent = monitor.lines.filter((line) => aSample(line) && line['outcome'] !== 'late');
    expect(await remembered(folder)).toBe(sent.length);
  });
});

describe('monitor with Prometheus', () => {
  test('answers while it runs, to whoever knows the token; `metrics` finds it there', {
    timeout: 120_000,
  }, async () => {
    const folder = temporaryFolder();
    const prometheus = { enabled: true, port: 9824, token: 'scrape-me-not' };
    const monitor = startMonitorProcess(lab, { folder, config: { metrics: { machine: 'pc', prometheus } } });
    await monitor.waitFor('a sample', aSample);
    const ask = (token: string) =>
      lab.exec('pc', [
        process.execPath,
        '-e',
        `fetch('http://127.0.0.1:9824/metrics', { headers: { authorization: 'Bearer ${token}' } })
          .then(async (page) => console.log(page.status, await page.text()))`,
      ]);
    await expect
      .poll(async () => (await ask('scrape-me-not')).stdout, { timeout: 60_000, interval: 500 })
      .toMatch(/^200 [\s\S]*\nfaultline_probe_sent_total\{kind="tcp4",anchor="[^"]*"\} [1-9]/);
    expect((await ask('guessed')).stdout).toMatch(/^401 /);
    const config = join(folder, 'config.json');
    const tested = await lab.exec('pc', faultline('metrics', '--json', '--config', config));
    expect(METRICS.parse(JSON.parse(tested.stdout)).exporters[1]).toMatchObject({ outcome: 'arrived' });
    expect(tested.code).toBe(0);
    expect(await monitor.end()).toBe(0);
    expect(monitor.stderr()).toBe('');
    expect((await ask('scrape-me-not')).code).not.toBe(0);
  });
});

test('behind sudo `metrics` reads certificates with the user`s rights, not with root`s', async () => {
  const folder = temporaryFolder();
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  for (const file of [certFile, keyFile]) writeFileSync(file, 'not a certificate', { mode: 0o600 });
  const config = join(folder, 'config.json');
  const prometheus = { enabled: true, certFile, keyFile };
  writeFileSync(config, JSON.stringify({ metrics: { prometheus } }));
  const command = faultline('metrics', '--json', '--config', config);
  const textOf = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const { code, stdout } = await lab.exec('pc', command, { env });
    expect(code).toBe(1);
    return METRICS.parse(JSON.parse(stdout)).exporters[1]?.text ?? '';
  };
  const asRoot = await textOf({});
  const asUser = await textOf({ SUDO_UID: '12345', SUDO_GID: '12346' });
  expect(asUser).toContain(certFile);
  expect(asUser).toContain('may not be read by this user');
  expect(asRoot).not.toContain('may not be read');
});

test('behind sudo what waits for a store that is away is kept by the user, for the user alone', {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder();
  const push = { enabled: true, url: 'http://127.0.0.1:9/api/v1/write', token: 'hunter2x' };
  const monitor = startMonitorProcess(lab, {
    folder,
    config: { metrics: { push } },
    run: { env: { SUDO_UID: '12345', SUDO_GID: '12346' } },
  });
  await saidBy(monitor, /^faultline: Push: [^\n]+\n/);
  const queue = join(folder, 'data', 'metrics-queue.sqlite');
  expect(statSync(queue)).toMatchObject({ uid: 12345, gid: 12346 });
  expect(statSync(queue).mode & 0o777).toBe(0o600);
  expect(await monitor.end()).toBe(0);
  expect(monitor.stderr()).toMatch(/\nfaultline: Push: [\d,]+ figures? kept for later\n$/);
  expect(monitor.stderr()).not.toContain('hunter2x');
});

test('for people: where figures go is told at the start', async () => {
  const folder = temporaryFolder();
  const config = join(folder, 'config.json');
  const metrics = { statsd: STATSD, prometheus: { enabled: true, port: 9824 } };
  writeFileSync(config, JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl, metrics }));
  const command = faultline('monitor', '--config', config, '--no-history', '--duration', '1');
  const { code, stdout } = await lab.exec('pc', command);
  expect(code).toBe(0);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    'Watching 12 anchors; nothing is remembered. Ctrl-C ends it.',
    'Figures go out: StatsD to 127.0.0.1:8125 by TCP and Prometheus at 127.0.0.1:9824.',
  ]);
});
