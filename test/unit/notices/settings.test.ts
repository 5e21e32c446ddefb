import { describe, expect, test } from 'vitest';
import { Desk, MINUTE, QUIET, SECOND, SETTINGS } from './desk.ts';

/** One incident of so many minutes, then a pause of so many. */
function play(desk: Desk, id: string, minutes: number, pauseMinutes: number): void {
  const one = desk.incident('total', 0, id);
  desk.raise(one);
  desk.pass(minutes * MINUTE);
  desk.clear(one);
  desk.pass(pauseMinutes * MINUTE);
}

describe('what is only listed', () => {
  test('everything while notifications are off', () => {
    const desk = new Desk({ ...SETTINGS, enabled: false });
    play(desk, 'a', 5, 5);
    expect(desk.told).toEqual(['a:begun off', 'a:ended off']);
  });

  test('a muted class, and no other', () => {
    const desk = new Desk({ ...SETTINGS, muted: ['dns'] });
    const one = desk.incident('dns', 0, 'a');
    desk.raise(one);
    desk.pass(MINUTE);
    desk.clear(one);
    play(desk, 'b', 1, 1);
    expect(desk.told).toEqual(['a:begun muted', 'a:ended muted', 'b:begun shown', 'b:ended shown']);
  });

  test('a class that was notified within the cooldown, begin and end; other classes are their own', () => {
    const desk = new Desk({ ...SETTINGS, cooldownMs: 10 * MINUTE });
    play(desk, 'a', 2, 3);
    play(desk, 'b', 1, 0);
    const other = desk.incident('dns', 0, 'c');
    desk.raise(other);
    desk.pass(MINUTE);
    desk.clear(other);
    desk.pass(10 * MINUTE);
    play(desk, 'd', 1, 0);
    expect(desk.told).toEqual([
      'a:begun shown',
      'a:ended shown',
      'b:begun cooldown',
      'b:ended cooldown',
      'c:begun shown',
      'c:ended shown',
      'd:begun shown',
      'd:ended shown',
    ]);
  });

  test('the end of what was shown is shown within the cooldown too', () => {
    const desk = new Desk({ ...SETTINGS, cooldownMs: 10 * MINUTE });
    play(desk, 'a', 1, 0);
    expect(desk.shown).toEqual(['a:begun', 'a:ended']);
  });
});

describe('settings changed in the middle', () => {
  test('a shorter delay tells at once, a longer one later', () => {
    const desk = new Desk();
    desk.raise(desk.incident('total', 0, 'a'));
    desk.settings({ ...SETTINGS, notifyAfterMs: MINUTE });
    desk.pass(30 * SECOND);
    expect(desk.told).toEqual([]);
    desk.settings({ ...SETTINGS, notifyAfterMs: 20 * SECOND });
    expect(desk.told).toEqual(['a:begun shown']);
  });

  test('switched off between begin and end: the end is listed', () => {
    const desk = new Desk();
    const one = desk.incident('total', 0, 'a');
    desk.raise(one);
    desk.pass(MINUTE);
    desk.settings({ ...SETTINGS, enabled: false });
    desk.clear(one);
    expect(desk.told).toEqual(['a:begun shown', 'a:ended off']);
  });

  test('muted between begin and end: the end is listed', () => {
    const desk = new Desk();
    const one = desk.incident('total', 0, 'a');
    desk.raise(one);
    desk.pass(MINUTE);
    desk.settings({ ...SETTINGS, muted: ['total'] });
    desk.clear(one);
    expect(desk.told.at(-1)).toBe('a:ended muted');
  });

  test('switched on between begin and end: an end whose begin nobody saw is not shown', () => {
    const desk = new Desk({ ...SETTINGS, enabled: false });
    const one = desk.incident('total', 0, 'a');
    desk.raise(one);
    desk.pass(MINUTE);
    desk.settings(SETTINGS);
    desk.clear(one);
    expect(desk.told).toEqual(['a:begun off', 'a:ended off']);
  });

  test('switched on before the begin is due: it is shown', () => {
    const desk = new Desk({ ...SETTINGS, enabled: false });
    desk.raise(desk.incident('total', 0, 'a'));
    desk.settings(SETTINGS);
    desk.pass(MINUTE);
    expect(desk.told).toEqual(['a:begun shown']);
  });

  test('quiet hours that are called off end at once, with their digest', () => {
    const allDay = { ...QUIET, quietHours: { enabled: true, from: '00:00', to: '00:00' } };
    const desk = new Desk(allDay);
    play(desk, 'a', 5, 5);
    expect(desk.told).toEqual(['a:begun quiet-hours', 'a:ended quiet-hours']);
    expect(desk.policy.nextDueMs).toBeNull();
    desk.settings(SETTINGS);
    expect(desk.told.at(-1)).toBe('digest shown');
  });
});
