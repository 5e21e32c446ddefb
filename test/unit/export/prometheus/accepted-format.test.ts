import { expect, test } from 'vitest';
import { acceptedFormat } from '../../../../main/export/prometheus/asking/accepted-format.ts';

const OPEN = 'application/openmetrics-text';

test.each([
  [`${OPEN};version=1.0.0,${OPEN};version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1`],
  [`${OPEN}; version=1.0.0; charset=utf-8`],
  [`${OPEN}; version="1.0.0"`],
  [`Application/OpenMetrics-Text`],
  [`text/plain;q=0.5, ${OPEN};q=0.5`],
])('%s: OpenMetrics', (accept) => {
  expect(acceptedFormat(accept)).toBe('open-metrics');
});

test.each([
  [undefined],
  [''],
  ['*/*'],
  ['text/plain'],
  ['text/html,application/xhtml+xml,*/*;q=0.8'],
  ['application/json'],
  [`${OPEN};q=0`],
  [`${OPEN};q=0.3,text/plain;q=0.9`],
  [`${OPEN};version=0.0.1`],
  [`${OPEN};version=2.0.0`],
  [`${OPEN};q=7`],
  [`${OPEN};q=nonsense`],
  [';;;===,,,;q=,'],
  [`${','.repeat(6000)}${OPEN}`],
])('%s: text', (accept) => {
  expect(acceptedFormat(accept)).toBe('text');
});
