import { describe, expect, test } from 'vitest';
import { Desk, HOUR, MINUTE, NOON, QUIET, SECOND, SETTINGS } from './desk.ts';

/** 23:00 in Berlin; quiet since 22:00, until 07:00. */
const NIGHT = NOON + 11 * HOUR;
const MORNING = NIGHT + 8 * HOUR;

function outage(desk: Desk, id: string, minutes: number, name: 'total' | 'dns' = 'total'): void {
  const one = desk.incident(name, 0, id);
  desk.raise(one);
  desk.pass(minutes * MINUTE);
  desk.clear(one);
}

describe('the digest after quiet hours', () => {
  test('comes once, when they end: how many, how long in all, the longest, the classes', () => {
    const desk = new Desk(QUIET, NIGHT);
    outage(desk, 'a', 5);
    desk.pass(HOUR);
    outage(desk, 'b', 30, 'dns');
    expect(desk.policy.nextDueMs).toBe(MORNING);
    desk.pass(MORNING - desk.now - 1);
    expect(desk.shown).toEqual([]);
    desk.pass(1);
    expect(desk.told).toEqual([
      'a:begun quiet-hours',
      'a:ended quiet-hours',
      'b:begun quiet-hours',
      'b:ended quiet-hours',
      'digest shown',
    ]);
    expect(desk.notices.at(-1)).toMatchObject({
      kind: 'digest',
      incident: null,
      title: '2 outages in your quiet hours',
      body: '35 min in all. The longest: DNS down, 30 min. Also: Everything down. All are over.',
    });
    desk.pass(24 * HOUR);
    expect(desk.told.filter((text) => text.startsWith('digest'))).toHaveLength(1);
    expect(desk.policy.nextDueMs).toBeNull();
  });

  test('does not come when there is nothing to say', () => {
    const desk = new Desk(QUIET, NIGHT);
    const short = desk.incident('total', 0, 'short');
    desk.raise(short);
    desk.pass(5 * SECOND);
    desk.clear(short);
    desk.pass(24 * HOUR);
    expect(desk.told).toEqual([]);
  });

  test('of one incident tells its story, and a click opens it', () => {
    const desk = new Desk(QUIET, NIGHT);
    outage(desk, 'a', 5);
    desk.pass(10 * HOUR);
    expect(desk.notices.at(-1)).toMatchObject({
      incident: 'a',
      title: '1 outage in your quiet hours',
      body: 'The internet was down from 2026-01-15 23:00 to 2026-01-15 23:05 (5 min).',
    });
  });

  test('tells of what goes on; its end is shown then', () => {
    const desk = new Desk(QUIET, MORNING - HOUR);
    const one = desk.incident('total', 0, 'a');
    desk.raise(one);
    desk.pass(2 * HOUR);
    expect(desk.notices.at(-1)).toMatchObject({ kind: 'digest', body: /^The internet is down since 06:00/ });
    desk.clear(one);
    expect(desk.told).toEqual(['a:begun quiet-hours', 'digest shown', 'a:ended shown']);
  });

  test('takes the place of a begin that was shown before them and ended within', () => {
    const desk = new Desk(QUIET, NIGHT - HOUR - 10 * MINUTE);
    const one = desk.incident('total', 0, 'a');
    desk.raise(one);
    desk.pass(HOUR);
    desk.clear(one);
    expect(desk.told).toEqual(['a:begun shown', 'a:ended quiet-hours']);
    desk.pass(12 * HOUR);
    expect(desk.told.at(-1)).toBe('digest shown');
    expect([...desk.standing.keys()]).toEqual(['a']);
  });

  test('says nothing of an outage that was shown before and goes on after', () => {
    const desk = new Desk(QUIET, NIGHT - HOUR - 10 * MINUTE);
    const one = desk.incident('total', 0, 'a');
    desk.raise(one);
    desk.pass(12 * HOUR);
    desk.clear(one);
    expect(desk.told).toEqual(['a:begun shown', 'a:ended shown']);
  });

  test('counts what became part of something larger once', () => {
    const desk = new Desk(QUIET, NIGHT);
    const child = desk.incident('ipv4-only', 0, 'child');
    desk.raise(child);
    desk.pass(5 * MINUTE);
    const parent = desk.incident('total', 0, 'parent');
    desk.raise(parent);
    desk.clear(child, 'absorbed', 'parent');
    desk.pass(5 * MINUTE);
    desk.clear(parent);
    desk.pass(12 * HOUR);
    expect(desk.told).toEqual([
      'child:begun quiet-hours',
      'child:ended quiet-hours',
      'parent:begun quiet-hours',
      'parent:ended quiet-hours',
      'digest shown',
    ]);
    expect(desk.notices.at(-1)).toMatchObject({ incident: 'parent', title: '1 outage in your quiet hours' });
  });

  test('an absorbed child that it told of does not come back in another one', () => {
    const desk = new Desk(QUIET, MORNING - MINUTE);
    const child = desk.incident('ipv4-only', 0, 'child');
    desk.raise(child);
    desk.pass(MINUTE - 5 * SECOND);
    const parent = desk.incident('total', 0, 'parent');
    desk.raise(parent);
    desk.clear(child, 'absorbed', 'parent');
    desk.pass(MINUTE);
    desk.clear(parent);
    desk.pass(30 * HOUR);
    expect(desk.told).toEqual([
      'child:begun quiet-hours',
      'digest shown',
      'child:ended replaced',
      'parent:begun shown',
      'parent:ended shown',
    ]);
    expect(desk.notices[1]?.body).toMatch(/^IPv4 was down .* A larger outage took over\.$/);
  });

  test('takes the place of the digest before it that told of the same outage', () => {
    const desk = new Desk(QUIET, NIGHT - HOUR - 10 * MINUTE);
    const child = desk.incident('ipv4-only', 0, 'child');
    desk.raise(child);
    desk.pass(HOUR);
    const parent = desk.incident('total', 0, 'parent');
    desk.raise(parent);
    desk.clear(child, 'absorbed', 'parent');
    desk.pass(28 * HOUR);
    desk.clear(parent);
    desk.pass(24 * HOUR);
    expect(desk.told).toEqual([
      'child:begun shown',
      'child:ended quiet-hours',
      'parent:begun quiet-hours',
      'digest shown',
      'parent:ended quiet-hours',
      'digest shown',
    ]);
    expect([...desk.standing.keys()]).toEqual(['child']);
  });

  test('has no words for a class that was muted meanwhile, and does not come while all is off', () => {
    const desk = new Desk(QUIET, NIGHT);
    outage(desk, 'a', 5);
    desk.settings({ ...QUIET, muted: ['total'] });
    desk.pass(12 * HOUR);
    expect(desk.shown).toEqual([]);

    const off = new Desk(QUIET, MORNING - HOUR);
    const one = off.incident('total', 0, 'b');
    off.raise(one);
    off.pass(MINUTE);
    off.settings({ ...QUIET, enabled: false });
    off.pass(12 * HOUR);
    off.settings(QUIET);
    off.clear(one);
    off.pass(48 * HOUR);
    expect(off.told).toEqual(['b:begun quiet-hours', 'b:ended off']);
  });
});

describe('the digest after sleep or pause', () => {
  const COOLDOWN = { ...SETTINGS, cooldownMs: HOUR };

  test('tells what the cooldown kept back, once', () => {
    const desk = new Desk(COOLDOWN);
    outage(desk, 'a', 5);
    desk.pass(MINUTE);
    outage(desk, 'b', 5);
    desk.sleep(2 * HOUR);
    desk.gap(2 * HOUR);
    desk.pass(0);
    expect(desk.told).toEqual([
      'a:begun shown',
      'a:ended shown',
      'b:begun cooldown',
      'b:ended cooldown',
      'digest shown',
    ]);
    expect(desk.notices.at(-1)?.title).toBe('1 outage not shown before');
    desk.sleep(2 * HOUR);
    desk.gap(2 * HOUR);
    desk.pass(HOUR);
    expect(desk.shown.filter((id) => id.startsWith('digest'))).toHaveLength(1);
  });

  test.each([
    ['too short a sleep', 'sleep', 4 * MINUTE],
    ['a clock that was set', 'clock-jump', 2 * HOUR],
    ['a stall', 'stall', 2 * HOUR],
  ] as const)('does not come after %s', (_, reason, durationMs) => {
    const desk = new Desk(COOLDOWN);
    outage(desk, 'a', 5);
    outage(desk, 'b', 5);
    desk.gap(durationMs, reason);
    desk.pass(HOUR);
    expect(desk.shown).toEqual(['a:begun', 'a:ended']);
  });

  test('a sleep after which there was nothing to say is forgotten', () => {
    const desk = new Desk(COOLDOWN);
    desk.sleep(2 * HOUR);
    desk.gap(2 * HOUR);
    desk.pass(MINUTE);
    outage(desk, 'a', 5);
    outage(desk, 'b', 5);
    desk.pass(HOUR);
    expect(desk.told.at(-1)).toBe('b:ended cooldown');
  });

  test.each([true, false])(
    'a night that was slept through: one digest on waking (clock goes on: %s)',
    (goesOn) => {
      const desk = new Desk(QUIET, NIGHT);
      outage(desk, 'a', 5);
      desk.sleep(12 * HOUR, goesOn);
      desk.step({ type: 'tick', at: desk.at });
      expect(desk.shown).toEqual([]);
      desk.gap(12 * HOUR);
      desk.pass(MINUTE);
      expect(desk.told.at(-1)).toBe('digest shown');
      desk.pass(HOUR);
      expect(desk.shown).toHaveLength(1);
    },
  );
});

describe('a tick that comes late', () => {
  test.each([true, false])(
    'waits for the news of the sleep before it tells anything (clock goes on: %s)',
    (goesOn) => {
      const desk = new Desk();
      const one = desk.incident('total', 4 * SECOND, 'a');
      desk.raise(one);
      desk.pass(3 * SECOND);
      desk.sleep(8 * HOUR, goesOn);
      desk.step({ type: 'tick', at: desk.at });
      expect(desk.told).toEqual([]);
      desk.pass(250);
      desk.gap(8 * HOUR);
      desk.clear(one, 'unknown');
      desk.pass(HOUR);
      expect(desk.told).toEqual([]);
    },
  );

  test('tells a little later when there is no such news', () => {
    const desk = new Desk();
    desk.raise(desk.incident('total', 0, 'a'));
    desk.sleep(20 * SECOND, true);
    desk.step({ type: 'tick', at: desk.at });
    expect(desk.told).toEqual([]);
    desk.pass(3 * SECOND);
    expect(desk.told).toEqual(['a:begun shown']);
  });
});
