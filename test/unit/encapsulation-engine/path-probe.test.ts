import { describe, expect, test } from 'vitest';
import { createPathProbeEngine } from '../../../main/domain/encapsulation/path-probe/path-probe-engine.ts';
import { calibrate, capable, probe, probePlan } from '../../support/encapsulation/engines.ts';
import { SimNetwork } from '../../support/encapsulation/network.ts';
import { busiest, play } from '../../support/encapsulation/run.ts';
import { addressOf, lineOf, plain, routerOf, type Scene } from '../../support/encapsulation/topologies.ts';
import { seededRandom } from '../../support/trace/random.ts';

const cached = ({ path }: Scene) => path.map((address) => capable(address));
const figures = (run: ReturnType<typeof probe>) =>
  run.facts.hops.map(({ sent, received, lost, reason }) => `${sent} ${received} ${lost} ${reason ?? 'ok'}`);

/** Three hops of which the last answers by another way, while nothing passes from it to the one before it. */
function oneWayAround(): Scene {
  const { topology, path } = lineOf(plain(3));
  const [first = '', second, third = ''] = path;
  const aside = addressOf(4, 9);
  const links = topology.links.map((link) =>
    link.from === third && link.to === second ? { ...link, loss: 1, cost: 20 } : link,
  );
  const around = [
    { from: third, to: aside, cost: 1, delayMs: 5, loss: 0 },
    { from: aside, to: first, cost: 21, delayMs: 5, loss: 0 },
  ];
  const routers = [...topology.routers, routerOf(4, 9)];
  return { path, topology: { ...topology, routers, links: [...links, ...around] } };
}

describe('a clean path', () => {
  const scene = lineOf(plain(10));
  const run = probe(scene, cached(scene));

  test('all boomerangs come home', () => {
    expect(figures(run)).toEqual(Array.from({ length: 10 }, () => '30 30 0 ok'));
    expect(run.facts).toMatchObject({ rounds: 30, sent: 300, prohibitedBy: null });
    expect(run.done).toBe(true);
  });

  test('each hop tells its round trip, there and back by its legs', () => {
    expect(run.facts.hops.map(({ rttMs }) => rttMs?.mean)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  });

  test('takes little longer than the rates make it take', () => {
    expect(busiest(run.packets)).toMatchObject({ hop: 2 });
    expect(busiest(run.packets).total).toBeLessThanOrEqual(20);
    expect(run.durationMs).toBeLessThan(18_500);
  });

  test('the hops of each round come in another order', () => {
    const rounds = Array.from({ length: 30 }, (_, round) =>
      run.packets.slice(10 * round, 10 * round + 10).map(({ packet: { via } }) => Math.max(...via)),
    );
    expect(rounds.every((round) => new Set(round).size === 10)).toBe(true);
    expect(new Set(rounds.map((round) => round.join())).size).toBeGreaterThan(25);
  });

  test('packets are spread evenly', () => {
    const gaps = run.packets.slice(1).map(({ atMs }, index) => atMs - (run.packets[index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50);
  });
});

describe('the packets', () => {
  const shapeOf = (way: 'own' | 'hop' | 'echo' | 'farther', farther?: string) => {
    const scene = lineOf([{ acceptsLocal: true }, {}, {}, {}], { seesOwn: true });
    const calibration = scene.path.map((address, place) =>
      capable(address, place === 0 ? { waysHome: [way], farther } : {}),
    );
    const { packets } = probe(scene, calibration, { plan: { count: 1 } });
    return packets
      .map(({ packet: { via, inner, end, ttl, size } }) => ({ via, inner, end, ttl, size }))
      .toSorted((a, b) => a.via.length - b.via.length);
  };

  test('go out along the path and back, and home from the first hop', () => {
    const reply = { inner: 'echo-reply', ttl: 64, size: 0 };
    const via = [[0], [0, 1, 0], [0, 1, 2, 1, 0], [0, 1, 2, 3, 2, 1, 0]];
    expect(shapeOf('own')).toEqual(via.map((each) => ({ ...reply, via: each, end: null })));
    expect(shapeOf('hop')).toEqual(via.map((each) => ({ ...reply, via: each, end: 0 })));
    expect(shapeOf('farther')).toEqual(via.map((each) => ({ ...reply, via: each, end: 1 })));
    expect(shapeOf('farther', addressOf(4, 3))).toEqual(via.map((each) => ({ ...reply, via: each, end: 2 })));
  });

  test('that end in a request need no header for the leg to the first hop', () => {
    const request = { inner: 'echo-request', end: 0, ttl: 64, size: 0 };
    const via = [[0], [0, 1], [0, 1, 2, 1], [0, 1, 2, 3, 2, 1]];
    expect(shapeOf('echo')).toEqual(via.map((each) => ({ ...request, via: each })));
  });
});

describe('hops that cannot be tested', () => {
  test('nothing is sent through one that does not decapsulate, and those behind it are no loss', () => {
    const scene = lineOf([{}, {}, { encapsulated: 'refuses' }, {}, { encapsulated: 'swallows' }]);
    const run = probe(scene, calibrate(scene).facts.hops);
    expect(figures(run)).toEqual([
      '30 30 0 ok',
      '30 30 0 ok',
      '0 0 0 refuses',
      '0 0 0 behind',
      '0 0 0 swallows',
    ]);
    expect(run.facts.hops.map(({ decapsulates }) => decapsulates)).toEqual([
      'yes',
      'yes',
      'no',
      'yes',
      'untestable',
    ]);
    expect(run.packets.every(({ packet: { via } }) => Math.max(...via) <= 1)).toBe(true);
    expect(run.facts.hops.map(({ wayHome }) => wayHome)).toEqual(['echo', 'echo', null, null, null]);
  });

  test.each([
    [
      'the first does not decapsulate',
      { decapsulates: 'untestable', reason: 'swallows', waysHome: [] },
      'swallows',
    ],
    ['nothing comes home from the first', { reason: 'no-way-home', waysHome: [] }, 'no-way-home'],
  ] as const)('%s: it is over at once', (_, first, reason) => {
    const scene = lineOf(plain(3));
    const [, ...others] = cached(scene);
    const run = probe(scene, [capable(scene.path[0] ?? '', first), ...others]);
    expect(run.done).toBe(true);
    expect(run.packets).toEqual([]);
    expect(run.facts.hops.map((hop) => hop.reason)).toEqual([reason, 'behind', 'behind']);
    expect(run.facts.rounds).toBe(0);
  });

  test('a hop from farther along that lets nothing home by itself is tested all the same', () => {
    const scene = lineOf(plain(2));
    const calibration = scene.path.map((address, place) =>
      capable(address, place === 1 ? { reason: 'no-way-home', waysHome: [] } : {}),
    );
    expect(figures(probe(scene, calibration))).toEqual(['30 30 0 ok', '30 30 0 ok']);
  });

  test('a hop that nobody has asked is not tested', () => {
    const scene = lineOf(plain(2));
    const run = probe(scene, cached(scene).slice(0, 1));
    expect(run.facts.hops.map((hop) => hop.reason)).toEqual([null, 'silent']);
  });

  test('one that refuses after all is no loss, nor what is behind it', () => {
    const scene = lineOf([{}, {}, { encapsulated: 'refuses' }, {}, {}]);
    const run = probe(scene, cached(scene));
    expect(figures(run)).toEqual([
      '30 30 0 ok',
      '30 30 0 ok',
      '0 0 0 refuses',
      '0 0 0 behind',
      '0 0 0 behind',
    ]);
    expect(run.facts.hops[2]?.decapsulates).toBe('no');
    expect(run.facts.sent).toBeGreaterThan(60);
    expect(run.facts.sent).toBeLessThan(70);
  });

  test('who forbids such packets ends it', () => {
    const scene = lineOf([{}, { encapsulated: 'prohibits' }, {}]);
    const run = probe(scene, cached(scene));
    expect(run.done).toBe(true);
    expect(run.facts.prohibitedBy).toBe(addressOf(4, 2));
    expect(run.packets.length).toBeLessThanOrEqual(3);
  });
});

describe('a hop from which nothing comes home', () => {
  test('and that has stopped to decapsulate is not lossy', () => {
    const scene = lineOf([{}, {}, { encapsulated: 'swallows' }, {}]);
    const run = probe(scene, cached(scene));
    expect(figures(run)).toEqual(['30 30 0 ok', '30 30 0 ok', '0 0 0 swallows', '0 0 0 behind']);
    expect(run.facts.hops[2]?.decapsulates).toBe('untestable');
    expect(run.pings.length).toBeGreaterThan(0);
    expect(busiest(run.packets).total).toBeLessThanOrEqual(20);
    expect(busiest(run.packets).hop).toBeLessThanOrEqual(2);
  });

  test('and that answers nothing else either cannot be told from one that is cut off', () => {
    const scene = lineOf(plain(3), { lossTo: { 2: 1 } });
    expect(figures(probe(scene, cached(scene)))).toEqual(['30 30 0 ok', '0 0 0 silent', '0 0 0 behind']);
  });

  test('but that unwraps and answers is none either, as long as another way carries its answers', () => {
    const run = probe(oneWayAround(), cached(oneWayAround()));
    expect(figures(run)).toEqual(['30 30 0 ok', '30 30 0 ok', '0 0 0 no-way-home']);
    expect(run.facts.hops[2]?.decapsulates).toBe('yes');
  });

  test('since the one before it takes no packets with the own address from that side', () => {
    const scene = lineOf([{}, { checksSource: true }, {}, {}]);
    const calibration = calibrate(scene).facts.hops;
    expect(calibration.map(({ decapsulates }) => decapsulates)).toEqual(['yes', 'yes', 'yes', 'yes']);
    const run = probe(scene, calibration);
    expect(figures(run)).toEqual(['30 30 0 ok', '30 30 0 ok', '0 0 0 no-way-home', '0 0 0 behind']);
  });

  test('is not called lossy while that is being found out', () => {
    const scene = lineOf([{}, { encapsulated: 'swallows' }]);
    const engine = createPathProbeEngine(probePlan(scene), cached(scene));
    const told: number[] = [];
    play(engine, new SimNetwork(scene.topology), scene.path, {
      timeoutMs: 1000,
      onStep: () => told.push(engine.facts().hops[1]?.lost ?? -1),
    });
    expect(new Set(told)).toEqual(new Set([0]));
    expect(engine.facts().hops[1]?.reason).toBe('swallows');
  });

  test('at first is lossy, if some do later', () => {
    const scene = lineOf(plain(2), { lossTo: { 2: 0.7 } });
    for (let seed = 1; seed <= 20; seed += 1) {
      const { facts } = probe(scene, cached(scene), { seed });
      expect(facts.hops[1]).toMatchObject({ reason: null, sent: 30 });
      expect(facts.hops[1]?.lost).toBeGreaterThan(8);
    }
  });

  test('is the first, though it answers: its way home has gone', () => {
    const scene = lineOf(plain(2));
    const run = probe(
      scene,
      scene.path.map((address) => capable(address, { waysHome: ['hop'] })),
    );
    expect(run.facts.hops.map(({ decapsulates, reason }) => `${decapsulates} ${reason}`)).toEqual([
      'yes no-way-home',
      'yes behind',
    ]);
  });

  test('is asked only once all are lost, be they few', () => {
    const scene = lineOf([{}, { encapsulated: 'swallows' }]);
    const run = probe(scene, cached(scene), { plan: { count: 2 } });
    expect(figures(run)).toEqual(['2 2 0 ok', '0 0 0 swallows']);
  });
});

describe('packets that vanish because they are big', () => {
  // Room for boomerangs to the second hop (104 bytes), not to the third (144).
  const scene = lineOf(plain(5), { maxBytesTo: { 2: 120 } });
  const calibration = calibrate(scene).facts.hops;
  const run = probe(scene, calibration);

  test('calibration finds that small ones are unwrapped', () => {
    expect(calibration.map(({ largestBytes }) => largestBytes)).toEqual([1500, 64, 64, 64, 64]);
  });

  test('are told as too big, and no capability of the hop is denied', () => {
    expect(figures(run)).toEqual([
      '30 30 0 ok',
      '30 30 0 ok',
      '0 0 0 too-big',
      '0 0 0 behind',
      '0 0 0 behind',
    ]);
    expect(run.facts.hops[2]).toMatchObject({
      decapsulates: 'yes',
      tooBig: { bytes: 124, by: null, mtu: null },
    });
  });

  test('though the rates are kept to while that is found out', () => {
    expect(busiest(run.packets).total).toBeLessThanOrEqual(20);
    expect(busiest(run.packets).hop).toBeLessThanOrEqual(2);
  });
});

/** From the `first` packet on what is in IP-in-IP gets no farther than `place`, or nothing does. */
class Fallen extends SimNetwork {
  readonly #place: number;
  readonly #first: number;
  readonly #pingsAnswered: boolean;
  #packets = 0;

  constructor({ topology }: Scene, place: number, first: number, pingsAnswered: boolean) {
    super(topology);
    this.#place = place;
    this.#first = first;
    this.#pingsAnswered = pingsAnswered;
  }

  override send(packet: Parameters<SimNetwork['send']>[0], path: readonly string[]) {
    this.#packets += 1;
    const isStopped = this.#packets >= this.#first && Math.max(...packet.via) > this.#place;
    return isStopped ? { arrival: null, links: [], duplicated: false } : super.send(packet, path);
  }

  override ping(address: string) {
    const isStopped = !this.#pingsAnswered && this.#packets >= this.#first;
    return isStopped ? { arrival: null, links: [], duplicated: false } : super.ping(address);
  }
}

describe('a hop from which nothing comes home any more', () => {
  const scene = lineOf(plain(4));
  const fallen = (first: number, pingsAnswered: boolean, place = 1) => {
    const engine = createPathProbeEngine(probePlan(scene, { count: 20 }), cached(scene));
    const network = new Fallen(scene, place, first, pingsAnswered);
    const played = play(engine, network, scene.path, { timeoutMs: 1000 });
    return { ...played, facts: engine.facts() };
  };

  test.each([20, 40, 66, 70])('but pings do, from packet %i on: it has ceased, and lost nothing', (first) => {
    const run = fallen(first, true);
    expect(figures(run)).toEqual(['20 20 0 ok', '20 20 0 ok', '0 0 0 ceased', '0 0 0 behind']);
    expect(busiest(run.packets).hop).toBeLessThanOrEqual(2);
  });

  test('nor do pings: what died in between has lost what was sent to it', () => {
    const { facts } = fallen(40, false);
    expect(facts.hops.map(({ reason }) => reason)).toEqual([null, null, null, null]);
    expect(facts.hops.map(({ lost }) => lost > 8)).toEqual([false, false, true, true]);
  });

  test('is asked, and those that come home again are loss as before', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const lossy = lineOf(plain(3), { lossTo: { 2: 0.8 } });
      const { facts } = probe(lossy, cached(lossy), { seed, plan: { count: 60 } });
      expect([seed, facts.hops.map(({ reason }) => reason)]).toEqual([seed, [null, null, null]]);
      expect(facts.hops[1]?.lost).toBeGreaterThan(30);
    }
  });
});

describe('what becomes of a boomerang', () => {
  const scene = lineOf(plain(2), { delayMs: 300 });

  test('late takes the loss back', () => {
    const run = probe(scene, cached(scene), { timeoutMs: 1000, plan: { count: 5 } });
    expect(run.facts.hops[1]).toMatchObject({ sent: 5, received: 0, late: 5, lost: 0, rttMs: null });
    expect(run.facts.hops[0]).toMatchObject({ sent: 5, received: 5, late: 0 });
  });

  test('a second copy is a duplicate, and no more received', () => {
    const twice = lineOf(plain(2), { duplicates: 1 });
    const run = probe(twice, cached(twice), { plan: { count: 5 } });
    expect(run.facts.hops.map(({ received, duplicate }) => [received, duplicate])).toEqual([
      [5, 5],
      [5, 5],
    ]);
  });

  test('one that the helper holds back for now is sent again, and is no loss', () => {
    const run = probe(scene, cached(scene), {
      plan: { count: 5 },
      timeoutMs: 5000,
      refuse: (nth) => (nth % 3 === 0 ? 'rate-limited' : null),
    });
    expect(figures(run)).toEqual(['5 5 0 ok', '5 5 0 ok']);
    expect(run.facts.sent).toBe(10);
    expect(run.packets.length).toBeGreaterThan(10);
  });

  test('one that cannot be sent has failed: neither received nor lost', () => {
    const run = probe(scene, cached(scene), {
      plan: { count: 6 },
      timeoutMs: 5000,
      refuse: (nth) => (nth % 3 === 0 ? 'ENETUNREACH' : null),
    });
    const counts = run.facts.hops.map(({ sent, received, lost, failed }) => [sent, received + failed, lost]);
    expect(counts).toEqual([
      [6, 6, 0],
      [6, 6, 0],
    ]);
    expect(run.facts.hops.reduce((sum, { failed }) => sum + failed, 0)).toBe(4);
    expect(run.facts.sent).toBe(8);
  });

  test('when nothing leaves any more it ends', () => {
    const run = probe(scene, cached(scene), { refuse: () => 'rate-limited' });
    expect(run.done).toBe(true);
    expect(run.facts.hops.map(({ sent, lost }) => [sent, lost])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});

describe('synchronous rounds', () => {
  const scene = lineOf(plain(6));
  const run = probe(scene, cached(scene), { plan: { isSynchronous: true, count: 8 } });

  test('all of a round leave at once, the next when the last has come home', () => {
    const times = [...new Set(run.packets.map(({ atMs }) => atMs))];
    expect(times.length).toBe(8);
    expect(run.packets.length).toBe(48);
  });

  test('keep to the rates', () => {
    expect(busiest(run.packets).total).toBeLessThanOrEqual(20);
    expect(busiest(run.packets).hop).toBe(2);
  });

  test('wait for one that is lost', () => {
    const lossy = lineOf(plain(2), { lossTo: { 2: 1 } });
    const { packets } = probe(lossy, cached(lossy), { plan: { isSynchronous: true, count: 2 } });
    const second = packets.find(({ packet: { via }, atMs }) => atMs > 0 && Math.max(...via) === 0);
    expect(second?.atMs).toBeGreaterThanOrEqual(1000);
  });
});

test('a lower rate is kept to', () => {
  const scene = lineOf(plain(3));
  const rates = { perSecond: 4, perHopPerSecond: 1 };
  const run = probe(scene, cached(scene), { plan: { rates, count: 4, random: seededRandom(3) } });
  expect(busiest(run.packets).total).toBeLessThanOrEqual(4);
  expect(busiest(run.packets).hop).toBe(1);
  expect(run.facts.sent).toBe(12);
});
