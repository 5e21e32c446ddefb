import { describe, expect, test } from 'vitest';
import type { CalibrationFacts } from '../../../main/domain/encapsulation/types.ts';
import { calibrate } from '../../support/encapsulation/engines.ts';
import { busiest } from '../../support/encapsulation/run.ts';
import { addressOf, lineOf, plain } from '../../support/encapsulation/topologies.ts';

const SILENT = { answersEcho: false, tellsExpiry: false };

const verdicts = ({ hops }: CalibrationFacts): readonly string[] =>
  hops.map(({ decapsulates, reason }) => (reason === null ? decapsulates : `${decapsulates} ${reason}`));

describe('a hop that unwraps', () => {
  test('is settled after a round trip, the pause between packets and one time limit', () => {
    const { facts, durationMs, packets, done } = calibrate(lineOf(plain(1)));
    expect(done).toBe(true);
    expect(facts.hops).toMatchObject([
      { address: addressOf(4, 1), decapsulates: 'yes', reason: null, waysHome: ['echo'], largestBytes: 1500 },
    ]);
    // The way home `hop` is none on Linux, and silence takes its time.
    expect(durationMs).toBeLessThan(2100);
    expect(packets.length).toBeLessThanOrEqual(5);
    expect(facts.sent).toBe(packets.length);
  });

  test('tells every way home, in the order of preference', () => {
    const four = calibrate(lineOf([{ acceptsLocal: true }, {}, { acceptsLocal: true }]));
    expect(four.facts.hops.map(({ waysHome }) => waysHome)).toEqual([
      ['hop', 'echo', 'farther'],
      ['echo', 'farther'],
      ['hop', 'echo'],
    ]);
    const six = calibrate(lineOf([{ acceptsLocal: true }, {}], { family: 6, seesOwn: true }));
    expect(six.facts.hops.map(({ waysHome }) => waysHome)).toEqual([
      ['own', 'hop', 'echo', 'farther'],
      ['own', 'echo'],
    ]);
  });

  test('tells whose address works as one farther along, the nearest that does', () => {
    const { facts } = calibrate(lineOf(plain(3)));
    expect(facts.hops.map(({ farther }) => farther)).toEqual([addressOf(4, 2), addressOf(4, 3), undefined]);
  });

  test('tells how far it is from home: itself, the routers on the way, and this machine', () => {
    const { facts } = calibrate(lineOf([{}, { acceptsLocal: true }, { initialTtl: 255 }, SILENT]));
    expect(facts.hops.map(({ ttlHome }) => ttlHome)).toEqual([2, 3, 4, 5]);
  });

  test('over IPv6 its distance stays unknown', () => {
    const { facts } = calibrate(lineOf(plain(2), { family: 6, seesOwn: true }));
    expect(facts.hops.map(({ ttlHome }) => ttlHome)).toEqual([null, null]);
  });

  test('is known though it never answers by itself', () => {
    const { facts } = calibrate(lineOf([{}, SILENT, {}]));
    expect(facts.hops[1]).toMatchObject({ decapsulates: 'yes', reason: null, waysHome: ['farther'] });
  });

  test('is known by the next router alone, when nothing comes home from it', () => {
    const { facts } = calibrate(lineOf([{}, {}, SILENT]));
    expect(facts.hops[2]).toMatchObject({
      decapsulates: 'yes',
      reason: 'no-way-home',
      waysHome: [],
      ttlHome: 4,
    });
  });

  test('behind a link that swallows large packets is known by the small ones', () => {
    const { facts } = calibrate(lineOf(plain(3), { maxBytesTo: { 2: 1400 } }));
    expect(facts.hops.map(({ largestBytes }) => largestBytes)).toEqual([1500, 64, 64]);
    expect(verdicts(facts)).toEqual(['yes', 'yes', 'yes']);
  });

  test('is asked no larger packet when the plan wants none', () => {
    const { facts, packets } = calibrate(lineOf(plain(1)), { plan: { largeBytes: 64 } });
    expect(facts.hops[0]?.largestBytes).toBe(64);
    expect(packets.every(({ packet: { size } }) => size === 0)).toBe(true);
  });
});

describe('a hop that does not', () => {
  test('and says so is settled at once', () => {
    const { facts, durationMs, packets } = calibrate(lineOf([{}, { encapsulated: 'refuses' }]), {
      plan: { hops: [1] },
    });
    expect(verdicts(facts)).toEqual(['no refuses']);
    expect(durationMs).toBe(20);
    expect(packets.length).toBeLessThanOrEqual(2);
  });

  test('and says so over IPv6 as well', () => {
    const { facts } = calibrate(lineOf([{}, { encapsulated: 'refuses' }], { family: 6 }));
    expect(verdicts(facts)).toEqual(['yes', 'no refuses']);
  });

  test('and swallows them is not testable, told from one that answers nothing', () => {
    const { facts, durationMs } = calibrate(
      lineOf([{ encapsulated: 'swallows' }, { encapsulated: 'swallows', ...SILENT }, {}]),
    );
    expect(verdicts(facts)).toEqual(['untestable swallows', 'untestable silent', 'yes']);
    expect(facts.hops[0]).toMatchObject({ waysHome: [], largestBytes: null, ttlHome: null });
    expect(durationMs).toBeLessThan(10_000);
  });

  test('is asked eight times at least before its silence counts, more where pings get lost', () => {
    const hops = [{}, { encapsulated: 'swallows' as const }];
    const asked = (lossFrom: number): number =>
      calibrate(lineOf(hops, { lossFrom: { 2: lossFrom } }), { plan: { hops: [1] }, seed: 4 }).packets.length;
    expect(asked(0)).toBe(8);
    expect(asked(0.5)).toBeGreaterThan(8);
  });
});

describe('somebody who forbids such packets', () => {
  const scene = lineOf([{}, { encapsulated: 'prohibits' }, { encapsulated: 'swallows' }]);

  test('ends it at once: nothing more is sent', () => {
    const { facts, packets, durationMs, done } = calibrate(scene);
    expect(done).toBe(true);
    expect(facts.prohibitedBy).toBe(addressOf(4, 2));
    expect(durationMs).toBe(20);
    expect(packets.every(({ atMs }) => atMs < 20 || atMs === durationMs)).toBe(true);
    expect(packets.filter(({ atMs }) => atMs >= 20)).toEqual([]);
  });

  test('leaves what is known, and the rest as prohibited', () => {
    expect(verdicts(calibrate(scene).facts)).toEqual([
      'yes',
      'untestable prohibited',
      'untestable prohibited',
    ]);
  });
});

describe('loss on the way', () => {
  test('of nearly everything is not taken for a hop that does not decapsulate', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const { facts } = calibrate(lineOf(plain(4), { lossTo: { 2: 0.3 } }), { seed });
      expect(facts.hops.map(({ decapsulates }) => decapsulates)).toEqual(['yes', 'yes', 'yes', 'yes']);
    }
  });

  test('of everything leaves hops that cannot be tested', () => {
    const { facts, durationMs } = calibrate(lineOf(plain(3), { lossTo: { 2: 1 } }));
    expect(verdicts(facts)).toEqual(['yes', 'untestable silent', 'untestable silent']);
    expect(durationMs).toBeLessThan(10_000);
  });
});

describe('answers and packets out of the ordinary', () => {
  test('late answers count', () => {
    const { facts } = calibrate(lineOf(plain(2), { delayMs: 300 }), { timeoutMs: 500 });
    expect(facts.hops.map(({ decapsulates }) => decapsulates)).toEqual(['yes', 'yes']);
    expect(facts.hops[0]?.waysHome).toContain('echo');
  });

  test('answers that come twice count once', () => {
    const { facts, packets } = calibrate(lineOf(plain(1), { duplicates: 1 }));
    expect(verdicts(facts)).toEqual(['yes']);
    expect(facts.sent).toBe(packets.length);
  });

  test('packets that could not be sent are sent later, and are no silence', () => {
    const { facts, packets } = calibrate(lineOf(plain(3)), {
      refuse: (nth) => (nth < 6 ? 'rate-limited' : null),
    });
    expect(verdicts(facts)).toEqual(['yes', 'yes', 'yes']);
    expect(facts.sent).toBe(packets.length - 6);
  });

  test('a large packet that does not fit the own link is too large', () => {
    const { facts } = calibrate(lineOf(plain(1)), {
      refuse: (nth) => (nth === 2 ? 'EMSGSIZE' : null),
    });
    expect(facts.hops[0]).toMatchObject({ decapsulates: 'yes', largestBytes: 64 });
  });

  test('when nothing leaves at all it ends without a verdict', () => {
    const { facts, done, durationMs } = calibrate(lineOf(plain(2)), { refuse: () => 'rate-limited' });
    expect(done).toBe(true);
    expect(durationMs).toBeLessThan(20_000);
    expect(facts.sent).toBe(0);
    expect(facts.hops.map(({ decapsulates }) => decapsulates)).toEqual(['untestable', 'untestable']);
  });

  test('packets that are held back for a while change nothing', () => {
    const { facts } = calibrate(lineOf([{}, { encapsulated: 'swallows' }, {}]), { heldMs: () => 1500 });
    expect(verdicts(facts)).toEqual(['yes', 'untestable swallows', 'yes']);
  });
});

test('only the places asked for are tested, and told in that order', () => {
  const scene = lineOf(plain(4));
  const { facts, packets } = calibrate(scene, { plan: { hops: [3, 0] } });
  expect(facts.hops.map(({ address }) => address)).toEqual([scene.path[3], scene.path[0]]);
  expect(new Set(packets.flatMap(({ packet: { via } }) => via))).toEqual(new Set([3, 0]));
});

test('of no places it is done at once', () => {
  const { facts, done, packets } = calibrate(lineOf(plain(1)), { plan: { hops: [] } });
  expect(done).toBe(true);
  expect(packets).toEqual([]);
  expect(facts).toEqual({ hops: [], sent: 0, prohibitedBy: null });
});

test('all hops are asked in the first second, and never more than the rates allow', () => {
  const { packets } = calibrate(lineOf(plain(10)));
  const first = packets.filter(({ atMs }) => atMs < 1000).map(({ packet: { via } }) => via[0]);
  expect(new Set(first).size).toBe(10);
  expect(busiest(packets)).toEqual({ total: 20, hop: 2 });
});
