import { describe, expect, test } from 'vitest';
import type { HopCalibration } from '../../../main/domain/model/encapsulation.ts';
import type { TraceFacts } from '../../../main/domain/trace/types.ts';
import { withHome } from '../../../main/encapsulation/relayed/home-hop.ts';
import { hopAddresses } from '../../../main/encapsulation/relayed/nearest-relay.ts';
import { homeOf, relayPlan } from '../../../main/encapsulation/relayed/relay-plan.ts';
import { type Relay, RelaySender } from '../../../main/encapsulation/relayed/relay-sender.ts';
import type { OpenPath, ProbeReport } from '../../../main/helper-client/types.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { hop, node, view } from '../cli/trace/views.ts';
import { came, FakePaths, OWN, packetAnswer, type SentPacket, wasLost, wasRefused } from './fake-paths.ts';
import { calibrated, RELAY } from './stage.ts';

const TARGET = { address: OWN, zone: null, family: 4 } as const;
const ASK = { host: RELAY, mode: 'once', method: 'auto', family: null } as const;

describe('from which TTL on packets are home', () => {
  test.each<[Partial<HopCalibration>, Relay['home']]>([
    [{ waysHome: ['own'], ttlHome: 4 }, null],
    [
      { waysHome: ['hop', 'echo'], ttlHome: 4 },
      { ttl: 4, way: 'hop' },
    ],
    [
      { waysHome: ['echo', 'farther'], ttlHome: 3 },
      { ttl: 3, way: 'echo' },
    ],
    // A reverse trace knows nobody farther along.
    [
      { waysHome: ['farther', 'echo'], ttlHome: 3 },
      { ttl: 3, way: 'echo' },
    ],
    [
      { waysHome: ['farther'], ttlHome: 3 },
      { ttl: 3, way: null },
    ],
    [
      { waysHome: [], ttlHome: 5 },
      { ttl: 5, way: null },
    ],
    [{ waysHome: ['hop'], ttlHome: null }, null],
  ])('%j: %j', (change, expected) => {
    expect(homeOf(calibrated(RELAY, change))).toEqual(expected);
  });
});

describe('the plan', () => {
  test('two queries, ICMP, once, whatever the ask says of the rest', () => {
    expect(relayPlan({ ...ASK, mode: 'continuous', method: 'udp' }, TARGET, null)).toMatchObject({
      mode: 'once',
      method: 'icmp',
      address: OWN,
      queries: 2,
      port: 0,
      maxHops: 32,
      expectedHops: null,
      findMtu: false,
    });
    expect(relayPlan({ ...ASK, queries: 5, maxHops: 9 }, TARGET, null)).toMatchObject({
      queries: 5,
      maxHops: 9,
    });
  });

  test.each<[Relay['home'], number, number, number]>([
    [{ ttl: 5, way: 'hop' }, 32, 32, 5],
    [{ ttl: 5, way: 'hop' }, 3, 3, 3],
    // Nothing beyond can be seen, so nothing is sent there.
    [{ ttl: 5, way: null }, 32, 4, 4],
    [{ ttl: 5, way: null }, 2, 2, 2],
    [{ ttl: 1, way: null }, 32, 1, 1],
  ])('home %j with %i hops at most: %i, %i expected', (home, most, maxHops, expectedHops) => {
    expect(relayPlan({ ...ASK, maxHops: most }, TARGET, home)).toMatchObject({ maxHops, expectedHops });
  });
});

const FACTS: TraceFacts = {
  reached: false,
  rounds: 1,
  sent: 6,
  received: 6,
  late: 0,
  duplicate: 0,
  hops: [1, 2, 3].map((ttl) => hop(ttl, [node(`198.51.100.${ttl}`)])),
  changes: [],
  links: [],
  pathMtu: null,
  warnings: [
    { code: 'max-hops', text: 'too long' },
    { code: 'routing-loop', text: 'a loop' },
  ],
};

describe('an end that is not seen', () => {
  const home = { ttl: 4, way: null } as const;

  test('is put where other evidence says, with a word on it', () => {
    const { reached, hops, warnings } = withHome(FACTS, home, OWN);
    expect(reached).toBe(true);
    expect(hops).toHaveLength(4);
    expect(hops[3]).toMatchObject({ ttl: 4, sent: 0, received: 0, lossPercent: null });
    expect(hops[3]?.nodes.map(({ address, received }) => [address, received])).toEqual([[OWN, 0]]);
    expect(warnings.map(({ code }) => code)).toEqual(['routing-loop', 'home-unseen']);
  });

  test.each<[string, TraceFacts, Relay['home']]>([
    ['it was seen', { ...FACTS, reached: true }, home],
    ['it can be seen', FACTS, { ttl: 4, way: 'hop' }],
    ['nobody knows where it is', FACTS, null],
    ['the hops before it were not all asked', { ...FACTS, hops: FACTS.hops.slice(0, 2) }, home],
    ['nobody answered at all', { ...FACTS, hops: FACTS.hops.map(({ ttl }) => hop(ttl, [])) }, home],
  ])('not where %s', (_, facts, where) => {
    expect(withHome(facts, where, OWN)).toBe(facts);
  });

  test('what was asked beyond it is left out', () => {
    const more = { ...FACTS, hops: [...FACTS.hops, hop(4, []), hop(5, [])] };
    expect(withHome(more, home, OWN).hops.map(({ ttl }) => ttl)).toEqual([1, 2, 3, 4]);
  });
});

async function sender(change: Partial<Relay>, addresses: readonly string[] = [RELAY]) {
  const paths = new FakePaths(new FakeClock());
  const opening = await paths.openPath(addresses, () => {});
  if (!opening.ok) throw new Error('no path');
  const path: OpenPath = opening.path;
  const outer: string[] = [];
  const relay = new RelaySender({
    path,
    goal: 'own',
    home: null,
    destination: OWN,
    onOuterError: ({ from, code }) => outer.push(`${from} ${code}`),
    ...change,
  });
  const reports: ProbeReport[] = [];
  const probe = (ttl: number): number | null =>
    relay.probe(
      { method: 'icmp', address: OWN, ttl, flow: 0, port: 0, size: 64, timeoutMs: 2000 },
      (report) => reports.push(report),
    );
  const first = (): SentPacket => {
    const [packet] = paths.packets;
    if (packet === undefined) throw new Error('nothing was sent');
    return packet;
  };
  return { paths, path, relay, reports, probe, outer, first };
}

describe('probes from somebody else', () => {
  test('reverse: from the own address to itself, and from home on by the way that is seen', async () => {
    const { probe, paths } = await sender({ home: { ttl: 3, way: 'hop' } });
    for (const ttl of [1, 2, 3, 4]) probe(ttl);
    expect(paths.packets.map(({ request: { via, inner, end, ttl } }) => [via, inner, end, ttl])).toEqual([
      [[0], 'echo-reply', null, 1],
      [[0], 'echo-reply', null, 2],
      [[0], 'echo-reply', 0, 3],
      [[0], 'echo-reply', 0, 4],
    ]);
  });

  test.each([
    ['echo', 'echo-request', 0],
    ['own', 'echo-reply', null],
    [null, 'echo-reply', null],
  ] as const)('home by %s', async (way, inner, end) => {
    const { probe, first } = await sender({ home: { ttl: 3, way } });
    probe(3);
    expect(first().request).toMatchObject({ via: [0], inner, end, ttl: 3, size: 0, timeoutMs: 2000 });
  });

  test('between: to the second host', async () => {
    const { probe, first } = await sender({ goal: 'second' }, [RELAY, '203.0.113.9']);
    probe(7);
    expect(first().request).toMatchObject({ via: [0], inner: 'echo-request', end: 1, ttl: 7 });
  });

  test('a router on the way is told as it is', async () => {
    const { probe, first, reports } = await sender({});
    probe(2);
    came(first(), '198.51.100.7', { kind: 'ttl-exceeded', code: 'ttl-exceeded', layer: 1 });
    expect(reports).toMatchObject([
      { event: 'probe', outcome: 'answered', answer: { kind: 'ttl-exceeded', from: '198.51.100.7' } },
    ]);
  });

  test('what came home has reached this machine, whoever it seems to be from', async () => {
    const { probe, first, reports } = await sender({ home: { ttl: 3, way: 'hop' } });
    probe(3);
    came(first(), RELAY);
    expect(reports).toMatchObject([{ answer: { kind: 'echo-reply', from: OWN } }]);
  });

  test('between, the other host answers for itself', async () => {
    const { probe, first, reports } = await sender({ goal: 'second' }, [RELAY, '203.0.113.9']);
    probe(3);
    came(first(), '203.0.113.9');
    expect(reports).toMatchObject([{ answer: { from: '203.0.113.9' } }]);
  });

  test('an error about the outermost packet is no hop: the probe is lost, and it is told apart', async () => {
    const { probe, first, reports, outer } = await sender({});
    const id = probe(2);
    came(first(), '198.51.100.1', { kind: 'unreachable', code: 'host-unreachable', layer: 0 });
    expect(reports).toEqual([{ event: 'probe', id, outcome: 'lost', answer: null, code: null }]);
    expect(outer).toEqual(['198.51.100.1 host-unreachable']);
    const packet = first();
    const again = packetAnswer('198.51.100.1', { kind: 'unreachable', code: 'host-unreachable', layer: 0 });
    packet.tell({ event: 'encapsulated-again', id: packet.id, kind: 'late', answer: again });
    expect(reports).toHaveLength(1);
  });

  test('losses, refusals, further answers and the end of the path pass through', async () => {
    const { probe, first, reports, path, relay, paths } = await sender({});
    const id = probe(2);
    wasRefused(first(), 'rate-limited');
    wasLost(first());
    const packet = first();
    packet.tell({ event: 'encapsulated-again', id: packet.id, kind: 'late', answer: packetAnswer(RELAY) });
    expect(reports).toMatchObject([
      { event: 'error', code: 'rate-limited' },
      { event: 'probe', outcome: 'lost' },
      { event: 'probe-again', kind: 'late', answer: { from: OWN } },
    ]);
    relay.cancelProbe(id ?? 0);
    expect(paths.cancelledPackets).toEqual([id]);
    path.close();
    expect(probe(2)).toBeNull();
  });
});

test('the addresses of a path: each once, from near to far, without those that name nobody', () => {
  const traced = view({
    hops: [
      hop(1, [node('10.0.0.1')]),
      hop(2, []),
      hop(3, [node('169.254.1.1')]),
      hop(4, [node('198.51.100.4'), node('198.51.100.5')]),
      hop(5, [node('10.0.0.1')]),
      hop(6, [node('203.0.113.9')]),
    ],
  });
  expect(hopAddresses(traced, ['203.0.113.9'])).toEqual(['10.0.0.1', '198.51.100.4']);
});
