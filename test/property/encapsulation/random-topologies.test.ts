import { describe, expect, test } from 'vitest';
import { boomerang } from '../../../main/domain/encapsulation/path-probe/boomerang.ts';
import type { HopCalibration } from '../../../main/domain/model/encapsulation.ts';
import { wilson95 } from '../../../main/domain/statistics/wilson.ts';
import { calibrate, probe } from '../../support/encapsulation/engines.ts';
import { survivalOf, truthOf } from '../../support/encapsulation/oracle.ts';
import { busiest, type SentPacket } from '../../support/encapsulation/run.ts';
import { randomScene, type Scene } from '../../support/encapsulation/topologies.ts';
import { seededRandom } from '../../support/trace/random.ts';

const SEEDS = 200;
/** Loss of 1 to 30 % in one direction of one link. */
const lossy = { loss: (random: () => number): number => 0.01 + 0.29 * random() };
const LONG = 120_000;

const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);

function expectWithinRates(packets: readonly SentPacket[]): void {
  const { total, hop } = busiest(packets);
  expect(total).toBeLessThanOrEqual(20);
  expect(hop).toBeLessThanOrEqual(2);
}

test(`calibration is right in all of ${SEEDS} random topologies without loss`, { timeout: LONG }, () => {
  for (const seed of seeds) {
    const scene = randomScene(seed);
    const { facts, packets, done, durationMs } = calibrate(scene, { seed });
    expect(done).toBe(true);
    expect(durationMs).toBeLessThan(10_000);
    expectWithinRates(packets);
    for (const [place, { decapsulates, reason, waysHome, ttlHome }] of facts.hops.entries()) {
      const truth = truthOf(scene, place);
      expect({ seed, place, decapsulates, reason, waysHome }).toEqual({
        seed,
        place,
        decapsulates: truth.decapsulates,
        reason: truth.reason,
        waysHome: truth.waysHome,
      });
      if (truth.ttlHome.length > 0) expect(truth.ttlHome).toContain(ttlHome);
      else expect(ttlHome).toBeNull();
    }
  }
});

describe(`with loss on one direction of one link, in ${SEEDS} random topologies`, () => {
  test('what does not decapsulate is never said to, and the other way round hardly ever', {
    timeout: LONG,
  }, () => {
    let wrong = 0;
    let hops = 0;
    for (const seed of seeds) {
      const scene = randomScene(seed, lossy);
      for (const [place, { decapsulates }] of calibrate(scene, { seed }).facts.hops.entries()) {
        const truth = truthOf(scene, place).decapsulates;
        hops += 1;
        if (decapsulates === 'no' || decapsulates === 'yes')
          expect([seed, place, decapsulates]).toEqual([seed, place, truth]);
        else if (truth !== decapsulates) wrong += 1;
      }
    }
    // Of those that do, one in a thousand may be taken for a silent one: 'untestable', never 'no'.
    expect(wrong / hops).toBeLessThanOrEqual(0.005);
  });

  test('no hop is called lossy because it does not decapsulate, and loss lies in its interval', {
    timeout: LONG,
  }, () => {
    const tally = { cases: 0, within: 0, tested: 0 };
    for (const seed of seeds) {
      const scene = randomScene(seed, { ...lossy, unwrapping: 0.9 });
      const calibration = calibrate(scene, { seed }).facts.hops;
      const { facts, packets, done } = probe(scene, calibration, {
        // Another stream than that of the calibration, and than that of the order.
        seed: seed + 20_000,
        plan: { random: seededRandom(seed + 10_000), isSynchronous: seed % 4 === 0 },
      });
      expect(done).toBe(true);
      expectWithinRates(packets);
      for (const [place, counts] of facts.hops.entries()) {
        if (counts.reason !== null) {
          expect([seed, place, counts.sent, counts.lost]).toEqual([seed, place, 0, 0]);
          continue;
        }
        tally.tested += 1;
        const lossTruth = 1 - survivalTo(scene, calibration, place);
        if (lossTruth < 1e-9) expect([seed, place, counts.lost]).toEqual([seed, place, 0]);
        else {
          const [low, high] = wilson95(counts.lost, counts.received + counts.late + counts.lost);
          tally.cases += 1;
          if (low <= lossTruth && lossTruth <= high) tally.within += 1;
        }
      }
    }
    expect(tally.tested).toBeGreaterThan(500);
    expect(tally.cases).toBeGreaterThan(250);
    expect(tally.within / tally.cases).toBeGreaterThanOrEqual(0.93);
  });

  test('a hop that packets cannot come back from, since one before it checks sources, is not called lossy', {
    timeout: LONG,
  }, () => {
    let cut = 0;
    for (const seed of seeds) {
      const scene = randomScene(seed, { unwrapping: 1, checking: 0.3 });
      const calibration = calibrate(scene, { seed }).facts.hops;
      const { facts } = probe(scene, calibration, { seed, plan: { count: 10 } });
      expect([seed, facts.hops.map(({ lost }) => lost)]).toEqual([seed, facts.hops.map(() => 0)]);
      if (facts.hops.some(({ reason }) => reason === 'no-way-home')) cut += 1;
    }
    expect(cut).toBeGreaterThan(20);
  });

  test('a hop that has stopped to decapsulate since it was asked is not called lossy', {
    timeout: LONG,
  }, () => {
    for (const seed of seeds) {
      const scene = randomScene(seed, { unwrapping: 1 });
      const calibration = calibrate(scene, { seed }).facts.hops;
      const at = seed % scene.path.length;
      const stopped = stoppedAt(scene, at, seed % 2 === 0 ? 'swallows' : 'refuses');
      const { facts } = probe(stopped, calibration, { seed, plan: { count: 10 } });
      expect([seed, facts.hops.slice(at).map(({ lost }) => lost)]).toEqual([
        seed,
        facts.hops.slice(at).map(() => 0),
      ]);
    }
  });
});

function survivalTo(scene: Scene, [first]: readonly HopCalibration[], place: number): number {
  const way = first?.waysHome[0] ?? 'own';
  const known = scene.path.indexOf(first?.farther ?? '');
  return survivalOf(scene, boomerang(place, { way, fartherPlace: Math.max(1, known) }));
}

function stoppedAt({ topology, path }: Scene, at: number, encapsulated: 'swallows' | 'refuses'): Scene {
  const routers = topology.routers.map((router) =>
    router.address === path[at] ? { ...router, encapsulated } : router,
  );
  return { path, topology: { ...topology, routers } };
}
