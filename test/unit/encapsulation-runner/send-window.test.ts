import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SendWindow } from '../../../main/encapsulation/sending/send-window.ts';
import { burdened, MOST, windowOf } from '../../../main/encapsulation/sending/shared-window.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakePaths } from './fake-paths.ts';

const RATES = { perSecond: 4, perHopPerSecond: 2 };

describe('the window of all runs', () => {
  test('lets as many through at once as fit into a second, the next when the first is out of it', () => {
    const window = new SendWindow(RATES);
    for (const hop of ['a', 'a', 'b', 'b']) {
      expect(window.freeMono(hop, 100)).toBe(100);
      window.note(hop, 100);
    }
    expect(window.freeMono('c', 100)).toBe(1130);
    expect(window.freeMono('c', 1130)).toBe(1130);
  });

  test('a hop has its own bound', () => {
    const window = new SendWindow(RATES);
    window.note('a', 0);
    window.note('a', 400);
    expect(window.freeMono('a', 500)).toBe(1030);
    expect(window.freeMono('b', 500)).toBe(500);
    window.note('a', 1030);
    expect(window.freeMono('a', 1030)).toBe(1430);
  });

  test('never more than the rates in any second, whoever asks when', () => {
    const wish = fc.record({ waitMs: fc.nat({ max: 700 }), hop: fc.constantFrom('a', 'b', 'c', 'd') });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 80 }), (wishes) => {
        const window = new SendWindow(RATES);
        const sent: { readonly hop: string; readonly mono: number }[] = [];
        let now = 0;
        for (const { waitMs, hop } of wishes) {
          now = window.freeMono(hop, now + waitMs);
          expect(window.freeMono(hop, now)).toBe(now);
          window.note(hop, now);
          sent.push({ hop, mono: now });
        }
        for (const { mono, hop } of sent) {
          const within = sent.filter((one) => one.mono > mono - 1000 && one.mono <= mono);
          expect(within.length).toBeLessThanOrEqual(RATES.perSecond);
          const toHop = within.filter((one) => one.hop === hop);
          expect(toHop.length).toBeLessThanOrEqual(RATES.perHopPerSecond);
        }
      }),
    );
  });

  test('is one for all that send through the same helper', () => {
    const [one, other] = [new FakePaths(new FakeClock()), new FakePaths(new FakeClock())];
    expect(windowOf(one)).toBe(windowOf(one));
    expect(windowOf(one)).not.toBe(windowOf(other));
    expect(MOST).toEqual({ perSecond: 20, perHopPerSecond: 2 });
  });
});

test.each([
  [[0], 64, 'a'],
  [[0], 255, 'a'],
  [[0], 3, 'a 3'],
  [[0, 1, 2, 1, 0], 64, 'c'],
  [[1], 63, 'b 63'],
])('packets through %j with TTL %i burden %s', (via, ttl, expected) => {
  expect(burdened(['a', 'b', 'c'], via, ttl)).toBe(expected);
});
