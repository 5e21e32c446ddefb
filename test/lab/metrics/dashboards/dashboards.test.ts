import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Query } from './grafana.ts';
import { boards, filled, labelValues, queriesOf } from './grafana.ts';
import type { Story } from './story.ts';
import { INSTANCE, MACHINE, PROVIDER, tellStory } from './story.ts';

let story: Story;
beforeAll(async () => {
  story = await tellStory();
}, 240_000);
afterAll(() => story?.stop());

/** What a person has chosen at the top of a dashboard. */
const CHOSEN: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['all', { machine: '.*', instance: '.*', group: '.*', anchor: '.*', target: '.*' }],
  [
    'one machine',
    {
      machine: MACHINE,
      instance: INSTANCE.replaceAll('.', '\\\\.'),
      group: PROVIDER,
      anchor: '.*',
      target: '.*',
    },
  ],
];
/** As Grafana would for a panel a second a point: a rate is over four scrapes, one each second. */
const ALWAYS = { label: 'provider', prefix: '', __interval: '2s', __rate_interval: '4s' };

function textOf({ text, source }: Query, chosen: Readonly<Record<string, string>>): string {
  const glob = Object.entries(chosen).map(([name, value]) => [name, value === '.*' ? '*' : value]);
  return filled(text, { ...ALWAYS, ...(source === 'graphite' ? Object.fromEntries(glob) : chosen) });
}

/** How many points there are that can be drawn. */
async function graphitePoints(text: string, purpose: Query['purpose']): Promise<number> {
  const { web } = story.graphite;
  if (purpose === 'variable') return (await web.find(text)).length;
  const range = { from: Math.floor(story.startS), until: Math.ceil(story.endS) };
  const series = await web.render(text, range);
  return series.flatMap(({ datapoints }) => datapoints).filter(([value]) => value !== null).length;
}

async function prometheusPoints(query: Query, text: string): Promise<number> {
  const server = query.board === 'fleet.json' ? story.victoria : story.prometheus;
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

describe.each(CHOSEN)('with %s chosen', (_, chosen) => {
  test.each(boards().map(({ file }) => file))('every query of %s finds something', async (file) => {
    const empty: string[] = [];
    for (const query of QUERIES.filter(({ board }) => board === file)) {
      const text = textOf(query, chosen);
      const count =
        query.source === 'graphite'
          ? await graphitePoints(text, query.purpose)
          : await prometheusPoints(query, text);
      if (count === 0) empty.push(`${query.where}: ${text}`);
    }
    expect(empty).toEqual([]);
  });
});
