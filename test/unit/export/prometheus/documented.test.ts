import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ExporterState } from '../../../../main/domain/model/metrics-state.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { Figures } from '../../../../main/export/prometheus/figures/figures.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { sampleEvent } from './started.ts';

const section = /\n## Prometheus\n(.*?)\n## /s.exec(readFileSync('docs/metrics.md', 'utf8'))?.[1] ?? '';

const PUSHING: ExporterState = {
  name: 'push',
  phase: 'working',
  text: '',
  sent: 1,
  dropped: 0,
  queued: 0,
  lastMs: wallMs(1000),
};

/** `name type labels` of every family of a page on which none is empty. */
async function shown(): Promise<readonly string[]> {
  const clock = new FakeClock();
  const startedMs = clock.now().wallMs;
  const figures = new Figures({ clock, startedMs, version: '1', machine: 'x', states: () => [PUSHING] });
  figures.take(sampleEvent(0, 'reply'));
  const { text } = await figures.page('text');
  return [...text.matchAll(/^# TYPE (\S+) (\S+)\n\S+?(?:\{(.*)\})? \S+$/gm)].map(
    ([, name, type, labels = '']) => {
      const names = [...labels.matchAll(/([a-z]+)="/g)].flatMap(([, label]) =>
        label === 'le' ? [] : [label],
      );
      return `${name} ${type} ${names.join(',')}`;
    },
  );
}

test('the page of the documentation has every name, its type and labels, and no other', async () => {
  const rows = [...section.matchAll(/^\| `(faultline_\w+)` \| (\w+) \|([^|]*)\|/gm)];
  const documented = rows.map(
    ([, name, type, labels = '']) => `${name} ${type} ${labels.replaceAll(/[` ]/g, '')}`,
  );
  expect(documented.length).toBeGreaterThan(10);
  expect([...documented].sort()).toEqual([...(await shown())].sort());
});
