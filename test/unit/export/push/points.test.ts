import { describe, expect, test } from 'vitest';
import { HEALTHS, SUBJECTS } from '../../../../main/domain/model/health.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import type { Point } from '../../../../main/export/push/points/point.ts';
import { samplePoints } from '../../../../main/export/push/points/sample-points.ts';
import { StatePoints } from '../../../../main/export/push/points/state-points.ts';
import { CLASS_COUNT, healthAt, incident, lost, START_MS, sample, sampled } from './fixtures.ts';

const AT = { kind: 'icmp4', anchor: '192.0.2.1' } as const;
const short = ({ series, atMs, value }: Point): string => `${series.name} ${atMs - START_MS} ${value}`;

describe('a final sample', () => {
  const pointsOf = (change: Parameters<typeof sample>[2]) =>
    samplePoints(sample(1, 1000, change), AT).map(short);

  test('a reply: its round trip in seconds to the microsecond, and that it was not lost', () => {
    expect(pointsOf({ rttMs: 12.345678 })).toEqual([
      'faultline_sample_rtt_seconds 1000 0.012346',
      'faultline_sample_lost 1000 0',
    ]);
  });

  test.each(['lost', 'unreachable'] as const)('%s: lost, and no round trip', (outcome) => {
    expect(pointsOf({ outcome, rttMs: null })).toEqual(['faultline_sample_lost 1000 1']);
  });

  test('late: not lost, and marked', () => {
    expect(pointsOf({ outcome: 'late', rttMs: 4000 })).toEqual([
      'faultline_sample_rtt_seconds 1000 4',
      'faultline_sample_lost 1000 0',
      'faultline_sample_late 1000 1',
    ]);
  });

  test('a refused connection proves the path', () => {
    expect(pointsOf({ outcome: 'refused', rttMs: 3 })).toEqual([
      'faultline_sample_rtt_seconds 1000 0.003',
      'faultline_sample_lost 1000 0',
    ]);
  });

  test.each(['error', 'suspect'] as const)('%s says nothing about the path', (outcome) => {
    expect(pointsOf({ outcome, rttMs: null })).toEqual([]);
  });

  test('fractions of a millisecond and broken figures', () => {
    const points = samplePoints(
      { ...sample(1, 0), sentWallMs: wallMs(START_MS + 0.6), rttMs: Number.NaN },
      AT,
    );
    expect(points.map(short)).toEqual(['faultline_sample_lost 1 0']);
  });
});

describe('lights and incidents', () => {
  const active = (points: readonly Point[], of: string) =>
    points.filter(({ series }) => series.labels['class'] === of).map(short);
  const icmp = (points: readonly Point[]) =>
    points
      .filter(({ series, value }) => series.labels['subject'] === 'icmp' && value === 1)
      .map(({ series, atMs }) => `${series.labels['state']} ${atMs - START_MS}`);

  test('with the first sample all that is known, then every 30 s of the samples', () => {
    const states = new StatePoints();
    states.take(healthAt(0));
    const first = states.take(sampled(1, 1000));
    expect(first).toHaveLength(SUBJECTS.length * HEALTHS.length + CLASS_COUNT);
    expect(icmp(first)).toEqual(['good 1000']);
    expect(states.take(sampled(2, 30_999))).toEqual([]);
    expect(icmp(states.take(sampled(3, 31_000)))).toEqual(['good 31000']);
  });

  test('before anything is known of the lights nothing is said of them', () => {
    const points = new StatePoints().take(sampled(1, 0));
    expect(points).toHaveLength(CLASS_COUNT);
    expect(points.every(({ value }) => value === 0)).toBe(true);
  });

  test('a change of a light at its own time, all its states', () => {
    const states = new StatePoints();
    states.take(healthAt(0));
    const points = states.take(healthAt(5000, 'down', 'good'));
    expect(points).toHaveLength(HEALTHS.length);
    expect(icmp(points)).toEqual(['down 5000']);
  });

  test('an incident is active from its beginning to its end, and said again meanwhile', () => {
    const states = new StatePoints();
    states.take(sampled(1, 0));
    states.take(sampled(2, 14_000));
    const raised = incident('total', 10_000, 14_000);
    expect(active(states.take({ type: 'incident', phase: 'raised', incident: raised }), 'total')).toEqual([
      'faultline_incident_active 10000 1',
    ]);
    expect(active(states.take(sampled(3, 30_000, lost)), 'total')).toEqual([
      'faultline_incident_active 30000 1',
    ]);
    const cleared = incident('total', 10_000, 14_000, 45_000);
    states.take(sampled(4, 50_000));
    expect(active(states.take({ type: 'incident', phase: 'cleared', incident: cleared }), 'total')).toEqual([
      'faultline_incident_active 45000 0',
    ]);
    expect(active(states.take(sampled(5, 60_000)), 'total')).toEqual(['faultline_incident_active 60000 0']);
  });

  test('an end before what was said of its class already comes right after it', () => {
    const states = new StatePoints();
    states.take(sampled(1, 0));
    states.take({ type: 'incident', phase: 'raised', incident: incident('dns', 5_000, 8_000) });
    states.take(sampled(2, 30_000));
    const cleared = incident('dns', 5_000, 8_000, 29_000);
    expect(active(states.take({ type: 'incident', phase: 'cleared', incident: cleared }), 'dns')).toEqual([
      'faultline_incident_active 30001 0',
    ]);
  });

  test('one of two incidents of a class ends: it stays active', () => {
    const states = new StatePoints();
    states.take(sampled(1, 0));
    states.take({ type: 'incident', phase: 'raised', incident: incident('dns', 1, 1) });
    states.take({ type: 'incident', phase: 'raised', incident: incident('dns', 2, 2) });
    const cleared = incident('dns', 1, 1, 10);
    expect(active(states.take({ type: 'incident', phase: 'cleared', incident: cleared }), 'dns')).toEqual([
      'faultline_incident_active 10 1',
    ]);
  });

  test('what was raised before this exporter began is active from its own beginning', () => {
    const states = new StatePoints();
    states.take(healthAt(100_000));
    const raised = states.take({
      type: 'incident',
      phase: 'raised',
      incident: incident('total', 1000, 5000),
    });
    expect(active(raised, 'total')).toEqual(['faultline_incident_active 100000 1']);
  });

  test('the clock is set back an hour: states go on at the new time', () => {
    const states = new StatePoints();
    states.take(healthAt(7_200_000));
    states.take(sampled(1, 7_200_000));
    const points = states.take({
      type: 'sample',
      sample: { ...sample(2, 7_201_000), sentWallMs: wallMs(START_MS + 3_600_000) },
    });
    expect(icmp(points)).toEqual(['good 3600000']);
  });

  test('gaps and modes say nothing', () => {
    const states = new StatePoints();
    const gap = { fromMs: wallMs(0), toMs: wallMs(1), reason: 'sleep' } as const;
    expect(states.take({ type: 'gap', gap })).toEqual([]);
  });
});
