import { describe, expect, test } from 'vitest';
import {
  MAX_SERIES,
  OTHER_ANCHOR,
  SERIES_IDLE_MS,
  SeriesBound,
  type SeriesLabels,
} from '../../../main/export/series-bound.ts';
import { sampleOf } from './statsd/sample.ts';

const pairs = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `192.0.2.${at}`);

describe('a bound of the series', () => {
  test('as many as there may be keep their own labels, whatever comes after goes under another', () => {
    const bound = new SeriesBound();
    const anchors = pairs(MAX_SERIES);
    for (const anchor of anchors) {
      expect(bound.labels(sampleOf('icmp4', anchor))).toMatchObject({ kind: 'icmp4', anchor });
    }
    expect(bound.labels(sampleOf('tcp6', '[2001:db8::1]:443'))).toEqual({
      kind: 'tcp6',
      anchor: OTHER_ANCHOR,
    });
    expect(bound.labels(sampleOf('icmp4', anchors[0] ?? ''))).toMatchObject({ anchor: anchors[0] });
  });

  test('the same address under two kinds takes two places', () => {
    const gone: SeriesLabels[] = [];
    const bound = new SeriesBound((labels) => gone.push(labels));
    bound.labels(sampleOf('icmp4', '192.0.2.1', {}, 0));
    bound.labels(sampleOf('gateway', '192.0.2.1', {}, SERIES_IDLE_MS));
    bound.forgetIdle();
    expect(gone).toMatchObject([{ kind: 'icmp4', anchor: '192.0.2.1' }]);
  });

  test('what was not probed for an hour gives its place up, and is told; what was probed does not', () => {
    const gone: SeriesLabels[] = [];
    const bound = new SeriesBound((labels) => gone.push(labels));
    const [first = '', ...others] = pairs(MAX_SERIES);
    bound.labels(sampleOf('icmp4', first, {}, 0));
    for (const anchor of others) bound.labels(sampleOf('icmp4', anchor, {}, 1));
    const late = sampleOf('icmp4', '198.51.100.1', {}, SERIES_IDLE_MS);
    expect(bound.labels(late)).toMatchObject({ anchor: '198.51.100.1' });
    expect(gone).toMatchObject([{ anchor: first }]);
    expect(bound.labels(sampleOf('icmp4', first, {}, SERIES_IDLE_MS))).toMatchObject({
      anchor: OTHER_ANCHOR,
    });
  });
});
