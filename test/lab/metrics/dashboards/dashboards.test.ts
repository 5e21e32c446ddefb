import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PrometheusApi } from '../../../support/metrics-servers/prometheus-api.ts';
import type { Query } from './grafana.ts';
import { boards, filled, labelValues, queriesOf } from './grafana.ts';
import { documented, metricsIn, patternOf } from './names.ts';
import type { Story } from './story.ts';
import { INSTANCE, MACHINE, PROVIDER, tellStory } from './story.ts';

let story: Story;
beforeAll(async () => {
  story = await tellStory();
}, 240_000);
afterAll(() => story?.stop());

type Choice = 'everything' | 'one machine';

/** What a person has chosen at the top of a dashboard, as Grafana puts it into its source's queries. */
function valuesOf({ board, source }: Query, choice: Choice): Readonly<Record<string, string>> {
  const variables = boards().find(({ file }) => file === board)?.templating.list ?? [];
  const all = Object.fromEntries(variables.map(({ name, allValue = '' }) => [name, allValue]));
  if (choice === 'everything') return all;
  const one = { machine: MACHINE, group: PROVIDER, instance: INSTANCE.replaceAll('.', '\\\\.') };
  return source === 'graphite' ? { ...all, machine: MACHINE } : { ...all, ...one };
}

/** As Grafana would for a panel a second a point: a rate is over four scrapes, one each second. */
const ALWAYS = { label: 'provider', prefix: '', __interval: '2s', __rate_interval: '4s' };

const textOf = (query: Query, choice: Choice): string =>
  filled(query.text, { ...valuesOf(query, choice), ...ALWAYS });

/** How many points there are that can be drawn. */
async function graphitePoints(text: string, purpose: Query['purpose']): Promise<number> {
  const { web } = story.graphite;
  if (purpose === 'variable') return (await web.find(text)).length;
  const range = { from: Math.floor(story.startS), until: Math.ceil(story.endS) };
  const series = await web.render(text, range);
  return series.flatMap(({ datapoints }) => datapoints).filter(([value]) => value !== null).length;
}

/** Of the server it is made for; of a fleet, which may push to either, the one that has less. */
async function prometheusPoints(query: Query, text: string): Promise<number> {
  const servers = query.board === 'fleet.json' ? [story.victoria, story.prometheus] : [story.prometheus];
  return Math.min(...(await Promise.all(servers.map((server) => pointsOf(server, query, text)))));
}

async function pointsOf(server: PrometheusApi, query: Query, text: string): Promise<number> {
  if (query.purpose === 'variable') {
    const { match, label } = labelValues(text);
    return (await server.labelValues(label, match)).length;
  }
  const series = query.instant
    ? await server.query(text, story.outageS)
    : await server.queryRange(text, { start: story.startS, end: story.endS, step: 1 });
  return series.flatMap(({ points }) => points).filter(({ value }) => Number.isFinite(value)).length;
}

const QUERIES = boards().flatMap(queriesOf);

describe.each<Choice>(['everything', 'one machine'])('with %s chosen', (choice) => {
  test.each(boards().map(({ file }) => file))('every query of %s finds something', async (file) => {
    const empty: string[] = [];
    for (const query of QUERIES.filter(({ board }) => board === file)) {
      const text = textOf(query, choice);
      const count =
        query.source === 'graphite'
          ? await graphitePoints(text, query.purpose)
          : await prometheusPoints(query, text);
      if (count === 0) empty.push(`${query.where}: ${text}`);
    }
    expect(empty).toEqual([]);
  });
});

/** All values of one query of a panel, each with its time in seconds; the first machine's or anchor's if several. */
async function drawn(file: string, title: string): Promise<readonly (readonly [number, number])[]> {
  const query = QUERIES.find(({ board, where }) => board === file && where === title);
  if (query === undefined) throw new Error(`${file} has no ${title}`);
  const text = textOf(query, 'one machine');
  if (query.source === 'graphite') {
    const range = { from: Math.floor(story.startS), until: Math.ceil(story.endS) };
    const [series] = await story.graphite.web.render(text, range);
    return (series?.datapoints ?? []).flatMap(([value, at]) =>
      value === null ? [] : [[at, value] as const],
    );
  }
  const server = file === 'fleet.json' ? story.victoria : story.prometheus;
  const [series] = await server.queryRange(text, { start: story.startS, end: story.endS, step: 1 });
  return (series?.points ?? []).map(({ seconds, value }) => [seconds, value] as const);
}

const THREE = ['graphite.json', 'graphite-scripts.json', 'prometheus.json', 'fleet.json'];

describe('what is drawn is what happened', () => {
  test.each(THREE)('%s: all of IPv4 is lost in the outage, and not afterwards; IPv6 works', async (file) => {
    const loss = (await drawn(file, 'IPv4 (E)')).filter(([, value]) => Number.isFinite(value));
    const { outageS, endS } = story;
    // A rate over four scrapes mixes what was before and after into it.
    const all = file === 'prometheus.json' ? 90 : 100;
    expect(Math.max(...loss.map(([, value]) => value))).toBeGreaterThanOrEqual(all);
    const [last] = loss.findLast(([, value]) => value >= all) ?? [0];
    expect(loss.filter(([at, value]) => at > last && value === 0)).not.toEqual([]);
    // Those who count at the time of counting show it eleven seconds later.
    const [first] = loss.find(([, value]) => value >= all) ?? [0];
    expect(first).toBeGreaterThan(outageS - 15);
    expect(first).toBeLessThan(endS);
    const six = (await drawn(file, 'IPv6 (E)')).filter(([at]) => at > outageS - 4 && at < outageS + 4);
    expect(six.filter(([, value]) => value < 50)).not.toEqual([]);
  });

  test.each(THREE)('%s: mean <= p95 <= p99, in the unit of the panel', async (file) => {
    const [mean, p95, p99, max] = await Promise.all(
      ['A', 'B', 'C', 'D'].map(async (id) => new Map(await drawn(file, `IPv6 (${id})`))),
    );
    const perSecond = file.startsWith('graphite') ? 1000 : 1;
    const at = [...(mean ?? new Map<number, number>())].filter(([, value]) => Number.isFinite(value)).at(-1);
    const [when, least] = at ?? [0, 0];
    expect(least).toBeGreaterThan(0.015 * perSecond);
    expect(least).toBeLessThan(1 * perSecond);
    const all = [least, p95?.get(when), p99?.get(when)].map((value) => value ?? Number.NaN);
    if (file !== 'prometheus.json') expect(all).toEqual([...all].sort((a, b) => a - b));
    expect(max?.get(when)).toBeGreaterThanOrEqual(least);
  });

  test.each(['graphite.json', 'prometheus.json', 'fleet.json'])(
    '%s: the incident is marked',
    async (file) => {
      const [query] = QUERIES.filter(({ board, purpose }) => board === file && purpose === 'annotation');
      if (query === undefined) throw new Error('no annotation');
      const text = textOf(query, 'one machine');
      if (query.source === 'graphite') {
        const range = { from: Math.floor(story.startS), until: Math.ceil(story.endS) };
        const marked = (await story.graphite.web.render(text, range)).filter(({ datapoints }) =>
          datapoints.some(([value]) => value !== null),
        );
        expect(marked.map(({ target }) => target)).toContain(`${MACHINE}.ipv4-only`);
        return;
      }
      const server = file === 'fleet.json' ? story.victoria : story.prometheus;
      const found = await server.query(text, story.outageS);
      expect(found.map(({ metric }) => metric['class'])).toContain('ipv4-only');
      const later = await server.query(text, story.endS);
      expect(later.map(({ metric }) => metric['class'])).not.toContain('ipv4-only');
    },
  );

  test('fleet.json: the machine and its provider are told, with the class, at once', async () => {
    const query = QUERIES.find(({ where }) => where === 'Incidents now (A)');
    const found = await story.victoria.query(textOf(query ?? failed(), 'everything'), story.outageS);
    expect(found.map(({ metric }) => metric)).toContainEqual({
      machine: MACHINE,
      provider: PROVIDER,
      class: 'ipv4-only',
    });
  });
});

function failed(): never {
  throw new Error('no such query');
}

const isOurs = (name: string): boolean => name.startsWith('faultline_');
/** A histogram is kept as three. */
const withoutParts = (name: string): string => name.replace(/(_seconds)_(bucket|sum|count)$/, '$1');
const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

describe('names', () => {
  test('what is scraped is documented, and what is documented is scraped', async () => {
    const there = (await story.prometheus.labelValues('__name__', '{job="faultline"}'))
      .filter(isOurs)
      .map(withoutParts);
    expect(sorted(there)).toEqual(sorted(documented('Prometheus')));
  });

  test('what is pushed is documented, and what is documented is pushed', async () => {
    const there = (await story.victoria.labelValues('__name__')).filter(isOurs);
    expect(sorted(there)).toEqual(sorted(documented('Push')));
  });

  test('what StatsD gets is documented, and what is documented is there', async () => {
    const { web } = story.graphite;
    const depths = [3, 4, 5, 6, 7].map((depth) => Array.from({ length: depth }, () => '*').join('.'));
    const names = async (root: string, depth: string): Promise<readonly string[]> =>
      (await web.find(`${root}.${depth}`)).map((name) => name.slice(root.length + 1));
    const [timers, gauges, counters] = await Promise.all(
      ['stats.timers', 'stats.gauges', 'stats_counts'].map(async (root) =>
        (await Promise.all(depths.map((depth) => names(root, depth)))).flat(),
      ),
    );
    const leaves = (timers ?? []).filter((name) => name.endsWith('.mean')).map((name) => name.slice(0, -5));
    const there = sorted([...leaves, ...(gauges ?? []), ...(counters ?? [])]).filter((name) =>
      /^(faultline\.|ping2\.|ipv[46]\.)/.test(name),
    );
    const patterns = documented('StatsD').map((name) => [name, patternOf(name)] as const);
    const unknown = there.filter((name) => !patterns.some(([, pattern]) => pattern.test(name)));
    // Branches, which are no names, are found as well.
    const branches = new Set(there.map((name) => name.split('.').slice(0, -1).join('.')));
    expect(unknown.filter((name) => !branches.has(name))).toEqual([]);
    const absent = patterns.filter(([, pattern]) => !there.some((name) => pattern.test(name)));
    // It takes a probe that can't be sent.
    const rare = ['faultline.<machine>.<kind>.<anchor>.error'];
    expect(sorted(absent.map(([name]) => name)).filter((name) => !rare.includes(name))).toEqual([]);
  });

  test.each(boards().map(({ file }) => file))('%s names no metric that is not documented', (file) => {
    const known = [...documented('Prometheus'), ...documented('Push')];
    const named = QUERIES.filter(({ board, source }) => board === file && source === 'prometheus');
    const used = sorted(named.flatMap(({ text }) => metricsIn(text)).map(withoutParts));
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  });
});
