import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../main/domain/model/incident.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import type { Notice, NoticeSettings } from '../../../main/domain/notices/types.ts';
import { Desk, HOUR, MINUTE, NOON, QUIET, SECOND, SETTINGS } from './desk.ts';

/** A second run that finds what the first one left. */
function restarted(
  first: Desk,
  left: { readonly open?: readonly Incident[]; readonly ended?: readonly Incident[] },
  after: {
    readonly ms?: number;
    readonly settings?: NoticeSettings;
    readonly notices?: readonly Notice[];
  } = {},
): Desk {
  const desk = new Desk(after.settings ?? SETTINGS, first.now + (after.ms ?? MINUTE));
  desk.step({
    type: 'adopt',
    at: desk.at,
    notices: [...(after.notices ?? first.notices)].reverse(),
    open: left.open ?? [],
    ended: left.ended ?? [],
  });
  return desk;
}

const over = (one: Incident, untilMs: number, change: Partial<Incident> = {}): Incident => ({
  ...one,
  untilMs: wallMs(untilMs),
  end: 'unknown',
  ...change,
});

function begun(settings: NoticeSettings = SETTINGS, startMs: number = NOON): { desk: Desk; one: Incident } {
  const desk = new Desk(settings, startMs);
  const one = desk.incident('total', 0, 'a');
  desk.raise(one);
  desk.pass(5 * MINUTE);
  return { desk, one };
}

describe('after a restart', () => {
  test('what was told is not told again, and its end is', () => {
    const { desk, one } = begun();
    const next = restarted(desk, { open: [one] });
    next.raise(one);
    next.pass(HOUR);
    expect(next.told).toEqual([]);
    next.clear(one);
    expect(next.told).toEqual(['a:ended shown']);
    next.clear(one);
    expect(next.told).toHaveLength(1);
  });

  test('what ended while nobody was there is told then, once', () => {
    const { desk, one } = begun();
    const next = restarted(desk, { ended: [over(one, desk.now)] });
    expect(next.told).toEqual(['a:ended shown']);
    const third = restarted(
      next,
      { ended: [over(one, desk.now)] },
      { notices: [...desk.notices, ...next.notices] },
    );
    third.pass(HOUR);
    expect(third.told).toEqual([]);
  });

  test('a raise whose incident is nowhere any more gets an end too', () => {
    const { desk } = begun();
    const next = restarted(desk, {});
    expect(next.told).toEqual(['a:ended shown']);
    expect(next.notices[0]).toMatchObject({
      title: 'The internet is down: no longer',
      body: 'It ended while nobody was watching.',
    });
  });

  test('an end whose begin was only listed stays in the list', () => {
    const { desk, one } = begun({ ...SETTINGS, muted: ['total'] });
    expect(restarted(desk, { ended: [over(one, desk.now)] }).told).toEqual(['a:ended muted']);
    expect(restarted(desk, {}).told).toEqual(['a:ended muted']);
  });

  test('one that the desktop refused gets its end', () => {
    const { desk, one } = begun();
    const notices = desk.notices.map((notice) => ({ ...notice, delivery: 'failed' as const }));
    expect(restarted(desk, { ended: [over(one, desk.now)] }, { notices }).told).toEqual(['a:ended shown']);
  });

  test('a child that was absorbed gives its place to a parent that is still open', () => {
    const { desk, one } = begun();
    const parent = desk.incident('gateway', 0, 'parent');
    const child = over(one, desk.now, { end: 'absorbed', parent: 'parent' });
    const next = restarted(desk, { open: [parent], ended: [child] });
    next.pass(HOUR);
    next.clear(parent);
    expect(next.told).toEqual(['a:ended replaced', 'parent:begun shown', 'parent:ended shown']);
  });

  test('what was open and not told waits until it has shown itself again', () => {
    const first = new Desk();
    const one = first.incident('total', 0, 'a');
    const next = restarted(first, { open: [one] }, { ms: 5 * MINUTE });
    next.pass(29 * SECOND);
    expect(next.told).toEqual([]);
    next.pass(SECOND);
    expect(next.told).toEqual(['a:begun shown']);

    const refuted = restarted(first, { open: [one] }, { ms: 5 * MINUTE });
    refuted.pass(20 * SECOND);
    refuted.clear(one, 'unknown');
    refuted.pass(HOUR);
    expect(refuted.told).toEqual([]);
  });

  test('what is a matter of degree waits longer', () => {
    const first = new Desk();
    const next = restarted(first, { open: [first.incident('degraded-loss', 0, 'a')] });
    next.pass(94 * SECOND);
    expect(next.told).toEqual([]);
    next.pass(SECOND);
    expect(next.told).toEqual(['a:begun shown']);
  });

  test('the cooldown goes on', () => {
    const settings = { ...SETTINGS, cooldownMs: 30 * MINUTE };
    const { desk, one } = begun(settings);
    const closed = desk.clear(one);
    const next = restarted(desk, { ended: [closed] }, { settings });
    for (const id of ['b', 'c']) {
      const again = next.incident('total', 0, id);
      next.raise(again);
      next.pass(MINUTE);
      next.clear(again);
      next.pass(30 * MINUTE);
    }
    expect(next.told).toEqual(['b:begun cooldown', 'b:ended cooldown', 'c:begun shown', 'c:ended shown']);
  });
});

describe('quiet hours over a restart', () => {
  const NIGHT = NOON + 11 * HOUR;

  test('what they kept back comes in a digest, once', () => {
    const { desk, one } = begun(QUIET, NIGHT);
    const closed = desk.clear(one);
    const next = restarted(desk, { ended: [closed] }, { ms: 10 * HOUR, settings: QUIET });
    next.pass(MINUTE);
    expect(next.told).toEqual(['digest shown']);
    const notices = [...desk.notices, ...next.notices];
    const third = restarted(next, { ended: [closed] }, { settings: QUIET, notices });
    third.pass(48 * HOUR);
    expect(third.told).toEqual([]);
  });

  test('within them nothing is shown; the digest comes at their end and tells of what ended unseen', () => {
    const { desk, one } = begun(QUIET, NIGHT);
    const next = restarted(desk, { ended: [over(one, desk.now)] }, { settings: QUIET });
    expect(next.told).toEqual(['a:ended quiet-hours']);
    next.pass(12 * HOUR);
    expect(next.told).toEqual(['a:ended quiet-hours', 'digest shown']);
  });

  test('an outage that a digest told of gets its end shown', () => {
    const { desk, one } = begun(QUIET, NIGHT);
    desk.pass(10 * HOUR);
    expect(desk.told.at(-1)).toBe('digest shown');
    const next = restarted(desk, { open: [one] }, { settings: QUIET });
    next.clear(one);
    next.pass(HOUR);
    expect(next.told).toEqual(['a:ended shown']);
  });
});
