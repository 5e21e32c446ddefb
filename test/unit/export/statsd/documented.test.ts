import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SUBJECTS } from '../../../../main/domain/model/health.ts';
import { INCIDENT_CLASSES } from '../../../../main/domain/model/incident.ts';
import { KINDS } from '../../../../main/domain/model/kind.ts';
import { OUTCOMES } from '../../../../main/domain/model/sample.ts';
import type { Figure } from '../../../../main/export/statsd/figure.ts';
import { HEALTH_VALUE } from '../../../../main/export/statsd/names/faultline.ts';
import { NAME_SETS } from '../../../../main/export/statsd/names/registry.ts';
import type { NameSet } from '../../../../main/export/statsd/names/types.ts';
import { sampleOf } from './sample.ts';

const section = /\n## StatsD\n(.*?)\n## /s.exec(readFileSync('docs/metrics.md', 'utf8'))?.[1] ?? '';

/** All that a set of names ever says, of one anchor and machine. */
function allOf(names: NameSet): readonly Figure[] {
  const health = { icmp: 'good', ipv4: 'good', ipv6: 'good', dns: 'good', gateway: 'good' } as const;
  const samples = KINDS.flatMap((kind) =>
    OUTCOMES.filter((outcome) => outcome !== 'suspect').map((outcome) =>
      sampleOf(kind, 'ANCHOR', {
        outcome,
        rttMs: ['reply', 'late', 'refused'].includes(outcome) ? 1 : null,
      }),
    ),
  );
  return [
    ...samples.flatMap((sample) => names.sample(sample, sample)),
    ...names.health(health),
    ...names.incidents(new Set()),
  ];
}

const patternOf = (name: string): string =>
  name
    .replace(/^ping2\.(\w+)\.ANCHOR$/, 'ping2.$1.<address>')
    .replace('.ANCHOR.', '.<anchor>.')
    .replace('faultline.MACHINE.', 'faultline.<machine>.')
    .replace(new RegExp(`\\.(${KINDS.join('|')})\\.`), '.<kind>.')
    .replace(new RegExp(`health\\.(${SUBJECTS.join('|')})$`), 'health.<subject>')
    .replace(new RegExp(`incident\\.(${INCIDENT_CLASSES.join('|')})$`), 'incident.<class>');

test('the page of the documentation has every name with its types, and no other', () => {
  const told = Object.values(NAME_SETS).flatMap((names) =>
    allOf(names('MACHINE')).map(({ name, type }) => `${patternOf(name)} ${type}`),
  );
  const documented = [...section.matchAll(/^\| `((?:faultline|ping2|ipv[46])\.[^`]+)` \| ([a-z, ]+) \|/gm)];
  const rows = documented.flatMap(([, name, types = '']) =>
    types.split(', ').map((type) => `${name} ${type}`),
  );
  expect(rows.length).toBeGreaterThan(10);
  expect([...rows].sort()).toEqual([...new Set(told)].sort());
});

test('and the number of each light', () => {
  const numbers = Object.entries(HEALTH_VALUE).map(([health, value]) => `${value} ${health}`);
  expect(section).toContain(`| ${numbers.join(', ')} |`);
});
