import { describe, expect, test } from 'vitest';
import { type Anchor, anchorKey } from '../../../main/domain/model/anchor.ts';
import type { Sample } from '../../../main/domain/model/sample.ts';
import { detectorOptions } from '../../../main/headless/detector-options.ts';
import { reconfigure } from '../../../main/headless/reconfigure.ts';
import type { Retention } from '../../../main/history/types.ts';
import { ALL, type Answers, CONFIG, each, fine, startFakeEngine } from './fake-engine.ts';

const isFamily4 = (anchor: Anchor): boolean => !anchor.address.includes(':');
const noIpv4: Answers = (anchor) => (isFamily4(anchor) ? null : 20);
const nothing: Answers = () => null;
const without = (...anchors: readonly Anchor[]): readonly Anchor[] =>
  ALL.filter(
    (one) => !anchors.some((other) => other.kind === one.kind && anchorKey(other) === anchorKey(one)),
  );

const nameOf = ({ kind, anchor }: Sample): string => `${kind} ${anchor}`;
const names = (anchors: readonly Anchor[]): Set<string> =>
  new Set(anchors.map((anchor) => `${anchor.kind} ${anchorKey(anchor)}`));

/** One probe of `every`, counted by the test, is lost. */
function losing(every: number): Answers {
  let count = 0;
  return () => {
    count += 1;
    return count % every === 0 ? null : 20;
  };
}

describe('anchors', () => {
  test('others are probed from the next turn on, those that are gone no more; no gap, nothing lost', async () => {
    const engine = await startFakeEngine();
    engine.clock.advance(30_000);
    const wanted = [
      ...without(...each('icmp4', 3), ...each('tcp4', 1)),
      ...each('icmp4', 7),
      ...each('dns', 9),
    ];
    const before = engine.samples().length;
    engine.reconfigure({ ...CONFIG, anchors: wanted });
    engine.clock.advance(1_050);
    // What was in flight is told as well.
    engine.clock.advance(30_000);
    const sentAfter = engine.samples().slice(before + ALL.length + 1);
    expect(new Set(sentAfter.map(nameOf))).toEqual(
      names([...wanted, { kind: 'gateway', address: '192.0.2.1' }]),
    );
    expect(engine.samples().filter(({ outcome }) => outcome !== 'reply')).toEqual([]);
    expect([engine.gaps(), engine.story()]).toEqual([[], []]);
    await engine.monitor.stop();
  });

  test('those that stay keep their pace: never two probes within nine tenths of the interval', async () => {
    const engine = await startFakeEngine();
    let anchors: readonly Anchor[] = ALL;
    for (let turn = 0; turn < 40; turn += 1) {
      engine.clock.advance(370);
      anchors = turn % 2 === 0 ? without(...each('tcp6', 2)) : ALL;
      engine.reconfigure({ ...CONFIG, anchors });
    }
    engine.clock.advance(5_000);
    const lastSent = new Map<string, number>();
    for (const sample of [...engine.samples()].sort((a, b) => a.sentMonoMs - b.sentMonoMs)) {
      const last = lastSent.get(nameOf(sample)) ?? Number.NEGATIVE_INFINITY;
      expect(sample.sentMonoMs - last).toBeGreaterThanOrEqual(899);
      lastSent.set(nameOf(sample), sample.sentMonoMs);
    }
    expect(engine.story()).toEqual([]);
    await engine.monitor.stop();
  });

  test('all at once, and none at all: nothing is down that is not measured', async () => {
    const engine = await startFakeEngine();
    engine.clock.advance(30_000);
    engine.reconfigure({ ...CONFIG, anchors: [] });
    engine.clock.advance(60_000);
    expect(engine.detector.health).toMatchObject({ icmp: 'unknown', ipv4: 'unknown', ipv6: 'unknown' });
    engine.reconfigure(CONFIG);
    engine.clock.advance(30_000);
    expect(engine.detector.health).toMatchObject({ icmp: 'good', ipv4: 'good', ipv6: 'good' });
    expect([engine.gaps(), engine.story()]).toEqual([[], []]);
    await engine.monitor.stop();
  });

  test('the same settings again change nothing', async () => {
    const engine = await startFakeEngine();
    engine.clock.advance(10_000);
    const before = engine.events.length;
    engine.reconfigure(CONFIG);
    expect(engine.events).toHaveLength(before);
    engine.clock.advance(10_019);
    expect(engine.samples()).toHaveLength(20 * (ALL.length + 1));
    await engine.monitor.stop();
  });
});

describe('in the middle of an outage', { timeout: 60_000 }, () => {
  test.each<[string, readonly Anchor[]]>([
    ['one dead anchor', each('tcp4', 1)],
    ['all anchors of a dead kind but one', each('tcp4', 1, 2)],
    ['a dead kind that does not speak for its family', each('icmp4', 1, 2, 3)],
    ['one that works', each('tcp6', 1)],
    ['everything that works', ALL.filter((anchor) => !isFamily4(anchor))],
    ['a kind that works, its sibling speaks for the family', each('icmp6', 1, 2, 3)],
  ])('removing %s: the incident goes on, is cleared once, and there is no other', async (_, removed) => {
    const engine = await startFakeEngine();
    engine.clock.advance(30_000);
    engine.world.answers = noIpv4;
    engine.clock.advance(20_000);
    expect(engine.story()).toEqual(['raised ipv4-only']);
    engine.reconfigure({ ...CONFIG, anchors: without(...removed) });
    engine.clock.advance(60_000);
    expect(engine.story()).toEqual(['raised ipv4-only']);
    engine.world.answers = fine;
    engine.clock.advance(30_000);
    expect(engine.story()).toEqual(['raised ipv4-only', 'cleared ipv4-only recovered']);
    expect(engine.gaps()).toEqual([]);
    await engine.monitor.stop();
  });

  test('what worked is taken out and put back: what then dies too is named as ever', async () => {
    const engine = await startFakeEngine();
    engine.clock.advance(30_000);
    engine.world.answers = noIpv4;
    engine.clock.advance(20_000);
    engine.reconfigure({ ...CONFIG, anchors: ALL.filter(isFamily4) });
    engine.clock.advance(30_000);
    engine.reconfigure(CONFIG);
    engine.clock.advance(30_000);
    expect(engine.story()).toEqual(['raised ipv4-only']);
    engine.world.answers = nothing;
    engine.clock.advance(30_000);
    expect(engine.story()).toEqual(['raised ipv4-only', 'raised gateway', 'cleared ipv4-only absorbed']);
    await engine.monitor.stop();
  });

  test('removing all that failed ends it as unknown: nobody saw it recover', async () => {
    const engine = await startFakeEngine();
    engine.clock.advance(30_000);
    engine.world.answers = noIpv4;
    engine.clock.advance(20_000);
    engine.reconfigure({ ...CONFIG, anchors: ALL.filter((anchor) => !isFamily4(anchor)) });
    engine.clock.advance(60_000);
    expect(engine.story()).toEqual(['raised ipv4-only', 'cleared ipv4-only unknown']);
    await engine.monitor.stop();
  });

  test.each([500, 1_500, 2_500, 3_400])(
    'before it is named, %i ms into it: the same one incident',
    async (intoMs) => {
      const engine = await startFakeEngine();
      engine.clock.advance(30_000);
      engine.world.answers = nothing;
      engine.clock.advance(intoMs);
      engine.reconfigure({ ...CONFIG, anchors: without(...each('icmp4', 1), ...each('tcp6', 3)) });
      engine.clock.advance(30_000);
      engine.world.answers = fine;
      engine.clock.advance(30_000);
      const story = engine.story();
      expect(story).toHaveLength(2);
      expect(story[0]).toMatch(/^raised (total|gateway)$/);
      expect(story[1]).toMatch(/recovered$/);
      await engine.monitor.stop();
    },
  );

  test('a dead anchor in a fine line, taken out while its probes are in flight, makes nothing', async () => {
    const engine = await startFakeEngine();
    engine.world.answers = ({ address }) => (address === '198.51.100.3' ? null : 20);
    engine.clock.advance(60_300);
    const dead = [...each('icmp4', 3), ...each('tcp4', 3)];
    engine.reconfigure({ ...CONFIG, anchors: without(...dead) });
    engine.clock.advance(60_000);
    expect(engine.story()).toEqual([]);
    expect(engine.detector.health).toMatchObject({ icmp: 'good', ipv4: 'good', ipv6: 'good' });
    await engine.monitor.stop();
  });
});

describe('pace and deadlines', () => {
  test.each([
    [1_000, 5_000],
    [5_000, 1_000],
    [1_000, 60_000],
    [60_000, 1_000],
  ])('from %i ms to %i ms: in force at once, no gap, no incident', async (from, to) => {
    const engine = await startFakeEngine({ ...CONFIG, intervalMs: from });
    engine.clock.advance(4 * from);
    engine.reconfigure({ ...CONFIG, intervalMs: to });
    const before = engine.samples().length;
    engine.clock.advance(4 * to);
    const sent = engine.samples().length - before;
    expect(Math.abs(sent - 4 * (ALL.length + 1))).toBeLessThanOrEqual(3);
    engine.clock.advance(60_000);
    expect([engine.gaps(), engine.story()]).toEqual([[], []]);
    await engine.monitor.stop();
  });

  test('a slower pace still names an outage, and a faster one after it', async () => {
    const engine = await startFakeEngine();
    engine.clock.advance(30_000);
    engine.reconfigure({ ...CONFIG, intervalMs: 5_000 });
    engine.clock.advance(60_000);
    engine.world.answers = noIpv4;
    engine.clock.advance(30_000);
    engine.reconfigure(CONFIG);
    engine.clock.advance(10_000);
    engine.world.answers = fine;
    engine.clock.advance(30_000);
    expect(engine.story()).toEqual(['raised ipv4-only', 'cleared ipv4-only recovered']);
    await engine.monitor.stop();
  });

  test('the name that is asked for', async () => {
    const engine = await startFakeEngine();
    engine.clock.advance(2_000);
    const before = engine.asked.length;
    engine.reconfigure({ ...CONFIG, dnsName: 'other.example' });
    engine.clock.advance(2_000);
    expect(new Set(engine.asked.slice(0, before))).toEqual(new Set(['example.com']));
    expect(new Set(engine.asked.slice(before))).toEqual(new Set(['other.example']));
    await engine.monitor.stop();
  });

  test('the deadline of probes whose usual round trip is not known', async () => {
    const engine = await startFakeEngine();
    engine.reconfigure({ ...CONFIG, timeoutMs: 4_000 });
    engine.world.answers = () => 3_000;
    engine.clock.advance(4_100);
    expect(engine.samples().length).toBeGreaterThan(0);
    expect(new Set(engine.samples().map(({ outcome }) => outcome))).toEqual(new Set(['reply']));
    await engine.monitor.stop();
  });
});

describe('thresholds', { timeout: 60_000 }, () => {
  const loss = (lossPercent: number) => ({ ...CONFIG, thresholds: { ...CONFIG.thresholds, lossPercent } });
  const latency = (latencyMs: number) => ({ ...CONFIG, thresholds: { ...CONFIG.thresholds, latencyMs } });

  test('as the user gave them, also in a new detector', () => {
    expect(detectorOptions({ ...CONFIG, thresholds: { lossPercent: 12, latencyMs: 80 } })).toMatchObject({
      lossExtra: 0.12,
      latencyShiftMs: 80,
      intervalMs: 1000,
    });
  });

  test('loss of a tenth: degraded at 5 %, nothing at 60 %', async () => {
    for (const [percent, story] of [
      [5, ['raised degraded-loss']],
      [60, []],
    ] as const) {
      const engine = await startFakeEngine(loss(percent));
      engine.clock.advance(120_000);
      engine.world.answers = losing(10);
      engine.clock.advance(120_000);
      expect(engine.story()).toEqual(story);
      await engine.monitor.stop();
    }
  });

  test('lowered in a running engine it is found, raised again it ends', async () => {
    const engine = await startFakeEngine(loss(60));
    engine.clock.advance(120_000);
    engine.world.answers = losing(10);
    engine.clock.advance(120_000);
    expect(engine.story()).toEqual([]);
    engine.reconfigure(loss(5));
    engine.clock.advance(120_000);
    expect(engine.story()).toEqual(['raised degraded-loss']);
    engine.reconfigure(loss(100));
    engine.clock.advance(120_000);
    expect(engine.story()).toEqual(['raised degraded-loss', 'cleared degraded-loss recovered']);
    await engine.monitor.stop();
  });

  test('latency: 80 ms more is a shift at 50 ms and none at 200 ms', async () => {
    const engine = await startFakeEngine(latency(200));
    engine.clock.advance(300_000);
    engine.world.answers = () => 100;
    engine.clock.advance(120_000);
    expect(engine.story()).toEqual([]);
    engine.world.answers = fine;
    engine.clock.advance(300_000);
    engine.reconfigure(latency(50));
    engine.world.answers = () => 100;
    engine.clock.advance(120_000);
    expect(engine.story()).toEqual(['raised degraded-latency']);
    await engine.monitor.stop();
  });
});

describe('pause, stop, history', () => {
  test('changed during a pause: in force after it, with the one gap that a pause is', async () => {
    const engine = await startFakeEngine();
    engine.clock.advance(30_000);
    engine.monitor.pause();
    engine.clock.advance(600_000);
    const wanted = [...each('tcp4', 8, 9), ...each('tcp6', 8, 9)];
    engine.reconfigure({ ...CONFIG, anchors: wanted });
    engine.clock.advance(600_000);
    const before = engine.samples().length;
    engine.monitor.resume();
    engine.clock.advance(30_000);
    const after = engine.samples().slice(before);
    expect(new Set(after.map(nameOf))).toEqual(names([...wanted, { kind: 'gateway', address: '192.0.2.1' }]));
    expect(engine.gaps()).toMatchObject([{ gap: { reason: 'pause' } }]);
    expect(engine.story()).toEqual([]);
    await engine.monitor.stop();
  });

  test('after the stop it is harmless', async () => {
    const engine = await startFakeEngine();
    engine.clock.advance(1_000);
    await engine.monitor.stop();
    const before = engine.events.length;
    engine.reconfigure({ ...CONFIG, anchors: each('tcp4', 9), intervalMs: 5_000 });
    engine.clock.advance(60_000);
    expect(engine.events).toHaveLength(before);
    expect(engine.clock.pendingTimers).toBe(0);
  });

  test('the history gets its limits in its own units', async () => {
    const engine = await startFakeEngine();
    const limits: Retention[] = [];
    const retention = { rawHours: 24, minuteDays: 30, hourDays: 60, maxMegabytes: 20 };
    const { detector, monitor } = engine;
    reconfigure(
      { detector, monitor, history: { configure: (wanted) => limits.push(wanted) } },
      { ...CONFIG, retention },
    );
    expect(limits).toEqual([{ rawHours: 24, minuteDays: 30, hourDays: 60, maxBytes: 20_000_000 }]);
    await monitor.stop();
  });
});
