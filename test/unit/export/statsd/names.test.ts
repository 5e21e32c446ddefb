import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../../main/domain/model/kind.ts';
import type { Outcome, Sample } from '../../../../main/domain/model/sample.ts';
import { SeriesBound } from '../../../../main/export/series-bound.ts';
import type { Figure } from '../../../../main/export/statsd/figure.ts';
import { faultlineNames, testName } from '../../../../main/export/statsd/names/faultline.ts';
import { safeAnchor, safePart } from '../../../../main/export/statsd/names/safe-part.ts';
import { scriptNames } from '../../../../main/export/statsd/names/scripts.ts';
import type { NameSet } from '../../../../main/export/statsd/names/types.ts';
import { sampleOf } from './sample.ts';

/** As they look on the wire. */
const TYPES = { counter: 'c', gauge: 'g', timing: 'ms' } as const;
const line = ({ name, value, type }: Figure): string => `${name}:${value}|${TYPES[type]}`;
const linesOf = (names: NameSet, kind: Kind, anchor: string, but: Partial<Sample>): readonly string[] => {
  const sample = sampleOf(kind, anchor, but);
  return names.sample(sample, new SeriesBound().labels(sample)).map(line);
};

describe('parts of a name', () => {
  test.each([
    ['8.8.8.8', '8_8_8_8'],
    ['192.0.2.1:443', '192_0_2_1_443'],
    ['[2001:db8::1]:443', '2001_db8__1_443'],
    ['2001:db8::1', '2001_db8__1'],
    ['fe80::1%eth0', 'fe80__1_eth0'],
    ['other', 'other'],
  ])('the anchor %s becomes %s', (anchor, safe) => {
    expect(safeAnchor(anchor)).toBe(safe);
  });

  test.each([
    ['nas', 'nas'],
    ['nas.example.net', 'nas_example_net'],
    ['Küche 2', 'K_che_2'],
    ['a:1|g\nb', 'a_1_g_b'],
    ['', '_'],
  ])('the machine %j becomes %s', (machine, safe) => {
    expect(safePart(machine)).toBe(safe);
    expect(testName(machine)).toBe(`faultline.${safe}.test`);
  });
});

describe("Faultline's own names", () => {
  const names = faultlineNames('nas.home');
  const at = 'faultline.nas_home.tcp4.192_0_2_1_443';

  test.each<[Outcome, number | null, readonly string[]]>([
    ['reply', 12.345678, [`${at}.sent:1|c`, `${at}.rtt:12.346|ms`, `${at}.rtt:12.346|g`]],
    ['refused', 3, [`${at}.sent:1|c`, `${at}.rtt:3|ms`, `${at}.rtt:3|g`]],
    ['late', 4_000.5, [`${at}.sent:1|c`, `${at}.late:1|c`, `${at}.rtt:4000.5|ms`, `${at}.rtt:4000.5|g`]],
    ['lost', null, [`${at}.sent:1|c`, `${at}.lost:1|c`]],
    ['unreachable', null, [`${at}.sent:1|c`, `${at}.lost:1|c`]],
    ['error', null, [`${at}.error:1|c`]],
  ])('%s', (outcome, rttMs, lines) => {
    expect(linesOf(names, 'tcp4', '192.0.2.1:443', { outcome, rttMs })).toEqual(lines);
  });

  test('a light is a number without a sign, the better the higher', () => {
    const all = {
      icmp: 'good',
      ipv4: 'degraded',
      ipv6: 'unavailable',
      dns: 'down',
      gateway: 'unknown',
    } as const;
    expect(names.health(all).map(line)).toEqual([
      'faultline.nas_home.health.icmp:4|g',
      'faultline.nas_home.health.ipv4:3|g',
      'faultline.nas_home.health.ipv6:1|g',
      'faultline.nas_home.health.dns:2|g',
      'faultline.nas_home.health.gateway:0|g',
    ]);
  });

  test('every class of incident is told, whether or not there is one', () => {
    const lines = names.incidents(new Set(['ipv4-only', 'dns'])).map(line);
    expect(lines).toHaveLength(11);
    expect(lines.filter((one) => one.endsWith(':1|g'))).toEqual([
      'faultline.nas_home.incident.ipv4-only:1|g',
      'faultline.nas_home.incident.dns:1|g',
    ]);
  });
});

describe('the names of the three scripts', () => {
  const connect = 'google_http_endpoint';

  test.each<[string, Kind, string, Outcome, number | null, readonly string[]]>([
    [
      'an answered ping',
      'icmp4',
      '8.8.8.8',
      'reply',
      34.5678,
      ['ping2.latency.8_8_8_8:34.568|g', 'ping2.latency.8_8_8_8:34.568|ms'],
    ],
    [
      'a late one',
      'icmp4',
      '8.8.8.8',
      'late',
      2_000,
      ['ping2.latency.8_8_8_8:2000|g', 'ping2.latency.8_8_8_8:2000|ms'],
    ],
    ['a lost one', 'icmp4', '8.8.8.8', 'lost', null, ['ping2.timeout.8_8_8_8:1|c']],
    ['an unreachable one', 'icmp4', '1.1.1.1', 'unreachable', null, ['ping2.timeout.1_1_1_1:1|c']],
    ['one that could not be sent', 'icmp4', '8.8.8.8', 'error', null, ['ping2.timeout.8_8_8_8:1|c']],
    ['a connection', 'tcp4', '1.1.1.1:443', 'reply', 9.5, [`ipv4.connect_timing.${connect}:9.5|ms`]],
    ['none', 'tcp4', '1.1.1.1:443', 'lost', null, [`ipv4.connect_timeout.${connect}:1|c`]],
    ['a refused one', 'tcp4', '8.8.8.8:443', 'refused', 5, [`ipv4.connect_timeout.${connect}:1|c`]],
    ['any other failure', 'tcp4', '8.8.8.8:443', 'error', null, [`ipv4.connect_timeout.${connect}:1|c`]],
    ['IPv6', 'tcp6', '[2001:db8::1]:443', 'reply', 8, [`ipv6.connect_timing.${connect}:8|ms`]],
    [
      'none by IPv6',
      'tcp6',
      '[2001:db8::1]:443',
      'unreachable',
      null,
      [`ipv6.connect_timeout.${connect}:1|c`],
    ],
    ['ICMPv6', 'icmp6', '2001:db8::1', 'reply', 8, []],
    ['DNS', 'dns', '192.0.2.53:53', 'reply', 8, []],
    ['the gateway', 'gateway', '192.0.2.1', 'lost', null, []],
  ])('%s', (_what, kind, anchor, outcome, rttMs, lines) => {
    expect(linesOf(scriptNames, kind, anchor, { outcome, rttMs })).toEqual(lines);
  });

  test('they knew neither lights nor incidents', () => {
    const all = { icmp: 'good', ipv4: 'good', ipv6: 'good', dns: 'good', gateway: 'good' } as const;
    expect([scriptNames.health(all), scriptNames.incidents(new Set(['total']))]).toEqual([[], []]);
  });
});
