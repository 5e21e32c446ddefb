import { describe, expect, test } from 'vitest';
import { INCIDENT_CLASSES } from '../../../main/domain/model/incident.ts';
import { Desk, HOUR, MINUTE, NOON, SECOND, SETTINGS } from './desk.ts';

describe('an outage', () => {
  test('is told when it has lasted the delay since its cause, and ended in the same place', () => {
    const desk = new Desk();
    const one = desk.incident('ipv4-only', 4 * SECOND, 'a');
    desk.raise(one);
    expect(desk.policy.nextDueMs).toBe(NOON + 6 * SECOND);
    desk.pass(5_999);
    expect(desk.told).toEqual([]);
    desk.pass(1);
    expect(desk.told).toEqual(['a:begun shown']);
    desk.pass(3 * MINUTE);
    desk.clear(one);
    expect(desk.told).toEqual(['a:begun shown', 'a:ended shown']);
    expect([...desk.standing.keys()]).toEqual(['a']);
    expect(desk.policy.nextDueMs).toBeNull();
  });

  test('says what, since when, how long, and whose side it is probably on', () => {
    const desk = new Desk();
    const one = desk.incident('ipv4-only', 4 * SECOND, 'a');
    desk.raise(one);
    desk.pass(10 * SECOND);
    desk.pass(3 * MINUTE);
    desk.clear(one);
    const [begun, ended] = desk.notices;
    expect(begun).toMatchObject({ kind: 'begun', incident: 'a', title: 'IPv4 is down' });
    expect(begun?.body).toMatch(/^Since 11:59 \(10 s\)\. .*probably/);
    expect(ended).toMatchObject({ kind: 'ended', title: 'IPv4 was down for 3 min 14 s' });
    expect(ended?.body).toBe('It began at 11:59 and ended at 12:03.');
  });

  test('that is over before is not told, nor listed', () => {
    const desk = new Desk();
    const one = desk.incident();
    desk.raise(one);
    desk.pass(5 * SECOND);
    desk.clear(one);
    desk.pass(HOUR);
    expect(desk.told).toEqual([]);
    expect(desk.policy.nextDueMs).toBeNull();
  });

  test('without a delay is told as soon as nothing that it absorbs can follow', () => {
    const desk = new Desk({ ...SETTINGS, notifyAfterMs: 0 });
    desk.raise(desk.incident('dns', 4 * SECOND, 'a'));
    expect(desk.told).toEqual([]);
    expect(desk.policy.nextDueMs).toBe(NOON);
    desk.pass(0);
    expect(desk.told).toEqual(['a:begun shown']);
  });

  test('told twice by the engine is told once', () => {
    const desk = new Desk();
    const one = desk.incident('total', 0, 'a');
    desk.raise(one);
    desk.raise(one);
    desk.pass(MINUTE);
    desk.clear(one);
    desk.clear(one);
    desk.raise(one);
    desk.pass(MINUTE);
    desk.clear(one);
    expect(desk.told).toEqual(['a:begun shown', 'a:ended shown']);
  });

  test('whose raise was never heard of ends without a word', () => {
    const desk = new Desk();
    desk.clear(desk.incident());
    expect(desk.told).toEqual([]);
  });

  test('that nobody saw end is told so', () => {
    const desk = new Desk();
    const one = desk.incident('total', 0, 'a');
    desk.raise(one);
    desk.pass(10 * MINUTE);
    desk.clear(one, 'unknown');
    expect(desk.notices.at(-1)).toMatchObject({
      id: 'a:ended',
      delivery: 'shown',
      title: 'The internet was down for at least 10 min',
      body: 'It began at 12:00. Nobody was watching when it ended, after 12:10.',
    });
  });

  test.each(INCIDENT_CLASSES)('of class %s has words, and urgency only when something is down', (name) => {
    const desk = new Desk();
    const one = desk.incident(name, 0, 'a');
    desk.raise(one);
    desk.pass(MINUTE);
    desk.clear(one);
    const [begun, ended] = desk.outputs;
    const calm = ['degraded-loss', 'degraded-latency', 'captive-portal'].includes(name);
    expect([begun?.urgent, ended?.urgent]).toEqual([!calm, false]);
    for (const output of [begun, ended]) {
      expect(output?.notice.title).toMatch(/^\S.*\S$/);
      expect(output?.notice.body).toMatch(/\.$/);
    }
  });

  test('of degraded class says by how much', () => {
    const desk = new Desk();
    const one = desk.incident('degraded-loss', 30 * SECOND, 'a');
    desk.raise({ ...one, evidence: { ...one.evidence, figure: 5.25 } });
    desk.pass(0);
    expect(desk.notices[0]).toMatchObject({ title: 'Packets get lost', delivery: 'shown' });
    expect(desk.notices[0]?.body).toContain('(30 s, 5.3 % lost)');
  });
});

describe('what a larger outage absorbs', () => {
  test('gives up its place on the desktop: one begin, one end, nothing stacks', () => {
    const desk = new Desk();
    const child = desk.incident('ipv4-only', 4 * SECOND, 'child');
    desk.raise(child);
    desk.pass(MINUTE);
    const parent = desk.incident('total', 4 * SECOND, 'parent');
    desk.raise(parent);
    desk.clear(child, 'absorbed', 'parent');
    expect(desk.told).toEqual(['child:begun shown']);
    desk.pass(MINUTE);
    expect(desk.told).toEqual(['child:begun shown', 'child:ended replaced', 'parent:begun shown']);
    desk.clear(parent);
    expect(desk.told.at(-1)).toBe('parent:ended shown');
    expect([...desk.standing].map(([tag, { id }]) => [tag, id])).toEqual([['child', 'parent:ended']]);
  });

  test('is not told of when its own delay was not over; the parent has its own', () => {
    const desk = new Desk();
    const child = desk.incident('ipv4-only', 4 * SECOND, 'child');
    desk.raise(child);
    desk.pass(2 * SECOND);
    desk.raise(desk.incident('total', 4 * SECOND, 'parent'));
    desk.clear(child, 'absorbed', 'parent');
    desk.pass(MINUTE);
    expect(desk.told).toEqual(['parent:begun shown']);
    expect([...desk.standing.keys()]).toEqual(['parent']);
  });

  test('ends together with a parent that was too short to be told', () => {
    const desk = new Desk();
    const child = desk.incident('degraded-loss', 30 * SECOND, 'child');
    desk.raise(child);
    desk.pass(MINUTE);
    const parent = desk.incident('total', 4 * SECOND, 'parent');
    desk.raise(parent);
    desk.clear(child, 'absorbed', 'parent');
    desk.pass(SECOND);
    desk.clear(parent);
    desk.pass(HOUR);
    expect(desk.told).toEqual(['child:begun shown', 'child:ended shown']);
    expect(desk.notices.at(-1)?.body).toBe(
      'It began at 11:59. The internet was down for 5 s after it; both are over.',
    );
  });

  test('of three, the last one has the place of the first', () => {
    const desk = new Desk({ ...SETTINGS, notifyAfterMs: 30 * SECOND });
    const first = desk.incident('dns', 0, 'first');
    desk.raise(first);
    desk.pass(MINUTE);
    const second = desk.incident('total', 4 * SECOND, 'second');
    desk.raise(second);
    desk.clear(first, 'absorbed', 'second');
    desk.pass(10 * SECOND);
    const third = desk.incident('gateway', 4 * SECOND, 'third');
    desk.raise(third);
    desk.clear(second, 'absorbed', 'third');
    desk.pass(MINUTE);
    desk.clear(third);
    expect(desk.told).toEqual([
      'first:begun shown',
      'first:ended replaced',
      'third:begun shown',
      'third:ended shown',
    ]);
    expect([...desk.standing.keys()]).toEqual(['first']);
  });

  test('is withdrawn when its parent may not be shown', () => {
    const desk = new Desk({ ...SETTINGS, muted: ['total'] });
    const child = desk.incident('ipv4-only', 0, 'child');
    desk.raise(child);
    desk.pass(MINUTE);
    const parent = desk.incident('total', 0, 'parent');
    desk.raise(parent);
    desk.clear(child, 'absorbed', 'parent');
    desk.pass(MINUTE);
    desk.clear(parent);
    expect(desk.told).toEqual([
      'child:begun shown',
      'child:ended shown',
      'parent:begun muted',
      'parent:ended muted',
    ]);
    expect(desk.standing.get('child')?.body).toMatch(/A larger outage took over at 12:01\.$/);
  });

  test('by one that nobody knows ends by itself', () => {
    const desk = new Desk();
    const child = desk.incident('ipv4-only', 0, 'child');
    desk.raise(child);
    desk.pass(MINUTE);
    desk.clear(child, 'absorbed', 'nobody');
    expect(desk.told).toEqual(['child:begun shown', 'child:ended shown']);
  });
});
