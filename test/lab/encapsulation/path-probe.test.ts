import { describe, expect } from 'vitest';
import { ofProtocol } from '../net/counters.ts';
import { withNode } from '../net/paths/change.ts';
import { at, ENDS, oneWayHome } from '../net/paths/detours.ts';
import { diamonds, divider, member, opening } from '../net/paths/diamonds.ts';
import { setRules, speaksAs } from '../net/paths/rules.ts';
import { allOpen, tunnelLine, tunnelPath } from '../net/paths/tunnel-line.ts';
import { ACCEPT_LOCAL, madeSo } from '../net/paths/tunnel-routers.ts';
import { untilQuiet } from '../net/quiet.ts';
import { LINE } from '../net/topologies.ts';
import type { Topology } from '../net/topology.ts';
import { hostPrefix } from '../net/topology.ts';
import { FAMILIES } from '../trace/cli-trace.ts';
import { answers, probe, relayed, tunnelled } from './cli-encapsulated.ts';
import { test } from './lab-test.ts';

const everyRouter = (topology: Topology): Topology => ({
  ...topology,
  nodes: topology.nodes.map((node) =>
    node.name === 'pc' ? node : { ...node, kind: 'router' as const, ...madeSo('open') },
  ),
});

describe.each(FAMILIES)('a path over %s', (family) => {
  test.concurrent('is kept to there and back, whatever the routing would do', async ({ start, folder }) => {
    const own = await start(everyRouter(oneWayHome()));
    const path = [1, 2, 3, 4].map((number) => at(number)[family]);
    const data = folder();
    await probe(own, data, '--path', path.join(), '--count', '1');
    const byDetour = async (): Promise<number> => {
      await untilQuiet(own);
      return (await own.link('h5-r3').counters()).backward.entered;
    };
    const before = await byDetour();
    const { probe: result } = await probe(own, data, '--path', path.join(), '--count', '4');
    // r3 and r4 would send home by h5 what is not told otherwise.
    expect((await byDetour()) - before).toBe(0);
    expect(result.hops.map(({ received }) => received)).toEqual([4, 4, 4, 4]);
  });

  test.concurrent('goes by the member of a load balancer that it names', async ({ start, folder }) => {
    const own = await start(everyRouter(diamonds([3])));
    const data = folder();
    for (const index of [0, 1, 2]) {
      const path = [divider(0), member(0, index), divider(1)].map((each) => each[family]);
      await probe(own, data, '--path', path.join(), '--count', '1');
      await untilQuiet(own);
      const used = async (): Promise<readonly number[]> =>
        Promise.all(
          [0, 1, 2].map(async (each) => {
            const { forward } = await own.link(opening(0, each)).counters();
            return ofProtocol(forward, '4in4').entered + ofProtocol(forward, '6in6').entered;
          }),
        );
      const before = await used();
      const { probe: result } = await probe(own, data, '--path', path.join(), '--count', '3');
      await untilQuiet(own);
      const after = await used();
      expect(result.hops.map(({ received }) => received)).toEqual([3, 3, 3]);
      // To turn round at the member one header is left when it gets there, to turn behind it three.
      const sent = after.map((count, each) => count - (before[each] ?? 0));
      expect(sent.filter((_, each) => each !== index)).toEqual([0, 0]);
      expect(sent[index]).toBe(6);
    }
  });

  test.concurrent('that begins elsewhere is traced and probed from there', async ({ start, folder }) => {
    const own = await start(everyRouter(oneWayHome()));
    const from = at(6)[family];
    const { code, probe: result } = await probe(
      own,
      folder(),
      '--from',
      from,
      ENDS.server[family],
      '--count',
      '2',
    );
    const way = [at(6), at(5), at(3), at(4), ENDS.server].map((each) => each[family]);
    expect(result.hops.map(({ address }) => address)).toEqual(way);
    expect(result.hops.map(({ received }) => received)).toEqual([2, 2, 2, 2, 2]);
    expect(code).toBe(0);
  });

  test.concurrent('in rounds that wait for each other: as many, and as right', async ({ start, folder }) => {
    const own = await start(tunnelLine(allOpen(4)));
    const path = tunnelPath(family, 4).join();
    const args = ['--path', path, '--count', '5', '--synchronous'];
    const { probe: result } = await probe(own, folder(), ...args);
    expect(result.rounds).toBe(5);
    expect(result.hops.map(({ sent, received }) => [sent, received])).toEqual(Array(4).fill([5, 5]));
  });

  test.concurrent('counts what left, to the packet', async ({ start, folder }) => {
    const own = await start(tunnelLine(['open', 'strict', 'refuses', 'open']));
    const path = tunnelPath(family, 4).join();
    const { probe: result } = await probe(own, folder(), '--path', path, '--count', '5');
    expect(result.sent).toBe(await tunnelled(own));
  });
});

describe.each(FAMILIES)('an address that answers twice, over %s', (family) => {
  test.concurrent('of two neighbours: listed at both places, asked once', async ({ start, folder }) => {
    const shared = { ipv4: '198.51.100.99', ipv6: '2001:db8:2::99' };
    const homeBy = (link: string) =>
      FAMILIES.map((each) => ({ to: hostPrefix(LINE.pc[each]), link, source: shared[each] }));
    const has = (number: number) => ({
      addresses: [...Object.values(LINE.router(number)), ...Object.values(shared)],
      routes: homeBy(`l${number}`),
      sysctls: { [ACCEPT_LOCAL]: '1' },
    });
    const line = withNode(withNode(tunnelLine(allOpen(5)), 'r2', has(2)), 'r3', has(3));
    const own = await start(line);
    const { probe: result } = await probe(own, folder(), LINE.server[family], '--count', '3');
    const [one = '', , , four = '', server = ''] = tunnelPath(family, 5);
    expect(result.hops.map(({ address }) => address)).toEqual([
      one,
      shared[family],
      shared[family],
      four,
      server,
    ]);
    expect(result.hops.map(({ sent, received }) => [sent, received])).toEqual([
      [3, 3],
      [3, 3],
      [0, 0],
      [3, 3],
      [3, 3],
    ]);
    expect(result.hops[2]?.notTestable).toMatch(/same address/i);
  });

  test.concurrent('of a router that speaks with the host’s: the host is probed once', async ({
    start,
    folder,
  }) => {
    const own = await start(tunnelLine(allOpen(4)));
    await setRules(own, 'r3', [speaksAs([[LINE.router(3)[family], LINE.server[family]]])]);
    const { probe: result } = await probe(own, folder(), LINE.server[family], '--count', '3');
    const [one, two] = tunnelPath(family, 4);
    expect(result.hops.map(({ address }) => address)).toEqual([
      one,
      two,
      LINE.server[family],
      LINE.server[family],
    ]);
    const probed = result.hops.filter(({ sent }) => sent > 0);
    expect(probed.map(({ received, lossPercent }) => [received, lossPercent])).toEqual([
      [3, 0],
      [3, 0],
      [3, 0],
    ]);
  });
});

describe('a router that checks sources', () => {
  const strict = { sysctls: { 'net/ipv4/conf/all/rp_filter': '1', 'net/ipv4/conf/default/rp_filter': '1' } };

  test.concurrent('takes boomerangs that come back from farther on: no loss, but no way home', async ({
    start,
    folder,
  }) => {
    const own = await start(withNode(tunnelLine(allOpen(3)), 'r1', { ...madeSo('open'), ...strict }));
    const path = tunnelPath('ipv4', 3).join();
    const { probe: result } = await probe(own, folder(), '--path', path, '--count', '12');
    expect(result.hops[0]).toMatchObject({ sent: 12, received: 12, lossPercent: 0 });
    expect(result.hops[1]).toMatchObject({ reason: 'no-way-home', received: 0, lossPercent: null });
    expect(result.hops[2]).toMatchObject({ received: 0, lossPercent: null });
    expect(result.stretches.filter(({ reading }) => reading === 'loss')).toEqual([]);
  });

  test.concurrent('takes the way back from there on, and home is reached all the same', async ({
    start,
    folder,
  }) => {
    const own = await start(withNode(tunnelLine(allOpen(4)), 'r2', { ...madeSo('open'), ...strict }));
    const { trace } = await relayed(own, folder(), '--reverse', LINE.server.ipv4);
    const [, , three = '', server = ''] = tunnelPath('ipv4', 4);
    expect(answers(trace)).toEqual([server, three, null, null, LINE.pc.ipv4]);
    expect(trace.reached).toBe(true);
  });
});

describe.each(FAMILIES)('a hop that took such packets yesterday, over %s', (family) => {
  test.concurrent.for([
    ['refuses', 'no'],
    ['swallows', 'untestable'],
    ['dead', 'untestable'],
  ] as const)(
    'and now %s: is not called lossy for it, nor are those behind',
    async ([sort, decapsulates], { start, folder }) => {
      const data = folder();
      const path = tunnelPath(family, 3).join();
      const yesterday = await start(tunnelLine(allOpen(3)));
      await probe(yesterday, data, '--path', path, '--count', '1');
      await yesterday.stop();
      const own = await start(tunnelLine(['open', sort, 'open']));
      const { probe: result } = await probe(own, data, '--path', path, '--count', '20');
      expect(result.hops[0]).toMatchObject({ sent: 20, received: 20, lossPercent: 0 });
      expect(result.hops[1]).toMatchObject({ decapsulates, received: 0, lossPercent: null });
      expect(result.hops[2]).toMatchObject({ received: 0, lossPercent: null });
      expect(result.stretches.filter(({ reading }) => reading === 'loss')).toEqual([]);
    },
  );
});
