import { describe, expect, test } from 'vitest';
import { falseOutagesInLongBursts } from '../../bench/detector/false-outages.ts';
import { upperBound95 } from '../../bench/detector/figures.ts';
import { HashedLine, mix, slotDraw, timeDraw } from '../../bench/detector/hashed-line.ts';
import { LineState } from '../../bench/detector/line-state.ts';
import { LINES, type LineFigures } from '../../bench/detector/lines.ts';
import { longBursts } from '../../bench/detector/long-bursts.ts';
import { ConsecutiveLosses, episodes, PacketCusum, RegularPeers } from '../../bench/detector/peers.ts';
import { Scout } from '../../bench/detector/scout.ts';
import { Slots } from '../../bench/detector/slots.ts';
import { ALL_ANCHORS } from '../outage/simulator/networks.ts';
import { Random } from '../outage/simulator/random.ts';
import { ProbeSchedule } from '../outage/simulator/schedule.ts';

const HOUR_MS = 3_600_000;
const LONG = { timeout: 60_000 };
const slots = new Slots(ALL_ANCHORS);

const still = (figures: Partial<LineFigures>): LineFigures => ({
  timeoutMs: 1000,
  roundTrips: { type: 'floored', floorMs: 20, jitterMs: 0, badExtraMs: 0 },
  loss: 0,
  ...figures,
});

/** Loss, mean round trip and its spread (natural logarithm) of so many hours of regular probes. */
function summary(hours: number, fateOf: (slot: number, atMs: number) => number | null) {
  const count = Math.floor((hours * HOUR_MS) / slots.slotMs);
  let lost = 0;
  let sum = 0;
  let squares = 0;
  for (let slot = 0; slot < count; slot += 1) {
    const rttMs = fateOf(slot, slot * slots.slotMs);
    if (rttMs === null) lost += 1;
    else {
      sum += Math.log(rttMs);
      squares += Math.log(rttMs) ** 2;
    }
  }
  const mean = sum / (count - lost);
  return { loss: lost / count, mean, spread: Math.sqrt(squares / (count - lost) - mean * mean) };
}

describe('a line whose packets can be looked at in any order', () => {
  test.each(LINES.map((line) => [line.name, line] as const))(
    '%s loses and delays as the line drawn in turn does',
    LONG,
    (_name, line) => {
      const hashed = new HashedLine(line, 3);
      const model = line.packets();
      const random = new Random(4);
      const seen = summary(12, (slot, atMs) => {
        hashed.state.moveTo(atMs);
        return hashed.fate(slotDraw(slot, 3));
      });
      const expected = summary(12, (_slot, atMs) => model.roundTrip(atMs, 'icmp4', '', random));
      expect(Math.abs(seen.loss - expected.loss)).toBeLessThan(0.2 * expected.loss + 0.0002);
      expect(Math.abs(seen.mean - expected.mean)).toBeLessThan(0.05);
      expect(Math.abs(seen.spread - expected.spread)).toBeLessThan(0.03);
    },
  );

  test.each(LINES.map((line) => [line.name, line] as const))(
    '%s answers the draws called prompt in time',
    LONG,
    (_name, line) => {
      const hashed = new HashedLine(line, 5);
      for (let slot = 0; slot < 200_000; slot += 1) {
        hashed.state.moveTo(slot * slots.slotMs);
        const draw = slotDraw(slot, 5);
        const withinMs = line.name.startsWith('satellite') ? 640 : 60;
        if (draw < hashed.lostBelow || draw >= hashed.promptBelow(withinMs)) continue;
        if ((hashed.fate(draw) ?? Number.POSITIVE_INFINITY) > withinMs)
          throw new Error(`slot ${slot} is late`);
      }
    },
  );

  test('an interruption takes every packet, the bad state its share', LONG, () => {
    const cut = new HashedLine(still({ microBursts: { everyMs: 10_000, leastMs: 500, mostMs: 500 } }), 1);
    const bad = new HashedLine(still({ bursts: { goodMs: 10_000, badMs: 10_000, loss: 0.5 } }), 1);
    let mistaken = 0;
    let inBad = 0;
    let lostInBad = 0;
    for (let slot = 0; slot < 100_000; slot += 1) {
      const atMs = slot * slots.slotMs;
      cut.state.moveTo(atMs);
      bad.state.moveTo(atMs);
      if ((cut.fate(slotDraw(slot, 1)) === null) !== cut.state.isCut) mistaken += 1;
      if (!bad.state.isBad) continue;
      inBad += 1;
      if (bad.fate(slotDraw(slot, 1)) === null) lostInBad += 1;
    }
    expect(mistaken).toBe(0);
    expect(lostInBad / inBad).toBeGreaterThan(0.48);
    expect(lostInBad / inBad).toBeLessThan(0.52);
  });

  test(
    'the draws of slots, of other times and of neighbours have nothing to do with each other',
    LONG,
    () => {
      const count = 100_000;
      let both = 0;
      let next = 0;
      let other = 0;
      for (let slot = 0; slot < count; slot += 1) {
        const low = (figure: number): boolean => figure < 2 ** 30;
        if (!low(slotDraw(slot, 9))) continue;
        both += 1;
        if (low(slotDraw(slot + 15, 9))) next += 1;
        if (low(timeDraw(slot % 15, slot * slots.slotMs, 9))) other += 1;
      }
      expect(both / count).toBeCloseTo(0.25, 1);
      expect(next / both).toBeCloseTo(0.25, 1);
      expect(other / both).toBeCloseTo(0.25, 1);
      expect(new Set(Array.from({ length: 1000 }, (_, figure) => mix(figure))).size).toBe(1000);
    },
  );
});

describe('slots', () => {
  test('are the regular probes of the virtual monitor', () => {
    const schedule = new ProbeSchedule(ALL_ANCHORS);
    for (let slot = 0; slot < 5 * slots.size; slot += 1) {
      const atMs = schedule.nextMs;
      const target = schedule.take(atMs);
      expect(target).toBe(slots.places[slot % slots.size]);
      expect(slots.slotOf(slot % slots.size, atMs)).toBe(slot);
    }
  });

  test('a probe at another time, or of another anchor, is in none', () => {
    expect(slots.slotOf(0, 3)).toBeNull();
    expect(slots.slotOf(1, 0)).toBeNull();
    expect(slots.placeOf({ kind: 'dns', anchor: 'nowhere' })).toBe(-1);
  });
});

describe('onsets', () => {
  const onsetsOf = (figures: LineFigures): readonly number[] => {
    const scout = new Scout(figures, 2, slots);
    const onsets: number[] = [];
    for (let onset = scout.next(HOUR_MS); onset !== null; onset = scout.next(HOUR_MS)) onsets.push(onset);
    return onsets;
  };

  test('a line without loss has none', () => {
    expect(onsetsOf(still({}))).toEqual([]);
  });

  test('round trips slower than a probe may be awaited make them without any loss', () => {
    const slow = still({
      roundTrips: { type: 'log-normal', medianMs: 900, sigma: 0, wanderSigma: 0, wanderMs: 1000 },
    });
    expect(onsetsOf(slow).length).toBeGreaterThan(1000);
  });

  test('every interruption of 600 ms has one, and there is none elsewhere', () => {
    const figures = still({ microBursts: { everyMs: 60_000, leastMs: 600, mostMs: 600 } });
    const onsets = onsetsOf(figures);
    const { state } = new HashedLine(figures, 2);
    let cuts = 0;
    for (let atMs = 0; atMs < HOUR_MS - 1000; atMs = state.changesMs) {
      state.moveTo(atMs);
      if (!state.isCut) continue;
      cuts += 1;
      expect(onsets.some((onset) => onset >= atMs && onset < state.changesMs)).toBe(true);
    }
    expect(cuts).toBeGreaterThan(30);
    const all = new HashedLine(figures, 2).state;
    for (const onset of [...onsets].sort((a, b) => a - b)) {
      all.moveTo(onset);
      expect(all.isCut).toBe(true);
    }
  });
});

describe('the longest bad states', () => {
  const harsh = still({ loss: 0.0005, bursts: { goodMs: 60_000, badMs: 1_500, loss: 0.9 } });

  test('make the outages that are seen around them', LONG, () => {
    const outages = longBursts(harsh, 8, 6 * HOUR_MS);
    expect(outages.length).toBeGreaterThan(5);
    const state = new LineState(harsh, 8);
    for (const { raisedMs, clearedMs } of outages) {
      expect(clearedMs).toBeGreaterThan(raisedMs);
      // The silence that made it lasted 3.5 s.
      let badMs = 0;
      for (let atMs = raisedMs - 5_000; atMs < raisedMs; atMs += 10) {
        state.moveTo(atMs);
        if (state.isBad) badMs += 10;
      }
      expect(badMs).toBeGreaterThan(1_500);
    }
  });

  test('are none on a line without them', () => {
    expect(longBursts(still({}), 8, HOUR_MS)).toEqual([]);
    for (const line of LINES.filter(({ bursts }) => bursts === undefined)) {
      expect(falseOutagesInLongBursts(line, 1)).toEqual([]);
    }
  });
});

describe('peers told of losses only', () => {
  test('raise what they raise when told of every packet', LONG, () => {
    const random = new Random(6);
    const told = new RegularPeers(slots);
    const threeInARow = new ConsecutiveLosses(3);
    const packetCusum = new PacketCusum();
    const wasLost = slots.places.map(() => false);
    for (let slot = 0; slot < 600_000; slot += 1) {
      const place = slot % slots.size;
      const { kind, anchor } = slots.places[place] ?? { kind: 'icmp4' as const, anchor: '' };
      const lost = random.next() < (slot % 100_000 < 3_000 ? 0.5 : 0.002);
      const atS = (slot * slots.slotMs) / 1000;
      threeInARow.probe(atS, kind, anchor, lost);
      packetCusum.probe(atS, kind, anchor, lost);
      if (lost || wasLost[place]) told.regular(slot, place, lost);
      wasLost[place] = lost;
    }
    expect(threeInARow.raisedS.length).toBeGreaterThan(20);
    expect(told.threeInARow.raisedS).toEqual(threeInARow.raisedS);
    expect(packetCusum.raisedS.length).toBeGreaterThan(20);
    expect(episodes(told.packetCusum.raisedS)).toBe(episodes(packetCusum.raisedS));
  });

  test('alarms within a minute of each other are one episode', () => {
    expect(episodes([])).toBe(0);
    expect(episodes([5, 64, 123, 300])).toBe(2);
  });
});

describe('the bound of a count', () => {
  test.each([
    [0, 2.996],
    [1, 4.744],
    [5, 10.513],
    [20, 29.062],
  ])('%i events exclude a mean above %f', (count, bound) => {
    expect(upperBound95(count)).toBeCloseTo(bound, 2);
  });
});
