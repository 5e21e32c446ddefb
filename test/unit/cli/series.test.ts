import { describe, expect, test } from 'vitest';
import { incidentLines } from '../../../main/cli/past/print-incidents.ts';
import { seriesLines } from '../../../main/cli/past/print-series.ts';
import { seriesResult } from '../../../main/cli/past/series-result.ts';
import type { Incident } from '../../../main/domain/model/incident.ts';
import type { NotedIncident } from '../../../main/domain/model/noted-incident.ts';
import type { Bucket, SeriesAnswer } from '../../../main/domain/model/series.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { incident, NOW, SINCE } from '../words/incident-example.ts';
import { ASCII } from './capture.ts';

const MINUTE = 60_000;

function bucket(index: number, change: Partial<Bucket> = {}): Bucket {
  return {
    fromMs: wallMs(SINCE + index * MINUTE),
    toMs: wallMs(SINCE + (index + 1) * MINUTE),
    minMs: 10,
    meanMs: 20,
    p50Ms: 18,
    p95Ms: 40,
    p99Ms: 45,
    maxMs: 50,
    sent: 60,
    received: 60,
    lost: 0,
    late: 0,
    gap: null,
    ...change,
  };
}

const NOTHING = {
  minMs: null,
  meanMs: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  maxMs: null,
  received: 0,
};
const OUTAGE = bucket(1, { ...NOTHING, lost: 60 });
const SLEEP = bucket(2, { ...NOTHING, sent: 0, gap: 'sleep' });

const answer = (...series: SeriesAnswer['series']): SeriesAnswer => ({
  fromMs: SINCE,
  toMs: wallMs(SINCE + 3 * MINUTE),
  bucketMs: MINUTE,
  resolution: 'minute',
  series,
  gaps: [{ fromMs: wallMs(SINCE + 2 * MINUTE), toMs: wallMs(SINCE + 3 * MINUTE), reason: 'sleep' }],
});

const MIXED = answer({ kind: 'icmp4', buckets: [bucket(0), OUTAGE, SLEEP] });

describe('the series as data', () => {
  test('buckets with their round trips, and null where nothing came back', () => {
    const [series] = seriesResult(MIXED).series;
    expect(series?.buckets[0]).toEqual({
      from: '2026-11-21T14:02:00.000Z',
      to: '2026-11-21T14:03:00.000Z',
      sent: 60,
      received: 60,
      lost: 0,
      late: 0,
      lossPercent: 0,
      rttMs: { min: 10, mean: 20, p50: 18, p95: 40, p99: 45, max: 50 },
      gap: null,
    });
    expect(series?.buckets[1]).toMatchObject({ lossPercent: 100, rttMs: null, gap: null });
    expect(series?.buckets[2]).toMatchObject({ sent: 0, lossPercent: null, rttMs: null, gap: 'sleep' });
  });

  test('the total: sums, the extremes, and means weighted by what came back; no percentiles', () => {
    const buckets = [
      bucket(0, { received: 10, sent: 20, lost: 10 }),
      bucket(1, { meanMs: 50, received: 30, maxMs: 80 }),
    ];
    const [series] = seriesResult(answer({ kind: 'icmp4', buckets })).series;
    expect(series?.total).toEqual({
      sent: 80,
      received: 40,
      lost: 10,
      late: 0,
      lossPercent: 12.5,
      rttMs: { min: 10, mean: 42.5, max: 80 },
    });
  });

  test('gaps have their reason and length', () => {
    expect(seriesResult(MIXED).gaps).toEqual([
      {
        from: '2026-11-21T14:04:00.000Z',
        to: '2026-11-21T14:05:00.000Z',
        durationMs: MINUTE,
        reason: 'sleep',
        text: 'the machine slept',
      },
    ]);
  });
});

describe('the series for people', () => {
  test('one kind: a line a bucket; an outage is a loss, a gap is words, never a zero', () => {
    const lines = seriesLines(ASCII, seriesResult(MIXED), NOW);
    expect(lines[0]).toMatch(/1 min a bucket, from minutes$/);
    const rows = lines.slice(4, 7);
    expect(rows[0]).toMatch(/60 +0 % +10\.0 +20\.0 +18\.0 +40\.0 +45\.0 +50\.0 +#{20}$/);
    expect(rows[1]).toMatch(/60 +100 %( +-){6}$/);
    expect(rows[2]).toMatch(/ 0 +-( +-){6} +the machine slept$/);
    expect(lines.at(-1)).toMatch(/^Not measured from .* for 1 min: the machine slept\.$/);
  });

  test('several kinds: totals and a chart each; kinds that were never measured are left out', () => {
    const empty = { ...SLEEP, gap: null };
    const lines = seriesLines(
      ASCII,
      seriesResult(answer(...MIXED.series, { kind: 'tcp6', buckets: [empty, empty, empty] })),
      NOW,
    );
    const text = lines.join('\n');
    expect(text).toMatch(/ping over IPv4 +120 +60 +50 % +10\.0 +20\.0 +50\.0/);
    expect(text).toMatch(/ping over IPv4 +p95 +# +0 to 40\.0 ms/);
    expect(text).toMatch(/loss +# +0 to 100 %/);
    expect(text).not.toMatch(/TCP over IPv6/);
  });

  test('nothing measured is said, with the gaps that explain it', () => {
    const lines = seriesLines(ASCII, seriesResult(answer({ kind: 'icmp4', buckets: [SLEEP] })), NOW);
    expect(lines[0]).toBe('Nothing was measured in this time.');
    expect(lines.at(-1)).toMatch(/the machine slept/);
  });
});

const noted = (one: Incident, note = ''): NotedIncident => ({ ...one, note });

describe('incidents for people', () => {
  test('a note stands below its incident, on one line and without what would move the cursor', () => {
    const lines = incidentLines(
      ASCII,
      [
        noted(incident('total'), 'Called \u001b[2J them,\r\n\tticket \u202e42. '),
        noted(incident('dns'), ' \n '),
      ],
      NOW,
      () => null,
    );
    expect(lines.slice(2)).toEqual([
      '     note: Called [2J them, ticket 42.',
      expect.stringMatching(/DNS down/),
    ]);
  });

  test('aligned columns, the figure with its unit, how it ended', () => {
    const evidence = { ...incident('degraded-loss').evidence, figure: 4.2 };
    const lines = incidentLines(
      ASCII,
      [
        noted(incident('total')),
        noted(incident('degraded-loss', { evidence, untilMs: wallMs(SINCE + 60_000), end: 'absorbed' })),
        noted(incident('dns', { untilMs: wallMs(SINCE + 60_000), end: 'unknown' })),
      ],
      NOW,
      () => null,
    );
    expect(lines[0]).toMatch(/^ +since +for +what +end$/);
    expect(lines[1]).toMatch(/^\[x\] {2}\S+ +3 min 12 s {2}Everything down +goes on$/);
    expect(lines[2]).toMatch(/^\/!\\ .* 1 min {2}Packet loss \(4\.2 % lost\) +became a larger outage$/);
    expect(lines[3]).toMatch(/DNS down +not seen$/);
  });

  test('an open one that nobody watches lasts as long as it was seen', () => {
    const [, line] = incidentLines(ASCII, [noted(incident('total'))], NOW, () => SINCE + 60_000);
    expect(line).toMatch(/ 1 min {2}Everything down +open when last seen at \S+$/);
  });

  test('none is said', () => {
    expect(incidentLines(ASCII, [], NOW, () => null)).toEqual(['No incidents in this time.']);
  });
});
