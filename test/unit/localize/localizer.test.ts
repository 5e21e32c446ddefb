import { describe, expect, test } from 'vitest';
import { createLocalizer } from '../../../main/domain/localize/localizer.ts';
import type { Localizer, Probe } from '../../../main/domain/localize/types.ts';
import { line } from '../../support/localize/line.ts';
import { play } from '../../support/localize/play.ts';
import { Random } from '../outage/simulator/random.ts';

const SEEDS = [1, 2, 3, 4];

const started = (hops = 5, budget = 200): Localizer => {
  const random = new Random(3);
  return createLocalizer({ hops: line({ hops }).path, budget, random: () => random.next() });
};

/** All that would be sent up to a moment when every probe is answered at once. */
function answerAll(localizer: Localizer, fromMs: number, untilMs: number): readonly Probe[] {
  const all: Probe[] = [];
  for (let nowMs = fromMs; nowMs < untilMs; nowMs += 10) {
    for (const probe of localizer.next(nowMs).send) {
      all.push(probe);
      localizer.take({ id: probe.id, outcome: 'answered' }, nowMs);
    }
  }
  return all;
}

describe('a fault on a path whose hops all answer', () => {
  test('on the way out: that link, that direction, about that loss', () => {
    const verdicts = SEEDS.map((seed) => play(line({ hops: 8, forward: { 4: 0.2 }, seed })).verdict);
    for (const verdict of verdicts) {
      expect(verdict.kind).toBe('loss');
      expect(verdict.segment?.from).toBe(3);
      expect(verdict.lossPercent).toBeGreaterThan(13);
      expect(verdict.lossPercent).toBeLessThan(28);
      expect(verdict.confidence).toBeGreaterThan(0.98);
      expect(verdict.direction).toBeOneOf(['forward', 'unknown']);
    }
    const told = verdicts.filter(({ direction }) => direction === 'forward');
    expect(told.length).toBeGreaterThanOrEqual(2);
    for (const { text } of told) expect(text).toContain('on the way out');
  });

  test('on the way back: the other direction, and links more where a hop may have a way home of its own', () => {
    const verdicts = SEEDS.map((seed) => play(line({ hops: 8, back: { 4: 0.2 }, seed })).verdict);
    for (const verdict of verdicts) {
      expect(verdict.kind).toBe('loss');
      expect(verdict.segment?.from).toBeLessThan(4);
      expect(verdict.segment?.to).toBeGreaterThanOrEqual(4);
      expect(verdict.direction).toBeOneOf(['return', 'unknown']);
    }
    const told = verdicts.filter(({ direction }) => direction === 'return');
    expect(told.length).toBeGreaterThanOrEqual(2);
    for (const { text } of told) expect(text).toContain('other routers');
  });

  test('in both directions alike', () => {
    const { verdict } = play(line({ hops: 8, forward: { 4: 0.2 }, back: { 4: 0.2 } }));
    expect(verdict).toMatchObject({ kind: 'loss', segment: { from: 3, to: 4 } });
    expect(['both', 'unknown']).toContain(verdict.direction);
  });

  test('on the first link: this machine is its near end', () => {
    const { verdict } = play(line({ hops: 6, forward: { 1: 0.3 } }));
    expect(verdict.segment).toEqual({ from: 0, to: 1 });
    expect(verdict.text).toContain('this machine and hop 1');
    expect(verdict.text).toContain('your own network');
  });

  test('on the last link, in bursts that would take a whole train of quick fragments', () => {
    const { verdict } = play(line({ hops: 6, forward: { 6: 0.15 }, burstMs: 150 }));
    expect(verdict).toMatchObject({ kind: 'loss', segment: { from: 5, to: 6 } });
    expect(['forward', 'unknown']).toContain(verdict.direction);
    expect(verdict.text).toContain('the destination');
  });
});

describe('what is no loss', () => {
  test('a sound path: no fault, with the loss that would have been seen', () => {
    const { verdict, belief } = play(line({ hops: 6 }));
    expect(verdict).toMatchObject({ kind: 'none', segment: null, lossPercent: null });
    expect(belief.detectable).toBeLessThan(0.02);
  });

  test('a hop that answers a third of the pings, and passes all on', () => {
    const pings = { share: 0.33, bucket: null };
    const { verdict } = play(line({ hops: 6, traits: { 3: { pings, reports: pings } } }));
    expect(verdict).toMatchObject({ kind: 'rate-limited', segment: null });
    expect(verdict.text).toContain('hop 3 (198.51.100.3)');
    expect(verdict.notTestable).toContainEqual({ hop: 3, reason: 'limits-answers' });
  });

  test('a hop that answers one a second is asked that slowly, and then answers', () => {
    const bucket = { perSecond: 1, burst: 2 };
    const { verdict } = play(line({ hops: 5, traits: { 2: { pings: { share: 1, bucket } } } }));
    expect(verdict.segment).toBeNull();
  });

  test('one hop whose own way home loses, while the destination answers', () => {
    const wayHome = [100, 2, 1];
    const { verdict } = play(line({ hops: 6, back: { 100: 0.3 }, traits: { 3: { wayHome } } }));
    expect(verdict.segment).toBeNull();
    expect(['none', 'rate-limited']).toContain(verdict.kind);
  });
});

describe('a dead link', () => {
  const known = { answersEcho: true, answersTtlLimited: true };
  const knownHops = Object.fromEntries([1, 2, 3, 4, 5, 6].map((hop) => [hop, known]));

  test('hops that used to answer are silent: dead from there, direction not told', () => {
    const { verdict } = play(line({ hops: 6, forward: { 4: 1 }, known: knownHops }));
    expect(verdict).toMatchObject({ kind: 'dead', segment: { from: 3, to: 4 }, direction: 'unknown' });
    expect(verdict.lossPercent).toBe(100);
    expect(verdict.text).toContain('Nothing answers any more from hop 4');
  });

  test('it dies on the way back: the same picture, the same words', () => {
    const { verdict } = play(line({ hops: 6, back: { 4: 1 }, known: knownHops }));
    expect(verdict).toMatchObject({ kind: 'dead', segment: { from: 3, to: 4 }, direction: 'unknown' });
  });

  test('a destination never known to answer is silent: nobody is blamed', () => {
    const mute = { share: 0, bucket: null };
    const { verdict } = play(line({ hops: 5, traits: { 5: { pings: mute, reports: mute } } }));
    expect(verdict.kind).toBe('unknown');
    expect(verdict.text).toContain('destination that answers');
  });
});

describe('hops that do not help', () => {
  test('silent hops widen the stretch, and are told', () => {
    const mute = { share: 0, bucket: null };
    const traits = { 4: { pings: mute, reports: mute }, 5: { pings: mute, reports: mute } };
    const { verdict } = play(line({ hops: 8, forward: { 5: 0.2 }, traits, silent: [4, 5] }));
    expect(verdict).toMatchObject({ kind: 'loss', segment: { from: 3, to: 6 } });
    expect(verdict.notTestable).toContainEqual({ hop: 4, reason: 'silent' });
  });

  test('nobody reassembles: the link, but no direction', () => {
    const traits = Object.fromEntries([1, 2, 3, 4, 5, 6].map((hop) => [hop, { reassembles: false }]));
    const { verdict } = play(line({ hops: 6, forward: { 3: 0.2 }, traits }));
    expect(verdict).toMatchObject({ kind: 'loss', direction: 'unknown' });
    expect(verdict.segment?.from).toBeOneOf([1, 2]);
    expect(verdict.segment?.to).toBeOneOf([3, 4]);
    expect(verdict.text).toContain('cannot be told');
  });

  test('no hop with an address: it ends at once', () => {
    const { verdict } = play(line({ hops: 4, silent: [1, 2, 3, 4] }));
    expect(verdict).toMatchObject({ kind: 'unknown', ended: 'untestable', packets: 0 });
  });
});

describe('the state machine', () => {
  test('the budget is kept to, but for the end of a train', () => {
    const { verdict } = play(line({ hops: 6, forward: { 3: 0.02 } }), { budget: 120 });
    expect(verdict.packets).toBeGreaterThanOrEqual(120);
    expect(verdict.packets).toBeLessThan(124);
    expect(verdict.ended).toBe('budget');
  });

  test('it waits for what is under way when the budget is spent', () => {
    const localizer = started(4, 5);
    const sent: Probe[] = [];
    for (let nowMs = 0; nowMs < 2_000; nowMs += 50) sent.push(...localizer.next(nowMs).send);
    expect(localizer.next(2_000)).toMatchObject({ send: [], waitUntilMs: null, done: false });
    for (const { id } of sent) localizer.take({ id, outcome: 'silent' }, 2_000);
    expect(localizer.next(2_000).done).toBe(true);
  });

  test('told to stop: done at once, and what still comes in changes nothing', () => {
    const localizer = started();
    const [first] = localizer.next(0).send;
    localizer.stop();
    expect(localizer.next(50)).toEqual({ send: [], waitUntilMs: null, done: true });
    localizer.take({ id: first?.id ?? 0, outcome: 'silent' }, 60);
    expect(localizer.belief().hops.every(({ tests }) => tests.echo.sent === 0)).toBe(true);
    expect(localizer.verdict()).toMatchObject({ kind: 'unknown', ended: 'told' });
  });

  test('another route: all is void, results of before too, and it starts again', () => {
    const localizer = started();
    answerAll(localizer, 0, 2_000);
    const [late] = localizer.next(2_010).send;
    localizer.routeChanged(line({ hops: 7 }).path);
    localizer.take({ id: late?.id ?? 0, outcome: 'silent' }, 2_020);
    const { hops, links } = localizer.belief();
    expect([hops.length, links.length]).toEqual([7, 7]);
    expect(hops.every(({ tests }) => tests.echo.sent === 0)).toBe(true);
    const after = answerAll(localizer, 2_100, 4_000);
    expect(after.some(({ hop }) => hop === 7)).toBe(true);
  });

  test('what never left says nothing and costs nothing', () => {
    const localizer = started();
    for (let nowMs = 0; nowMs < 1_000; nowMs += 50) {
      for (const { id } of localizer.next(nowMs).send) localizer.take({ id, outcome: 'unsent' }, nowMs);
    }
    expect(localizer.verdict().packets).toBe(0);
    expect(localizer.belief().fault).toBeCloseTo(0.6, 1);
  });

  test('an unknown result is no result, nor is the second one of a probe', () => {
    const localizer = started();
    const [probe] = localizer.next(0).send;
    localizer.take({ id: 999, outcome: 'silent' }, 10);
    for (let times = 0; times < 3; times += 1) localizer.take({ id: probe?.id ?? 0, outcome: 'silent' }, 20);
    const sent = localizer
      .belief()
      .hops.flatMap(({ tests }) => Object.values(tests).map((each) => each.sent));
    expect(sent.reduce((a, b) => a + b, 0)).toBe(1);
  });

  test('encapsulated probes go only to hops known to unwrap', () => {
    const localizer = createLocalizer({
      hops: line({ hops: 4, known: { 2: { decapsulates: true, answersEcho: true } } }).path,
      random: new Random(5).next.bind(new Random(5)),
    });
    const encapsulated = answerAll(localizer, 0, 15_000).filter(({ family }) =>
      ['bounce', 'boomerang', 'detour'].includes(family),
    );
    expect(encapsulated.length).toBeGreaterThan(0);
    expect(encapsulated.every(({ hop }) => hop === 2)).toBe(true);
  });

  test('the same seed, the same run', () => {
    const scenario = line({ hops: 6, forward: { 3: 0.1 }, seed: 8 });
    expect(play(scenario)).toEqual(play(scenario));
  });
});

test('a destination that answers no ping is still pinged: a packet that expires there would be another one', () => {
  const mute = { share: 0, bucket: null };
  const { sent } = play(line({ hops: 4, traits: { 4: { pings: mute, reports: mute } } }), { budget: 200 });
  const families = new Set(sent.filter(({ probe }) => probe.hop === 4).map(({ probe }) => probe.family));
  expect(families).not.toContain('ttl-limited');
  expect(families).toContain('echo');
});
