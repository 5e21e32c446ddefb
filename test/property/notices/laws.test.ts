import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INCIDENT_CLASSES, type Incident, type IncidentEnd } from '../../../main/domain/model/incident.ts';
import { minuteOfDayIn } from '../../../main/domain/notices/minute-of-day.ts';
import { quietAt } from '../../../main/domain/notices/quiet-hours.ts';
import type { Notice, NoticeSettings } from '../../../main/domain/notices/types.ts';
import { Desk, HOUR, MINUTE, NOON, SECOND, ZONE } from '../../unit/notices/desk.ts';

/** What may happen to the policy, one after the other. */
type Act =
  | { readonly type: 'raise'; readonly class: Incident['class']; readonly agoMs: number }
  | { readonly type: 'clear'; readonly which: number; readonly end: 'recovered' | 'unknown' }
  | { readonly type: 'absorb'; readonly which: number; readonly class: Incident['class'] }
  | { readonly type: 'pass'; readonly ms: number }
  | { readonly type: 'sleep'; readonly ms: number; readonly clockGoesOn: boolean }
  | { readonly type: 'settings'; readonly settings: NoticeSettings }
  | { readonly type: 'restart'; readonly ms: number };

const name = fc.constantFrom(...INCIDENT_CLASSES);
const which = fc.nat(9);
const time = fc.constantFrom('00:00', '06:30', '07:00', '12:00', '12:05', '22:00');

const SETTINGS = fc.record({
  enabled: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.boolean()),
  muted: fc.subarray([...INCIDENT_CLASSES], { maxLength: 2 }),
  cooldownMs: fc.constantFrom(0, 0, 10 * MINUTE),
  notifyAfterMs: fc.constantFrom(0, 10 * SECOND, MINUTE),
  quietHours: fc.record({ enabled: fc.boolean(), from: time, to: time }),
});

const ACT: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('raise' as const), class: name, agoMs: fc.nat(30_000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('clear' as const),
      which,
      end: fc.constantFrom('recovered' as const, 'unknown' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('absorb' as const), which, class: name }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('pass' as const),
      ms: fc.oneof(fc.nat(20 * SECOND), fc.nat(20 * MINUTE), fc.nat(9 * HOUR)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('sleep' as const),
      ms: fc.integer({ min: 6000, max: 9 * HOUR }),
      clockGoesOn: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('settings' as const), settings: SETTINGS }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const), ms: fc.nat(2 * HOUR) }) },
);

/** Several runs of the policy over one life of incidents; every notice with the settings it was given under. */
class Life {
  readonly given: { readonly notice: Notice; readonly tag: string; readonly settings: NoticeSettings }[] = [];
  #desk: Desk;
  #settings: NoticeSettings;
  #open: Incident[] = [];
  #ended: Incident[] = [];
  #count = 0;

  constructor(settings: NoticeSettings) {
    this.#settings = settings;
    this.#desk = new Desk(settings, NOON);
  }

  act(act: Act): void {
    switch (act.type) {
      case 'raise':
        this.#raise(act.class, act.agoMs);
        break;
      case 'clear':
        this.#clear(this.#open[act.which % Math.max(1, this.#open.length)], act.end, null);
        break;
      case 'absorb':
        this.#absorb(this.#open[act.which % Math.max(1, this.#open.length)], act.class);
        break;
      case 'pass':
        this.#desk.pass(act.ms);
        break;
      case 'sleep':
        this.#sleep(act.ms, act.clockGoesOn);
        break;
      case 'settings':
        this.#settings = act.settings;
        this.#desk.settings(act.settings);
        break;
      case 'restart':
        this.#restart(act.ms);
    }
    this.#collect();
  }

  /** Everything ends, and a day with nothing in it passes. */
  finish(): void {
    while (this.#open.length > 0) this.act({ type: 'clear', which: 0, end: 'recovered' });
    this.act({ type: 'pass', ms: 25 * HOUR });
  }

  #raise(kind: Incident['class'], agoMs: number): Incident {
    this.#count += 1;
    const one = this.#desk.incident(kind, agoMs, `${kind}-${this.#count}`);
    this.#open.push(one);
    this.#desk.raise(one);
    return one;
  }

  #absorb(child: Incident | undefined, kind: Incident['class']): void {
    if (child !== undefined) this.#clear(child, 'absorbed', this.#raise(kind, 0).id);
  }

  #clear(one: Incident | undefined, end: IncidentEnd, parent: string | null): void {
    if (one === undefined) return;
    this.#open = this.#open.filter((other) => other !== one);
    this.#ended.push(this.#desk.clear(one, end, parent));
  }

  #sleep(ms: number, clockGoesOn: boolean): void {
    this.#desk.sleep(ms, clockGoesOn);
    this.#desk.step({ type: 'tick', at: this.#desk.at });
    this.#desk.gap(ms);
    for (const one of [...this.#open]) this.#clear(one, 'unknown', null);
  }

  #restart(ms: number): void {
    this.#collect();
    const now = this.#desk.now + ms;
    this.#desk = new Desk(this.#settings, now);
    const notices = this.given.map(({ notice }) => notice);
    this.#desk.step({
      type: 'adopt',
      at: this.#desk.at,
      notices,
      open: this.#open,
      ended: this.#ended,
    });
  }

  #collect(): void {
    const seen = new Set(this.given.map(({ notice }) => notice.id));
    for (const { notice, tag } of this.#desk.outputs) {
      if (!seen.has(notice.id)) this.given.push({ notice, tag, settings: this.#settings });
    }
    const outputs = this.#desk.outputs.map(({ notice }) => notice.id);
    expect(new Set(outputs).size).toBe(outputs.length);
  }
}

const lifeOf = (settings: NoticeSettings, acts: readonly Act[]): Life => {
  const life = new Life(settings);
  for (const act of acts) life.act(act);
  life.finish();
  return life;
};

const law = (check: (given: Life['given']) => void): void =>
  fc.assert(
    fc.property(SETTINGS, fc.array(ACT, { maxLength: 40 }), (settings, acts) => {
      check(lifeOf(settings, acts).given);
    }),
    { numRuns: 300 },
  );

const minuteOfDay = minuteOfDayIn(ZONE);
const of = (given: Life['given'], kind: Notice['kind']) => given.filter(({ notice }) => notice.kind === kind);

describe('laws of the notices, over settings, sleeps and restarts', () => {
  test('each begin has exactly one end, after it; each end one begin', () => {
    law((given) => {
      const begun = of(given, 'begun').map(({ notice }) => notice.incident);
      const ended = of(given, 'ended').map(({ notice }) => notice.incident);
      expect([...ended].sort()).toEqual([...begun].sort());
      expect(new Set(begun).size).toBe(begun.length);
      for (const id of begun) {
        const at = (kind: string) => given.findIndex(({ notice }) => notice.id === `${id}:${kind}`);
        expect(at('ended')).toBeGreaterThan(at('begun'));
      }
    });
  });

  test('no two notices have one id', () => {
    law((given) => {
      const ids = given.map(({ notice }) => notice.id);
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  test('nothing is shown in quiet hours, of a muted class, or while all is off', () => {
    law((given) => {
      for (const { notice, settings } of given) {
        if (notice.delivery !== 'shown') continue;
        expect(settings.enabled).toBe(true);
        expect(quietAt(settings.quietHours, minuteOfDay, notice.atMs).active).toBe(false);
        expect(settings.muted.some((one) => notice.incident?.startsWith(`${one}-`))).toBe(false);
      }
    });
  });

  test('an end is shown only of what the user has seen begin', () => {
    law((given) => {
      given.forEach(({ notice }, index) => {
        if (notice.kind !== 'ended' || notice.delivery !== 'shown') return;
        const before = given.slice(0, index).map((other) => other.notice);
        const begun = before.findIndex(({ id }) => id === `${notice.incident}:begun`);
        const seen = before[begun]?.delivery === 'shown';
        expect(seen || before.slice(begun).some(({ kind }) => kind === 'digest')).toBe(true);
      });
    });
  });

  test('a digest has something to tell that was not shown before it', () => {
    law((given) => {
      let hidden = 0;
      for (const { notice } of given) {
        if (notice.delivery === 'quiet-hours' || notice.delivery === 'cooldown') hidden += 1;
        if (notice.kind !== 'digest') continue;
        expect(hidden).toBeGreaterThan(0);
        hidden = 0;
      }
    });
  });

  test('at most one digest for one night', () => {
    const quiet = { enabled: true, from: '22:00', to: '07:00' };
    const base = { enabled: true, muted: [], cooldownMs: 0, notifyAfterMs: 10 * SECOND, quietHours: quiet };
    const calm = ACT.filter(({ type }) => type !== 'settings');
    fc.assert(
      fc.property(fc.array(calm, { maxLength: 40 }), (acts) => {
        const digests = of(lifeOf(base, acts).given, 'digest').map(({ notice }) => notice.atMs);
        // The day that follows a night: from its 07:00 on.
        const days = digests.map((ms) => Math.floor((ms + HOUR - 7 * HOUR) / (24 * HOUR)));
        expect(new Set(days).size).toBe(days.length);
      }),
      { numRuns: 300 },
    );
  });
});
