import { expect, test } from 'vitest';
import { Pace } from '../../../../main/desktop/tray/pace.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function setUp() {
  const clock = new FakeClock();
  const applied: string[] = [];
  const pace = new Pace<string>({
    timers: clock,
    intervalMs: 1000,
    isSame: (one, other) => one === other,
    apply: (value) => applied.push(value),
  });
  return { clock, applied, pace };
}

test('the first goes at once, the newest of the others when the interval is over', () => {
  const { clock, applied, pace } = setUp();
  pace.take('a');
  pace.take('b');
  pace.take('c');
  expect(applied).toEqual(['a']);
  clock.advance(999);
  expect(applied).toEqual(['a']);
  clock.advance(1);
  expect(applied).toEqual(['a', 'c']);
});

test('what is the same is not passed on, and what came back to it is not either', () => {
  const { clock, applied, pace } = setUp();
  pace.take('a');
  pace.take('b');
  pace.take('a');
  clock.advance(5000);
  pace.take('a');
  expect(applied).toEqual(['a']);
  expect(clock.pendingTimers).toBe(0);
});

test('after a rest the next change goes at once', () => {
  const { clock, applied, pace } = setUp();
  pace.take('a');
  clock.advance(1000);
  pace.take('b');
  expect(applied).toEqual(['a', 'b']);
});

test('a change each tenth of a second is passed on once a second', () => {
  const { clock, applied, pace } = setUp();
  for (let index = 0; index < 100; index += 1) {
    pace.take(String(index));
    clock.advance(100);
  }
  expect(applied.length).toBeGreaterThanOrEqual(10);
  expect(applied.length).toBeLessThanOrEqual(11);
});

test('stopped, it does nothing more', () => {
  const { clock, applied, pace } = setUp();
  pace.take('a');
  pace.take('b');
  pace.stop();
  clock.advance(5000);
  expect(applied).toEqual(['a']);
  expect(clock.pendingTimers).toBe(0);
});
