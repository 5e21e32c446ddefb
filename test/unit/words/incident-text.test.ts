import { describe, expect, test } from 'vitest';
import { INCIDENT_CLASSES } from '../../../main/domain/model/incident.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { incidentText, unwatchedIncidentText } from '../../../main/domain/words/incident-text.ts';
import { incident, NOW, SINCE } from './incident-example.ts';

const UNTIL = wallMs(SINCE + 18 * 60_000);
const LATER = SINCE + 40 * 60_000;

describe('incidentText', () => {
  test('while it is open: what, since when, whose side', () => {
    expect(incidentText(incident('dns'), NOW, 'UTC')).toBe(
      'Names are not found since 14:02 (3 min 12 s). IPv4, IPv6 and ping work: probably the DNS server.',
    );
  });

  test('afterwards: from, to, how long', () => {
    const over = incident('ipv4-only', { untilMs: UNTIL, end: 'recovered' });
    expect(incidentText(over, LATER, 'UTC')).toBe('IPv4 was down from 14:02 to 14:20 (18 min).');
  });

  test('a short one has seconds', () => {
    const short = incident('ipv4-only', { untilMs: wallMs(SINCE + 3000), end: 'recovered' });
    expect(incidentText(short, LATER, 'UTC')).toBe('IPv4 was down from 14:02:00 to 14:02:03 (3 s).');
  });

  test('one that nobody watches any more is told as far as it was seen', () => {
    expect(unwatchedIncidentText(incident('ipv4-only'), UNTIL, LATER, 'UTC')).toBe(
      'IPv4 was down from 14:02 until at least 14:20 (18 min). Nobody has watched since.',
    );
  });

  test('how it ended, if not plainly', () => {
    const absorbed = incident('ipv4-only', { untilMs: UNTIL, end: 'absorbed', parent: 'total-1' });
    expect(incidentText(absorbed, LATER, 'UTC')).toMatch(/ A larger outage took over\.$/);
    const unseen = incident('ipv4-only', { untilMs: UNTIL, end: 'unknown' });
    expect(incidentText(unseen, LATER, 'UTC')).toMatch(/ Nobody was watching when it ended\.$/);
  });

  test.each(INCIDENT_CLASSES)('%s reads well in both tenses', (name) => {
    expect(incidentText(incident(name), NOW, 'UTC')).toMatch(/^[A-Z].* since 14:02 /);
    const over = incident(name, { untilMs: UNTIL, end: 'recovered' });
    expect(incidentText(over, LATER, 'UTC')).toMatch(/^[A-Z].* from 14:02 to 14:20 \(18 min\)\.$/);
  });
});
