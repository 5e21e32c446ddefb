import { describe, expect, test } from 'vitest';
import { monoMs } from '../../../main/domain/model/units.ts';
import { BurstPlanner } from '../../../main/domain/outage/burst-planner.ts';
import { detectorConfig } from '../../../main/domain/outage/config.ts';
import { FlapGuard } from '../../../main/domain/outage/incidents/flap-guard.ts';
import { LatencyBaselines } from '../../../main/domain/outage/line/latency-baselines.ts';
import { LossBaseline } from '../../../main/domain/outage/line/loss-baseline.ts';
import { QUIET, stepCusum } from '../../../main/domain/outage/line/loss-cusum.ts';
import { PathTrack } from '../../../main/domain/outage/line/path-track.ts';

const config = detectorConfig({ anchors: [], intervalMs: 1000 });

describe('burst budget', () => {
  test('a suspicion that never ends gets 60 s, then a rest before the next piece', () => {
    const planner = new BurstPlanner(60_000, 0);
    let burstMs = 0;
    let until = 0;
    for (let now = 0; now < 120_000; now += 250) {
      for (const output of planner.step(['tcp4'], now))
        until = output.kinds.length === 0 ? now : output.untilMonoMs;
      if (now < until) burstMs += 250;
    }
    expect(burstMs).toBeGreaterThanOrEqual(58_000);
    expect(burstMs).toBeLessThanOrEqual(60_000 + 120_000 / 5);
  });

  test('is asked for once, prolonged in time, changed with its kinds, and ended when decided', () => {
    const planner = new BurstPlanner(60_000, 0);
    expect(planner.step([], 0)).toEqual([]);
    expect(planner.step(['tcp4'], 100)).toEqual([{ type: 'burst', kinds: ['tcp4'], untilMonoMs: 10_100 }]);
    expect(planner.step(['tcp4'], 5000)).toEqual([]);
    expect(planner.step(['tcp4', 'tcp6'], 5000)).toHaveLength(1);
    expect(planner.step(['tcp4', 'tcp6'], 14_500)).toEqual([
      { type: 'burst', kinds: ['tcp4', 'tcp6'], untilMonoMs: 24_500 },
    ]);
    expect(planner.step([], 15_000)).toEqual([{ type: 'burst', kinds: [], untilMonoMs: 15_000 }]);
    expect(planner.step([], 15_250)).toEqual([]);
  });
});

describe('flap guard', () => {
  test('holds nothing at first, longer with each quick repetition, nothing again after a quiet while', () => {
    const guard = new FlapGuard(config);
    const holds: number[] = [];
    let now = 0;
    for (const pauseMs of [0, 10_000, 10_000, 10_000, 10_000, 61_000]) {
      now += pauseMs;
      guard.raised('total', now);
      holds.push(guard.holdMs('total'));
      guard.cleared('total', now);
    }
    expect(holds).toEqual([0, 15_000, 60_000, 120_000, 120_000, 0]);
    guard.raised('dns', now);
    expect(guard.holdMs('dns')).toBe(0);
  });
});

describe('usual loss', () => {
  test('is learned for bins after a clean and after a lossy one, with floor and cap', () => {
    const baseline = new LossBaseline(config);
    for (let bin = 0; bin < 200_000; bin += 1) baseline.learn(0, 0);
    expect(baseline.usual(0)).toBe(config.lossFloor);
    for (let bin = 0; bin < 200_000; bin += 1) baseline.learn(1, 1);
    expect(baseline.usual(1)).toBe(0.9);
    const copy = new LossBaseline(config);
    copy.become(baseline);
    expect([copy.usual(0), copy.usual(1)]).toEqual([config.lossFloor, 0.9]);
  });

  test('an empty bin changes nothing; steady loss alarms after its span, uncorroborated loss never', () => {
    const baseline = new LossBaseline(config);
    const bins = Array.from({ length: 30 }, (_, index) => ({ atMono: index * 2000, sent: 24, lost: 1 }));
    expect(stepCusum(QUIET, { atMono: 0, sent: 0, lost: 0 }, baseline, config, () => true)).toBe(QUIET);
    const run = (corroborated: boolean) => {
      let state = QUIET;
      return bins.findIndex((bin) => {
        state = stepCusum(state, bin, baseline, config, () => corroborated);
        return state.alarm;
      });
    };
    const at = run(true);
    expect((at + 1) * 2000).toBeGreaterThanOrEqual(config.lossSpanMs);
    expect(at).toBeLessThan(20);
    expect(run(false)).toBe(-1);
  });
});

describe('usual latency', () => {
  test('follows slowly up, faster down, never past what it sees, and learns how windows stray', () => {
    const baselines = new LatencyBaselines();
    for (let window = 0; window < 6; window += 1) baselines.learn('a', 20);
    expect(baselines.usual('a')?.usualMs).toBe(20);
    baselines.learn('a', 1000);
    expect(baselines.usual('a')?.usualMs).toBeCloseTo(20.04, 5);
    for (let window = 0; window < 500; window += 1) baselines.learn('a', 10);
    expect(baselines.usual('a')?.usualMs).toBe(10);
    for (let window = 0; window < 2000; window += 1) baselines.learn('a', window % 2 === 0 ? 5 : 20);
    expect(baselines.usual('a')?.spread).toBeGreaterThan(0.5);
    expect(baselines.usual('b')).toBeNull();
    baselines.forget();
    expect(baselines.usual('a')).toBeNull();
  });
});

describe('anchors', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:443', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
  ])('%s is the machine %s', (anchor, address) => {
    expect(new PathTrack(anchor).address).toBe(address);
  });

  test('the usual round trip is the upper end of the last ones, and bounded', () => {
    const path = new PathTrack('192.0.2.1');
    expect(path.usualMs).toBe(500);
    for (let reply = 0; reply < 32; reply += 1) path.reply(reply < 30 ? 20 : 900, monoMs(reply));
    expect(path.usualMs).toBe(20);
    for (let reply = 0; reply < 32; reply += 1) path.reply(8000, monoMs(100 + reply));
    expect(path.usualMs).toBe(2000);
    path.reply(null, monoMs(200));
    path.reply(Number.NaN, monoMs(201));
    path.reply(-5, monoMs(202));
    expect(path.usualMs).toBe(2000);
  });
});
