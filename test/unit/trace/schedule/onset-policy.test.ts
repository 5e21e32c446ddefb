import { describe, expect, test } from 'vitest';
import { INCIDENT_CLASSES } from '../../../../main/domain/model/incident.ts';
import { monoMs, wallMs } from '../../../../main/domain/model/units.ts';
import {
  ONSET_BURST,
  ONSET_EARNED_MS,
  OnsetPolicy,
} from '../../../../main/domain/trace/schedule/onset-policy.ts';
import { conditions, HOME, raisedIncident } from './conditions.ts';

const NOW = monoMs(1_000_000);

describe('an incident', () => {
  test('is traced once a family, the family that fails first, to an anchor of what fails', () => {
    const policy = new OnsetPolicy();
    const incident = raisedIncident();
    expect(policy.raised(incident, conditions(), NOW)).toEqual([
      { family: 4, address: '198.51.100.7' },
      { family: 6, address: '2001:db8::1' },
    ]);
    expect(policy.raised(incident, conditions(), NOW)).toEqual([]);
  });

  test('of the other family is traced the other way round', () => {
    const evidence = { ...raisedIncident().evidence, failing: ['icmp6', 'tcp6'] as const };
    const incident = raisedIncident({ id: 'ipv6-only-1', class: 'ipv6-only', evidence });
    expect(new OnsetPolicy().raised(incident, conditions(), NOW).map(({ family }) => family)).toEqual([6, 4]);
  });

  test('of no kind with an anchor is traced to any', () => {
    const evidence = { ...raisedIncident().evidence, failing: ['dns'] as const };
    const incident = raisedIncident({ class: 'dns', evidence });
    expect(new OnsetPolicy().raised(incident, conditions(), NOW)[0]?.address).toBe('198.51.100.1');
  });

  test('is traced only in families that the network has, and that have an anchor', () => {
    const addresses = (change: Parameters<typeof conditions>[0]) =>
      new OnsetPolicy().raised(raisedIncident(), conditions(change), NOW).map(({ address }) => address);
    expect(addresses({ network: { ...HOME, ipv6: false } })).toEqual(['198.51.100.7']);
    expect(addresses({ anchors: [{ kind: 'tcp6', address: '2001:db8::9', port: 443 }] })).toEqual([
      '2001:db8::9',
    ]);
    expect(addresses({ anchors: [] })).toEqual([]);
    expect(addresses({ network: { ...HOME, ipv4: false, ipv6: false } })).toEqual([]);
  });

  test.each(INCIDENT_CLASSES)('of class %s', (kind) => {
    const traced = new OnsetPolicy().raised(raisedIncident({ class: kind }), conditions(), NOW).length > 0;
    expect(traced).toBe(kind !== 'local' && kind !== 'captive-portal');
  });

  test('is not traced when nothing can be sent, nor when it is over or another has taken it over', () => {
    const policy = new OnsetPolicy();
    expect(policy.raised(raisedIncident(), conditions({ able: false }), NOW)).toEqual([]);
    expect(policy.raised(raisedIncident({ parent: 'total-1' }), conditions(), NOW)).toEqual([]);
    expect(policy.raised(raisedIncident({ untilMs: wallMs(9) }), conditions(), NOW)).toEqual([]);
  });
});

describe('why there is no trace', () => {
  const why = (
    change: Parameters<typeof raisedIncident>[0],
    given: Parameters<typeof conditions>[0] = {},
  ) => {
    const policy = new OnsetPolicy();
    const incident = raisedIncident(change);
    policy.raised(incident, conditions(given), NOW);
    return policy.untraced(incident.id);
  };

  test.each([
    ['there is one', {}, {}, null],
    ['no path tells anything', { class: 'local' }, {}, 'pointless'],
    ['nothing can be sent', {}, { able: false }, 'unable'],
    ['nobody is set', {}, { anchors: [] }, 'no-target'],
    ['the network leads nowhere', {}, { network: { ...HOME, ipv4: false, ipv6: false } }, 'no-target'],
    ['the paths are watched', { class: 'degraded-loss' }, { watched: new Set([4, 6] as const) }, 'watched'],
    ['an outage is traced all the same', {}, { watched: new Set([4, 6] as const) }, null],
    ['another has taken it over', { parent: 'total-1' }, {}, null],
  ] as const)('%s', (_, change, given, expected) => {
    expect(why(change, given)).toBe(expected);
  });

  test('too many had begun before', () => {
    const policy = new OnsetPolicy();
    const ids = Array.from({ length: ONSET_BURST + 1 }, (_, number) => `ipv4-only-${number}`);
    for (const id of ids) policy.raised(raisedIncident({ id }), conditions(), NOW);
    expect(ids.map((id) => policy.untraced(id))).toEqual([null, null, null, 'spared']);
  });

  test('what was said stays, whatever comes after it, and is forgotten in time', () => {
    const policy = new OnsetPolicy();
    policy.raised(raisedIncident({ id: 'first' }), conditions({ able: false }), NOW);
    expect(policy.raised(raisedIncident({ id: 'first' }), conditions(), NOW)).toEqual([]);
    expect(policy.untraced('first')).toBe('unable');
    for (let number = 0; number < 200; number += 1)
      policy.raised(raisedIncident({ id: `${number}` }), conditions({ able: false }), NOW);
    expect(policy.untraced('first')).toBeNull();
  });
});

describe('a line that flaps', () => {
  test('is traced for the first incidents, then every so often', () => {
    const policy = new OnsetPolicy();
    let traces = 0;
    const hours = 6;
    // An incident every 30 s.
    for (let number = 0; number < hours * 120; number += 1) {
      const incident = raisedIncident({ id: `ipv4-only-${number}` });
      traces += policy
        .raised(incident, conditions(), monoMs(NOW + number * 30_000))
        .filter(({ family }) => family === 4).length;
    }
    expect(traces).toBeLessThanOrEqual(ONSET_BURST + (hours * 3_600_000) / ONSET_EARNED_MS);
    expect(traces).toBeGreaterThan((hours * 3_600_000) / ONSET_EARNED_MS - 1);
  });

  test('is traced as ever after a quiet time', () => {
    const policy = new OnsetPolicy();
    const storm = (from: number): number =>
      Array.from({ length: 10 }, (_, number) =>
        policy.raised(raisedIncident({ id: `${from}-${number}` }), conditions(), monoMs(from)),
      ).filter((targets) => targets.length > 0).length;
    expect(storm(NOW)).toBe(ONSET_BURST);
    expect(storm(NOW + ONSET_EARNED_MS * 2)).toBe(2);
    expect(storm(NOW + ONSET_EARNED_MS * 1000)).toBe(ONSET_BURST);
  });
});
