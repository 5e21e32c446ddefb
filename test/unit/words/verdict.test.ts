import { describe, expect, test } from 'vitest';
import type { HealthBySubject } from '../../../main/domain/model/health.ts';
import { INCIDENT_CLASSES, type Incident, type IncidentClass } from '../../../main/domain/model/incident.ts';
import type { Kind } from '../../../main/domain/model/kind.ts';
import { begunWords } from '../../../main/domain/notices/notice-text.ts';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import { incidentText } from '../../../main/domain/words/incident-text.ts';
import { verdict } from '../../../main/domain/words/verdict.ts';
import { ALL_GOOD, incident, NOW } from './incident-example.ts';

const tell = (health: HealthBySubject, ...classes: IncidentClass[]) =>
  verdict({ health, open: classes.map((name) => incident(name)), nowMs: NOW, zone: 'UTC' });

describe('the verdict of each class', () => {
  test('ipv4-only, as a person would say it', () => {
    expect(tell({ ...ALL_GOOD, ipv4: 'down' }, 'ipv4-only')).toEqual({
      state: 'down',
      headline: 'IPv4 is down since 14:02 (3 min 12 s).',
      detail: 'IPv6 and ping work, your router answers: probably your provider.',
    });
  });

  test('ipv4-only with a silent router blames nobody', () => {
    const { detail } = tell({ ...ALL_GOOD, ipv4: 'down', gateway: 'unavailable' }, 'ipv4-only');
    expect(detail).toBe('IPv6 and ping work: cannot tell yet whether it is your router or your provider.');
  });

  test('ipv6-only', () => {
    expect(tell({ ...ALL_GOOD, ipv6: 'down', icmp: 'down' }, 'ipv6-only')).toMatchObject({
      headline: 'IPv6 is down since 14:02 (3 min 12 s).',
      detail: 'IPv4 works, your router answers: probably your provider.',
    });
  });

  test('total', () => {
    const health: HealthBySubject = {
      icmp: 'down',
      ipv4: 'down',
      ipv6: 'down',
      dns: 'down',
      gateway: 'good',
    };
    expect(tell(health, 'total')).toEqual({
      state: 'down',
      headline: 'The internet is down since 14:02 (3 min 12 s).',
      detail: 'Your router answers: probably your provider.',
    });
    expect(tell({ ...health, gateway: 'unknown' }, 'total').detail).toBe(
      'Cannot tell yet whether it is your router or your provider.',
    );
  });

  test('gateway and local stay on this side of the line', () => {
    expect(tell(ALL_GOOD, 'gateway').detail).toMatch(/probably the router or the link to it/);
    expect(tell(ALL_GOOD, 'local').detail).toMatch(/no link or no default route/);
  });

  test('a captive portal is no outage', () => {
    expect(tell(ALL_GOOD, 'captive-portal')).toMatchObject({
      state: 'degraded',
      headline: 'This network waits for a sign-in since 14:02 (3 min 12 s).',
    });
  });

  test('icmp-only says what still works', () => {
    expect(tell({ ...ALL_GOOD, icmp: 'down' }, 'icmp-only').detail).toBe(
      'IPv4 and IPv6 work: probably a filter or a fault on the way, pages still load.',
    );
  });

  test('tcp-only and dns', () => {
    expect(tell({ ...ALL_GOOD, ipv4: 'down', ipv6: 'down' }, 'tcp-only').detail).toMatch(/^Ping works: /);
    expect(tell({ ...ALL_GOOD, dns: 'down' }, 'dns').detail).toBe(
      'IPv4, IPv6 and ping work: probably the DNS server.',
    );
  });

  test('degraded classes carry their figure with its unit', () => {
    const evidence = { ...incident('degraded-loss').evidence, figure: 4.2 };
    const open = [incident('degraded-loss', { evidence })];
    const told = verdict({ health: ALL_GOOD, open, nowMs: NOW, zone: 'UTC' });
    expect(told.headline).toBe('Packets get lost since 14:02 (3 min 12 s, 4.2 % lost).');
    expect(told.state).toBe('degraded');
    const slow = [incident('degraded-latency', { evidence: { ...evidence, figure: 340 } })];
    expect(verdict({ health: ALL_GOOD, open: slow, nowMs: NOW, zone: 'UTC' }).headline).toMatch(
      /340 ms a round trip/,
    );
  });

  test.each(INCIDENT_CLASSES)(
    '%s: whole sentences, and no blame without a "probably" or "cannot tell"',
    (name) => {
      for (const gateway of ['good', 'down', 'unavailable', 'unknown'] as const) {
        const { headline, detail } = tell({ ...ALL_GOOD, gateway }, name);
        expect(headline).toMatch(/^[A-Z].* since 14:02 \(3 min 12 s\)\.$/);
        expect(detail).toMatch(/^[A-Z].*\.$/);
        if (/provider/.test(detail)) expect(detail).toMatch(/probably|cannot tell/i);
        if (gateway !== 'good') expect(detail).not.toMatch(/probably your provider/);
      }
      expect(CLASS_WORDS[name].title.length).toBeLessThanOrEqual(20);
    },
  );
});

describe('what works only in part', () => {
  const withoutPing4 = (health: HealthBySubject): Incident =>
    incident('ipv4-only', {
      evidence: { health, failing: ['icmp4', 'tcp4'], working: ['icmp6', 'tcp6'], lost: 9, sent: 9 },
    });
  const told = (health: HealthBySubject, one: Incident): string =>
    verdict({ health, open: [one], nowMs: NOW, zone: 'UTC' }).detail;

  test('is said to, and a DNS that is down beside it is mentioned', () => {
    const health: HealthBySubject = { ...ALL_GOOD, ipv4: 'down', icmp: 'degraded', dns: 'down' };
    const expected =
      'IPv6 works, ping works over IPv6 only, DNS is down, your router answers: probably your provider.';
    const one = withoutPing4(health);
    expect(told(health, one)).toBe(expected);
    expect(incidentText(one, NOW, 'UTC')).toContain(expected);
    expect(begunWords(one, { nowMs: NOW, zone: 'UTC' }).body).toContain(expected);
  });

  test('names the family that the evidence shows to work, or none', () => {
    const health: HealthBySubject = { ...ALL_GOOD, ipv4: 'down', ipv6: 'down', icmp: 'degraded' };
    const evidence = { ...incident('tcp-only').evidence, failing: ['tcp4', 'tcp6'] as const };
    const withWorking = (working: readonly Kind[]): string =>
      told(health, incident('tcp-only', { evidence: { ...evidence, working } }));
    expect(withWorking(['icmp4'])).toMatch(/^Ping works over IPv4 only: /);
    expect(withWorking(['icmp6', 'dns'])).toMatch(/^Ping works over IPv6 only: /);
    expect(withWorking(['icmp4', 'icmp6'])).toMatch(/^Ping works over one family only: /);
  });

  test('a ping that has only begun to fail is not said to work', () => {
    const health: HealthBySubject = { ...ALL_GOOD, ipv4: 'down' };
    expect(told(health, withoutPing4(health))).toMatch(/^IPv6 works, your router answers: /);
  });

  test('connections that are unsteady work in part', () => {
    const health: HealthBySubject = { ...ALL_GOOD, dns: 'down', ipv4: 'degraded' };
    expect(told(health, incident('dns'))).toBe(
      'IPv6 and ping work, IPv4 works in part: probably the DNS server.',
    );
  });

  test('pages do not load without names', () => {
    const health: HealthBySubject = { ...ALL_GOOD, icmp: 'down', dns: 'down' };
    expect(told(health, incident('icmp-only'))).toBe(
      'IPv4 and IPv6 work, DNS is down: probably a filter or a fault on the way.',
    );
  });

  test.each(['degraded-loss', 'degraded-latency', 'tcp-only'] as const)('%s beside a dead DNS', (name) => {
    expect(told({ ...ALL_GOOD, dns: 'down' }, incident(name))).toMatch(/, DNS is down/);
  });

  test('a router that is silent while traffic passes does not answer', () => {
    const health: HealthBySubject = { ...ALL_GOOD, ipv4: 'down', gateway: 'degraded' };
    expect(told(health, incident('ipv4-only'))).toBe(
      'IPv6 and ping work: cannot tell yet whether it is your router or your provider.',
    );
    expect(told(health, incident('degraded-loss'))).toMatch(/: cannot tell yet where\.$/);
  });
});

describe('several at once and none', () => {
  test('the first leads, the others are named', () => {
    const told = tell({ ...ALL_GOOD, ipv4: 'down', dns: 'down' }, 'captive-portal', 'dns');
    expect(told.headline).toMatch(/^This network waits/);
    expect(told.detail).toMatch(/Also: Names are not found since 14:02/);
    expect(told.state).toBe('down');
  });

  test('all is well', () => {
    expect(tell(ALL_GOOD)).toEqual({ state: 'good', headline: 'All is well.', detail: '' });
  });

  test('a network without IPv6 is well', () => {
    expect(tell({ ...ALL_GOOD, ipv6: 'unavailable' })).toEqual({
      state: 'good',
      headline: 'All is well.',
      detail: 'IPv6 is not available on this network.',
    });
  });

  test('nothing measured is no verdict', () => {
    const unknown: HealthBySubject = {
      icmp: 'unknown',
      ipv4: 'unknown',
      ipv6: 'unknown',
      dns: 'unknown',
      gateway: 'unknown',
    };
    expect(tell(unknown)).toMatchObject({ state: 'unknown', headline: 'Measuring, no verdict yet.' });
  });

  test('a light that is out before the incident has its name', () => {
    expect(tell({ ...ALL_GOOD, ipv4: 'down', icmp: 'down' })).toMatchObject({
      state: 'down',
      headline: 'ICMP and IPv4 do not answer.',
    });
    expect(tell({ ...ALL_GOOD, dns: 'degraded' })).toMatchObject({
      state: 'degraded',
      headline: 'DNS is unsteady.',
    });
  });

  test('a pause is shown as a pause, whatever is open', () => {
    const told = verdict({
      health: ALL_GOOD,
      open: [incident('total')],
      nowMs: NOW,
      zone: 'UTC',
      paused: true,
    });
    expect(told.state).toBe('paused');
  });

  test('a clock that was set back does not make a negative duration', () => {
    const told = verdict({
      health: ALL_GOOD,
      open: [incident('total', { sinceMs: NOW })],
      nowMs: incident('total').sinceMs,
      zone: 'UTC',
    });
    expect(told.headline).toBe('The internet is down since 14:05 (0 ms).');
  });
});
