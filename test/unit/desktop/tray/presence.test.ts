import { describe, expect, test } from 'vitest';
import { GRACE_MS, TrayPresence } from '../../../../main/desktop/tray/presence.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function setUp() {
  const clock = new FakeClock();
  const done: string[] = [];
  const presence = new TrayPresence({
    timers: clock,
    show: () => done.push('show'),
    hide: () => done.push('hide'),
    tell: (trouble) => done.push(trouble === null ? 'no trouble' : trouble.what),
    openDashboard: () => done.push('dashboard'),
  });
  return { clock, done, presence };
}

const ABSENT = 'This desktop shows no tray icons, so Faultline has none.';
const NO_BUS = 'Faultline has no tray icon, because this session has no D-Bus session bus.';

describe('at the start', () => {
  test('a host that is there gets the icon, and nothing is said', () => {
    const { clock, done, presence } = setUp();
    presence.take('present');
    clock.advance(10 * GRACE_MS);
    expect(done).toEqual(['show']);
  });

  test('a host that comes in time is waited for', () => {
    const { clock, done, presence } = setUp();
    presence.take('absent');
    clock.advance(GRACE_MS - 1);
    presence.take('present');
    clock.advance(10 * GRACE_MS);
    expect(done).toEqual(['show']);
  });

  test.each([
    ['absent', ABSENT],
    ['no-bus', NO_BUS],
  ] as const)('%s: after a while the dashboard opens, and it is said why', (host, what) => {
    const { clock, done, presence } = setUp();
    presence.take(host);
    clock.advance(GRACE_MS - 1);
    expect(done).toEqual([]);
    clock.advance(1);
    expect(done).toEqual([what, 'dashboard']);
    clock.advance(10 * GRACE_MS);
    expect(done).toHaveLength(2);
  });

  test('a bus that never answers counts as nobody there', () => {
    const { clock, done } = setUp();
    clock.advance(GRACE_MS);
    expect(done).toEqual([ABSENT, 'dashboard']);
  });
});

describe('later', () => {
  test('a host that comes late takes the trouble away', () => {
    const { clock, done, presence } = setUp();
    clock.advance(GRACE_MS);
    presence.take('present');
    expect(done.slice(2)).toEqual(['show', 'no trouble']);
  });

  test('a host that restarts gets the icon anew, without a word', () => {
    const { clock, done, presence } = setUp();
    presence.take('present');
    presence.take('absent');
    presence.take('present');
    clock.advance(10 * GRACE_MS);
    expect(done).toEqual(['show', 'hide', 'show']);
  });

  test('a host that is gone for good is told of once', () => {
    const { clock, done, presence } = setUp();
    presence.take('present');
    presence.take('absent');
    clock.advance(GRACE_MS);
    presence.take('absent');
    clock.advance(10 * GRACE_MS);
    expect(done).toEqual(['show', 'hide', ABSENT, 'dashboard']);
  });

  test('a bus that goes as well changes the words, and opens nothing again', () => {
    const { clock, done, presence } = setUp();
    clock.advance(GRACE_MS);
    presence.take('no-bus');
    clock.advance(10 * GRACE_MS);
    expect(done).toEqual([ABSENT, 'dashboard', NO_BUS]);
  });

  test('the end takes the icon away and waits for nothing', () => {
    const { clock, done, presence } = setUp();
    presence.take('present');
    presence.take('absent');
    presence.stop();
    expect(clock.pendingTimers).toBe(0);
    expect(done).toEqual(['show', 'hide']);
  });
});
