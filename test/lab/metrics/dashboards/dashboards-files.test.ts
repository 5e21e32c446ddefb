import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ADMIN_PORT, USUAL_PORT } from '../../../../main/export/statsd/try/admin-port.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { projectFile } from '../../../support/metrics-servers/project-file.ts';
import { promtool } from '../../../support/metrics-servers/promtool.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { composeFile, dashboardProvider, dataSources, mountsOf } from './deploy-files.ts';
import type { Panel } from './grafana.ts';
import { boards, boardTexts, queriesOf } from './grafana.ts';

const FILES = boards().map((board) => [board.file, board] as const);
const textOf = (path: string): string => readFileSync(projectFile(path), 'utf8');

const overlap = (a: Panel, b: Panel): boolean =>
  a.gridPos.x < b.gridPos.x + b.gridPos.w &&
  b.gridPos.x < a.gridPos.x + a.gridPos.w &&
  a.gridPos.y < b.gridPos.y + b.gridPos.h &&
  b.gridPos.y < a.gridPos.y + a.gridPos.h;

describe.each(FILES)('%s', (_, board) => {
  test('has panels that can be told apart and do not overlap', () => {
    const ids = board.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const clashes = board.panels.flatMap((a) => board.panels.filter((b) => b.id > a.id && overlap(a, b)));
    expect(clashes.map(({ title }) => title)).toEqual([]);
    expect(board.panels.filter(({ gridPos }) => gridPos.x + gridPos.w > 24)).toEqual([]);
  });

  test('asks the data source that was chosen at the top, and no other', () => {
    expect(board.templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource' });
    const used = board.panels.flatMap(({ datasource, targets = [] }) => [
      ...(datasource === undefined ? [] : [datasource]),
      ...targets.map((target) => target.datasource),
    ]);
    const annotations = board.annotations.list.filter(({ builtIn }) => builtIn !== 1);
    const all = [...used, ...annotations.map(({ datasource }) => datasource)];
    expect(all.filter(({ uid }) => uid !== '$' + '{datasource}')).toEqual([]);
    expect(all.length).toBeGreaterThan(10);
  });

  test('names every variable that it uses, and uses every one that it names', () => {
    const names = board.templating.list.map(({ name }) => name);
    const asked = queriesOf(board)
      .map(({ text }) => text)
      .join('\n');
    const used = [...asked.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name ?? '');
    expect(used.filter((name) => !names.includes(name) && !name.startsWith('__'))).toEqual([]);
    expect(names.filter((name) => name !== 'datasource' && !used.includes(name))).toEqual([]);
  });

  test.each(['ICMP', 'IPv4', 'IPv6'])('shows %s as the old one did', (title) => {
    const panel = board.panels.find((each) => each.title === title);
    expect(panel?.type).toBe('timeseries');
    expect(panel?.targets).toHaveLength(5);
    expect(panel?.options).toMatchObject({
      legend: { displayMode: 'table', calcs: ['min', 'max', 'lastNotNull'] },
    });
    const names = (panel?.targets ?? []).map(
      ({ legendFormat, target }) => legendFormat ?? /^alias\(.*, '(\w+)'\)$/.exec(target ?? '')?.[1],
    );
    expect(names).toEqual(['mean', 'p95', 'p99', 'max', 'loss']);
    const loss = { matcher: { id: 'byName', options: 'loss' } };
    const override = panel?.fieldConfig?.overrides.find((each) => JSON.stringify(each).includes('"loss"'));
    expect(override).toMatchObject(loss);
    expect(JSON.stringify(override)).toContain('{"id":"custom.axisPlacement","value":"right"}');
    expect(JSON.stringify(override)).toContain('{"id":"unit","value":"percent"}');
  });
});

test('no two dashboards share a uid or a title', () => {
  for (const what of ['uid', 'title'] as const) {
    const all = boards().map((board) => board[what]);
    expect(new Set(all).size).toBe(all.length);
  }
});

test.each(boardTexts())(
  '%s names no host, is of Grafana 10 or newer, and has no id of a database',
  (_, text) => {
    expect(text).not.toMatch(/https?:\/\//);
    expect(JSON.parse(text)).toMatchObject({ id: null, schemaVersion: 38 });
  },
);

test('every dashboard but the names of the scripts marks incidents', () => {
  const marking = boards().filter(({ annotations }) =>
    annotations.list.some(({ name }) => name === 'Incidents'),
  );
  expect(marking.map(({ file }) => file)).toEqual(['fleet.json', 'graphite.json', 'prometheus.json']);
});

const COMPOSE = readdirSync(projectFile('deploy/compose'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => `deploy/compose/${name}`);

describe.each(COMPOSE)('%s', (path) => {
  const { services, volumes } = composeFile(path);
  const all = Object.values(services);

  test('pins a version of every image', () => {
    for (const { image } of all) expect(image).toMatch(/^[\w./-]+:v?\d+\.\d+\.\d+[\w.-]*$/);
  });

  test('opens ports on the loopback alone', () => {
    for (const { ports } of all) {
      expect(ports.length).toBeGreaterThan(0);
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+\/(tcp|udp)$/);
    }
  });

  test('mounts files that are there, for reading, and volumes that are declared', () => {
    const mounts = all.flatMap((service) => mountsOf(path, service));
    const files = mounts.flatMap((mount) => (mount.path === null ? [] : [{ ...mount, path: mount.path }]));
    expect(files.filter((file) => !existsSync(projectFile(file.path)) || !file.isReadOnly)).toEqual([]);
    const used = mounts.flatMap(({ volume }) => (volume === null ? [] : [volume]));
    expect(used.sort()).toEqual(Object.keys(volumes).sort());
  });

  test('gives Grafana its source, by the name the other service has, and dashboards for it', () => {
    const grafana = services['grafana'];
    if (grafana === undefined) throw new Error('no grafana');
    const mounts = mountsOf(path, grafana);
    const inside = (start: string) => mounts.filter((mount) => mount.inside.startsWith(start));
    const [source] = inside('/etc/grafana/provisioning/datasources/');
    const [found] = dataSources(source?.path ?? '');
    expect(Object.keys(services)).toContain(new URL(found?.url ?? '').hostname);
    const [provisioned] = inside('/etc/grafana/provisioning/dashboards/');
    const [provider] = dashboardProvider(provisioned?.path ?? '').providers;
    const shown = inside(`${provider?.options.path}/`).map((mount) => mount.inside);
    const files = shown.map((name) => boards().find(({ file }) => name.endsWith(`/${file}`)));
    expect(files.length).toBeGreaterThan(0);
    for (const board of files) expect(board?.templating.list[0]?.query).toBe(found?.type);
    expect(shown).toContain(grafana.environment?.['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH']);
  });
});

test('VictoriaMetrics knows the options that the compose file gives it', () => {
  const { services } = composeFile('deploy/compose/victoriametrics.yaml');
  const command = services['victoriametrics']?.command ?? [];
  // What is sent again is there once, so nothing speaks against it.
  expect(command).toContain('-dedup.minScrapeInterval=1ms');
  expect(textOf('deploy/compose/victoriametrics.yaml')).toMatch(/^# .*"resendSeconds": 30/m);
  const { status, stderr } = spawnSync('victoria-metrics', [...command, '-version'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('flag provided but not defined')]);
});

test('Faultline sends by default to where the compose files listen', () => {
  const { statsd, push } = DEFAULT_CONFIG.metrics;
  expect(statsd.port).toBe(USUAL_PORT);
  const ports = COMPOSE.flatMap((path) => Object.values(composeFile(path).services)).flatMap(
    (one) => one.ports,
  );
  expect(ports).toContain(`${statsd.host}:${statsd.port}:8125/udp`);
  expect(ports).toContain(`${statsd.host}:${statsd.port}:8125/tcp`);
  expect(ports).toContain(`${statsd.host}:${ADMIN_PORT}:8126/tcp`);
  expect(ports).toContain(`${new URL(push.url).host}:8428/tcp`);
});

describe("Graphite's rules for keeping", () => {
  const aggregations = textOf('deploy/compose/graphite/storage-aggregation.conf')
    .split(/^\[/m)
    .slice(1)
    .map((part) => ({
      pattern: new RegExp(/^pattern = (.*)$/m.exec(part)?.[1] ?? 'none'),
      method: /^aggregationMethod = (.*)$/m.exec(part)?.[1],
    }));

  test.each([
    ['stats.timers.faultline.attic.tcp4.192_0_2_1_443.rtt.upper', 'max'],
    ['stats.timers.faultline.attic.tcp4.192_0_2_1_443.rtt.upper_99', 'max'],
    ['stats.timers.faultline.attic.tcp4.192_0_2_1_443.rtt.lower', 'min'],
    ['stats.timers.faultline.attic.tcp4.192_0_2_1_443.rtt.count', 'sum'],
    ['stats.timers.faultline.attic.tcp4.192_0_2_1_443.rtt.mean', 'average'],
    ['stats_counts.faultline.attic.tcp4.192_0_2_1_443.lost', 'sum'],
    ['stats.counters.home.faultline.attic.tcp4.192_0_2_1_443.lost.count', 'sum'],
    ['stats.faultline.attic.tcp4.192_0_2_1_443.lost', 'average'],
    ['stats.gauges.home.faultline.attic.incident.ipv4-only', 'max'],
    ['stats.gauges.faultline.attic.health.ipv4', 'min'],
    ['stats.gauges.ping2.latency.192_0_2_1', 'average'],
  ])('%s: %s', (name, method) => {
    expect(aggregations.find(({ pattern }) => pattern.test(name))?.method).toBe(method);
  });

  test('the finest is as fine as StatsD sends', () => {
    const [, finest] = /\[all\]\npattern = .*\nretentions = (\d+)s:/.exec(
      textOf('deploy/compose/graphite/storage-schemas.conf'),
    ) ?? ['', ''];
    const [, flush] = /flushInterval: (\d+)/.exec(textOf('deploy/compose/graphite/statsd.conf')) ?? ['', ''];
    expect(Number(finest) * 1000).toBe(Number(flush));
  });
});

describe('deploy/prometheus', () => {
  test('is a valid configuration that scrapes the default port', async () => {
    const checked = await promtool(['check', 'config', projectFile('deploy/prometheus/prometheus.yml')]);
    expect([checked.code, checked.text]).toEqual([0, expect.stringContaining('1 rule files found')]);
    const { port } = DEFAULT_CONFIG.metrics.prometheus;
    expect(textOf('deploy/prometheus/prometheus.yml')).toContain(`targets: ['127.0.0.1:${port}']`);
  });

  test('raises each alert when it should, and not otherwise', async () => {
    const rules = projectFile('deploy/prometheus/faultline.rules.yml');
    const cases = textOf('test/lab/metrics/dashboards/rules-test.yml');
    const named = [...textOf('deploy/prometheus/faultline.rules.yml').matchAll(/- alert: (\w+)/g)];
    for (const [, name] of named) expect(cases).toContain(`alertname: ${name}\n        exp_alerts:`);
    const folder = temporaryFolder();
    const files = [cases, textOf('test/lab/metrics/dashboards/rules-week-test.yml')].map((each, index) => {
      const file = join(folder, `${index}.yml`);
      writeFileSync(file, each.replace('RULES', rules));
      return file;
    });
    const { code, text } = await promtool(['test', 'rules', ...files]);
    expect([code, text]).toEqual([0, expect.stringMatching(/SUCCESS.*SUCCESS/s)]);
  });
});
