import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../../main/domain/model/incident.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { happeningsOf, rangeAround, stretchOf } from '../../../../renderer/dashboard/timeline/segments.ts';

const VISIBLE = { fromMs: 1_000, toMs: 2_000 };

const incident = (
  id: string,
  sinceMs: number,
  untilMs: number | null,
  end: Incident['end'] = null,
): Incident => ({
  id,
  class: 'total',
  sinceMs: wallMs(sinceMs),
  raisedMs: wallMs(sinceMs),
  untilMs: untilMs === null ? null : wallMs(untilMs),
  end,
  parent: null,
  network: 'n',
  evidence: {
    health: { icmp: 'down', ipv4: 'down', ipv6: 'down', dns: 'down', gateway: 'good' },
    failing: [],
    working: [],
    lost: 1,
    sent: 1,
  },
});

describe('the strip', () => {
  test('whatever the times, a stretch lies within the strip', () => {
    const time = fc.integer({ min: 0, max: 3_000 });
    fc.assert(
      fc.property(time, time, (one, other) => {
        const stretch = stretchOf(Math.min(one, other), Math.max(one, other), VISIBLE);
        if (stretch === null) {
          expect(Math.max(one, other) < 1_000 || Math.min(one, other) > 2_000).toBe(true);
          return;
        }
        expect(stretch.left).toBeGreaterThanOrEqual(0);
        expect(stretch.left + stretch.width).toBeLessThanOrEqual(100.0001);
        expect(stretch.width).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('one that goes on reaches to the end; outside ones are left out; oldest first', () => {
    const placed = happeningsOf(
      [
        incident('open', 1_500, null),
        incident('absorbed', 1_100, 1_250, 'absorbed'),
        incident('past', 100, 900, 'recovered'),
        incident('short', 1_250, 1_500, 'recovered'),
      ],
      [{ fromMs: wallMs(900), toMs: wallMs(1_100), reason: 'sleep' }],
      VISIBLE,
    );
    expect(placed.map(({ thing, left, width }) => [thing.key, left, width])).toEqual([
      ['sleep-900', 0, 10],
      ['absorbed', 10, 15],
      ['short', 25, 25],
      ['open', 50, 50],
    ]);
  });

  test('around an incident there is room to see what came before and after', () => {
    expect(rangeAround(incident('a', 1_000_000, 2_800_000), 0)).toEqual({ fromMs: 400_000, toMs: 3_400_000 });
    expect(rangeAround(incident('a', 1_000_000, null), 1_010_000)).toEqual({
      fromMs: 880_000,
      toMs: 1_130_000,
    });
  });
});
