import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../../main/domain/model/incident.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { bucketAt, eventsAt, spokenFigures, summaryOf } from '../../../../renderer/dashboard/panels/texts.ts';
import { bucket } from './line-model.ts';

const incident = (sinceMs: number, untilMs: number | null, end: Incident['end']): Incident => ({
  id: `i${sinceMs}`,
  class: 'ipv4-only',
  sinceMs: wallMs(sinceMs),
  raisedMs: wallMs(sinceMs),
  untilMs: untilMs === null ? null : wallMs(untilMs),
  end,
  parent: null,
  evidence: {
    health: { icmp: 'good', ipv4: 'down', ipv6: 'good', dns: 'good', gateway: 'good' },
    failing: ['tcp4'],
    working: [],
    lost: 1,
    sent: 1,
  },
  network: 'n',
});
const SLEEP = { fromMs: wallMs(100), toMs: wallMs(200), reason: 'sleep' } as const;

describe('the words of the charts', () => {
  test('a panel in a sentence: measured, silent, not measured', () => {
    expect(summaryOf('IPv4', [bucket(0, 1, 9, 20, 0), bucket(1, 1, 1, null, 1)])).toBe(
      'IPv4: mean between 20.0 ms and 20.0 ms, 10 % of the probes were lost.',
    );
    expect(summaryOf('IPv4', [bucket(0, 1, 4, null, 4)])).toBe(
      'IPv4: nothing was answered, 100 % of the probes were lost.',
    );
    expect(summaryOf('IPv4', [])).toBe('IPv4: nothing was measured in this time.');
  });

  test('what there was at a moment: why it was not measured, what was down, each once', () => {
    const incidents = [
      incident(150, 300, 'recovered'),
      incident(120, null, null),
      incident(60, 120, 'absorbed'),
    ];
    expect(eventsAt(160, incidents, [SLEEP], 1)).toEqual(['IPv4 down', 'not measured: the machine slept']);
    expect(eventsAt(50, incidents, [SLEEP], 1)).toEqual([]);
    // What a larger outage took over was there as well.
    expect(eventsAt(80, incidents, [], 1)).toEqual(['IPv4 down']);
    // Within the bucket that is drawn there.
    expect(eventsAt(98, [], [SLEEP], 10)).toEqual(['not measured: the machine slept']);
  });

  test('what is spoken at a moment', () => {
    expect(spokenFigures('ICMP', bucket(0, 1, 10, 18.44, 1))).toBe('ICMP 18.4 ms, 10 % lost');
    expect(spokenFigures('ICMP', bucket(0, 1, 2, null, 2))).toBe('ICMP 100 % lost');
    expect(spokenFigures('ICMP', bucket(0, 1, 0, null))).toBe('ICMP not measured');
    expect(spokenFigures('ICMP', undefined)).toBe('ICMP not measured');
  });

  test('the bucket of a moment begins before it and ends after', () => {
    const buckets = [bucket(0, 10, 1, 1), bucket(10, 10, 1, 2)];
    expect(bucketAt(buckets, 10)?.fromMs).toBe(10);
    expect(bucketAt(buckets, 20)).toBeUndefined();
    expect(bucketAt(buckets, null)).toBeUndefined();
  });
});
