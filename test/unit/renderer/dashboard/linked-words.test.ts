import { expect, test } from 'vitest';
import { INCIDENT_CLASSES } from '../../../../main/domain/model/incident.ts';
import { linkedWords } from '../../../../renderer/dashboard/traces/linked-words.ts';

test.each(INCIDENT_CLASSES)('%s: traced as it began, but what is merely degraded is watched', (kind) => {
  const isDegraded = kind === 'degraded-loss' || kind === 'degraded-latency';
  expect(linkedWords('incident', kind)).toBe(isDegraded ? 'watched as it went on' : 'as it began');
});

test('what the onset was compared with is the healthy path, also when somebody had asked for it', () => {
  expect(linkedWords('baseline', 'total')).toBe('while all was well');
  expect(linkedWords('asked', 'total')).toBe('while all was well');
  expect(linkedWords('asked', 'degraded-loss')).toBe('while all was well');
});
