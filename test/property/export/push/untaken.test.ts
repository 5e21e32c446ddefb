import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MonitorEvent } from '../../../../main/domain/model/monitor-event.ts';
import { Untaken } from '../../../../main/export/push/untaken.ts';
import { sampled } from '../../../unit/export/push/fixtures.ts';

/** Takes a run whole or, where one of it is bad, nothing of it. @returns whether it survived. */
function work(untaken: Untaken, isBad: (event: MonitorEvent) => boolean, took: MonitorEvent[]): boolean {
  for (const { first, events } of untaken.handOver()) {
    if (events.some(isBad)) return false;
    took.push(...events);
    untaken.taken(first + events.length - 1);
  }
  return true;
}

test('whichever events make a worker fail, all others are taken once and in order, each bad one fails it twice at most', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (bad, lot) => {
      const all = bad.map((_, at) => sampled(at, at * 1000));
      const isBad = (event: MonitorEvent): boolean => bad[all.indexOf(event)] === true;
      const untaken = new Untaken();
      const took: MonitorEvent[] = [];
      let failures = 0;
      for (let at = 0; at < all.length || untaken.count > 0; at += lot) {
        for (const event of all.slice(at, at + lot)) untaken.add(event);
        if (work(untaken, isBad, took)) continue;
        failures += 1;
        untaken.failed();
        untaken.again();
      }
      const badCount = bad.filter((one) => one).length;
      expect(took).toEqual(all.filter((event) => !isBad(event)));
      expect(failures).toBeLessThanOrEqual(2 * badCount);
      expect(untaken.dropped).toBe(2 * badCount);
    }),
  );
});
