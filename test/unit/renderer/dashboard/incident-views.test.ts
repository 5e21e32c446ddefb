import { describe, expect, test } from 'vitest';
import { INCIDENT_CLASSES } from '../../../../main/domain/model/incident.ts';
import { evidenceText, lightsText } from '../../../../renderer/dashboard/incidents/evidence-text.ts';
import {
  endText,
  filtered,
  filterOptions,
  isClassFilter,
  lengthText,
  networkOf,
  sameItems,
  within,
} from '../../../../renderer/dashboard/incidents/incident-view.ts';
import { AT, HOUR, incident, MINUTE } from '../../../support/renderer/scenes/base.ts';
import { PAST_INCIDENTS } from '../../../support/renderer/scenes/past.ts';

const base = { sinceMs: AT - HOUR, untilMs: AT, lost: 14, sent: 15 } as const;

describe('the evidence in words', () => {
  test('counts the probes and names what failed and what worked', () => {
    const one = incident({ ...base, class: 'ipv4-only', failing: ['tcp4'] });
    expect(evidenceText(one)).toBe(
      '14 of 15 probes lost: TCP over IPv4 failed, ping over IPv4, ping over IPv6, TCP over IPv6, DNS and router worked.',
    );
  });

  test('of lost packets is the share that crossed, once', () => {
    const one = incident({ ...base, class: 'degraded-loss', failing: ['tcp4'], figure: 7.9 });
    expect(evidenceText(one)).toMatch(/^7\.9 % lost: TCP over IPv4 lost packets, ping/);
  });

  test('of slow answers has its figure and the count', () => {
    const one = incident({ ...base, class: 'degraded-latency', failing: ['tcp4'], figure: 184, lost: 2 });
    expect(evidenceText(one)).toMatch(
      /^184 ms a round trip, 2 of 15 probes lost: TCP over IPv4 answered slowly, /,
    );
  });

  test('of one probe is told in the singular', () => {
    const one = incident({ ...base, class: 'dns', failing: ['dns'], lost: 1, sent: 1 });
    expect(evidenceText(one)).toMatch(/^1 of 1 probe lost: DNS failed/);
  });

  test('is told though nothing worked, and though nothing was probed', () => {
    const total = incident({ ...base, class: 'total', failing: ['tcp4', 'tcp6'] });
    const all = { ...total, evidence: { ...total.evidence, working: [] } };
    expect(evidenceText(all)).toBe('14 of 15 probes lost: TCP over IPv4 and TCP over IPv6 failed.');
    const none = { ...total.evidence, failing: [], working: [], lost: 0, sent: 0 };
    expect(evidenceText({ class: 'local', evidence: none })).toBe(
      'Named by this machine itself; no probe was needed.',
    );
  });

  test('lists every light as it was', () => {
    const one = incident({ ...base, class: 'ipv4-only', failing: ['tcp4'], health: { ipv4: 'down' } });
    expect(lightsText(one)).toBe('ICMP good, IPv4 down, IPv6 good, DNS good, Router good.');
  });
});

describe('the length', () => {
  test('is that of the incident, or so far', () => {
    expect(lengthText(incident({ ...base, class: 'dns', failing: [] }), AT + HOUR)).toBe('1 h');
    expect(lengthText(incident({ ...base, class: 'dns', failing: [], untilMs: null }), AT + MINUTE)).toBe(
      '1 h 1 min',
    );
  });

  test('is none when the clock was set back', () => {
    expect(lengthText(incident({ ...base, class: 'dns', failing: [], untilMs: null }), AT - 2 * HOUR)).toBe(
      '0 ms',
    );
  });
});

test('an end that is not plain is explained', () => {
  expect(endText({ end: 'recovered' })).toBe('');
  expect(endText({ end: null })).toBe('');
  expect(endText({ end: 'absorbed' })).toMatch(/larger/);
  expect(endText({ end: 'unknown' })).toMatch(/Nobody/);
});

test('the network is named, never told by its id', () => {
  expect(networkOf({ network: '90fa5660e976edfd', networkLabel: 'eth0 192.0.2.10 via 192.0.2.1' })).toBe(
    'eth0 192.0.2.10 via 192.0.2.1',
  );
  expect(networkOf({ network: '90fa5660e976edfd' })).toBe('another network');
  expect(networkOf({ network: '' })).toBe('none');
});

test('a live list forgets what has left its range, but never what goes on', () => {
  const over = incident({ ...base, class: 'dns', failing: [], untilMs: AT - 30 * MINUTE });
  const open = incident({ ...base, class: 'total', failing: [], untilMs: null });
  expect(within([over, open], { fromMs: AT - 31 * MINUTE, toMs: AT })).toEqual([over, open]);
  expect(within([over, open], { fromMs: AT - 29 * MINUTE, toMs: AT })).toEqual([open]);
  expect(within([over, open], { fromMs: AT - 3 * HOUR, toMs: AT - 2 * HOUR })).toEqual([]);
});

test('lists are the same when they hold the same incidents in the same order', () => {
  const [one, other] = PAST_INCIDENTS;
  expect(sameItems([one, other], [one, other])).toBe(true);
  expect(sameItems([one, other], [other, one])).toBe(false);
  expect(sameItems([one], [one, other])).toBe(false);
  expect(sameItems([one], [{ ...one }])).toBe(false);
});

describe('the filter', () => {
  test('offers what there is, with how many', () => {
    const twice = [PAST_INCIDENTS[0], PAST_INCIDENTS[0], PAST_INCIDENTS[1]];
    expect(filterOptions(twice, 'all')).toEqual([
      { value: 'all', title: 'All kinds (3)' },
      { value: 'ipv4-only', title: 'IPv4 down (1)' },
      { value: 'degraded-loss', title: 'Packet loss (2)' },
    ]);
  });

  test('keeps the chosen class though there is none of it any more', () => {
    expect(filterOptions([], 'dns').map(({ value }) => value)).toEqual(['all', 'dns']);
  });

  test('leaves what was chosen', () => {
    expect(filtered(PAST_INCIDENTS, 'all')).toHaveLength(PAST_INCIDENTS.length);
    expect(filtered(PAST_INCIDENTS, 'dns').map((one) => one.class)).toEqual(['dns']);
    expect(filtered(PAST_INCIDENTS, 'local')).toEqual([]);
  });

  test('knows its own values only', () => {
    expect(['all', ...INCIDENT_CLASSES].every(isClassFilter)).toBe(true);
    expect(isClassFilter('everything')).toBe(false);
  });
});
