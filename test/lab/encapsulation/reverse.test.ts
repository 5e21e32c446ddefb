import { describe, expect } from 'vitest';
import { withLink, withNode } from '../net/paths/change.ts';
import { at, ENDS, oneWayHome } from '../net/paths/detours.ts';
import { diamonds, divider, member } from '../net/paths/diamonds.ts';
import { SWALLOWS_TUNNELS } from '../net/paths/rules.ts';
import { allOpen, tunnelLine, tunnelPath } from '../net/paths/tunnel-line.ts';
import { madeSo } from '../net/paths/tunnel-routers.ts';
import { LINE } from '../net/topologies.ts';
import type { Topology } from '../net/topology.ts';
import { FAMILIES } from '../trace/cli-trace.ts';
import { answers, relayed, runTrace } from './cli-encapsulated.ts';
import { test } from './lab-test.ts';

/** A host that ends tunnels has to forward, so it is a router. */
const endsTunnels = (topology: Topology): Topology =>
  withNode(topology, 'server', { kind: 'router', ...madeSo('open') });

describe.each(FAMILIES)('the way home of a host over %s', (family) => {
  test.concurrent('is every hop from the host to here, tied to its distance', async ({ start, folder }) => {
    const own = await start(tunnelLine(allOpen(6)));
    const { code, trace } = await relayed(own, folder(), '--reverse', LINE.server[family]);
    expect(answers(trace)).toEqual([...tunnelPath(family, 6).toReversed(), LINE.pc[family]]);
    expect(trace).toMatchObject({
      direction: 'reverse',
      reached: true,
      destination: LINE.pc[family],
      relay: LINE.server[family],
    });
    expect(trace.hops.map(({ ttl }) => ttl)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(code).toBe(0);
  });

  test.concurrent('needs no symmetry: a longer way home is told as it is', async ({ start, folder }) => {
    const own = await start(endsTunnels(oneWayHome()));
    const { trace } = await relayed(own, folder(), '--reverse', ENDS.server[family]);
    const home = [4, 3, 5, 6, 1].map((number) => at(number)[family]);
    expect(answers(trace)).toEqual([ENDS.server[family], ...home, ENDS.pc[family]]);
  });

  test.concurrent('spread over several routers is one flow of one path', async ({ start, folder }) => {
    const spread = endsTunnels(diamonds([3]));
    const routes = FAMILIES.map((each) => ({
      to: `${ENDS.pc[each]}/${each === 'ipv4' ? 32 : 128}`,
      link: [0, 1, 2].map((index) => `close0-${index}`),
    }));
    const own = await start(withNode(spread, 'd1', { routes }));
    const first = await relayed(own, folder(), '--reverse', ENDS.server[family]);
    const second = await relayed(own, folder(), '--reverse', ENDS.server[family]);
    const [host, far, middle, near, pc] = answers(first.trace);
    expect([host, far, near, pc]).toEqual([
      ENDS.server[family],
      divider(1)[family],
      divider(0)[family],
      ENDS.pc[family],
    ]);
    expect([0, 1, 2].map((index) => member(0, index)[family])).toContain(middle);
    expect(first.trace.hops[2]?.nodes).toHaveLength(1);
    expect(answers(second.trace)).toEqual(answers(first.trace));
  });

  test.concurrent('shows hops that answer nothing as such', async ({ start, folder }) => {
    const own = await start(tunnelLine(['open', 'dead', 'open', 'mute', 'open']));
    const { trace } = await relayed(own, folder(), '--reverse', LINE.server[family]);
    const [one = '', , three = '', , server = ''] = tunnelPath(family, 5);
    expect(answers(trace)).toEqual([server, null, three, null, one, LINE.pc[family]]);
    expect(trace.reached).toBe(true);
  });

  test.concurrent('of one that never names itself is seen all the same', async ({ start, folder }) => {
    const own = await start(tunnelLine(['open', 'refuses', 'hidden']));
    const { trace } = await relayed(own, folder(), '--reverse', LINE.server[family]);
    const [one = '', two = ''] = tunnelPath(family, 3);
    expect(answers(trace)).toEqual([null, two, one, LINE.pc[family]]);
  });

  test.concurrent('is found where a fifth of the packets is lost on the way out', async ({
    start,
    folder,
  }) => {
    const lossy = withLink(tunnelLine(allOpen(4)), 'l2', {
      forward: { delayMs: 1, loss: { percent: 20 }, seed: 5 },
    });
    const own = await start(lossy);
    const { trace } = await relayed(own, folder(), '--reverse', LINE.server[family], '--queries', '8');
    expect(answers(trace)).toEqual([...tunnelPath(family, 4).toReversed(), LINE.pc[family]]);
  });
});

describe.each(FAMILIES)('where 60 %% of the packets are lost, over %s', (family) => {
  const most = { delayMs: 1, loss: { percent: 60 } } as const;
  const lossy = (count: number, seed: number): Topology =>
    withLink(tunnelLine(allOpen(count)), 'l2', { forward: { ...most, seed } });

  test.concurrent.for([1, 2])(
    'no hop is invented on the way home, and the loss is said (%i)',
    async (seed, { start, folder }) => {
      const own = await start(lossy(4, seed));
      const { trace } = await relayed(own, folder(), '--reverse', LINE.server[family]);
      expect(trace.reached).toBe(true);
      expect(answers(trace)).toEqual([...tunnelPath(family, 4).toReversed(), LINE.pc[family]]);
      expect(trace.sentence).toMatch(/takes 5 hops.*\. Packets get lost/);
    },
  );

  test.concurrent('nor on the way between two others', async ({ start, folder }) => {
    const own = await start(lossy(5, 3));
    const path = tunnelPath(family, 5);
    const { trace } = await relayed(own, folder(), '--from', path[1] ?? '', LINE.server[family]);
    // Two packets a second may turn round there, and most get lost: a hop may stay silent, but none is another one.
    const wrong = answers(trace).filter((answer, index) => answer !== null && answer !== path[index + 1]);
    expect(wrong).toEqual([]);
    expect(answers(trace).length).toBeGreaterThanOrEqual(4);
    expect(trace.sentence).toMatch(/takes (at most )?\d+ hops/);
  });
});

describe.each(FAMILIES)('a host that does not decapsulate, over %s', (family) => {
  const path = tunnelPath(family, 4);
  test.concurrent.for([
    ['says so', 'refuses'],
    ['says nothing', 'swallows'],
  ] as const)(
    'and %s: the nearest that does is offered, and can be asked',
    async ([, sort], { start, folder }) => {
      const own = await start(tunnelLine(['open', 'open', 'refuses', sort]));
      const data = folder();
      const { code, trace } = await relayed(own, data, '--reverse', LINE.server[family]);
      expect(code).toBe(1);
      expect(trace.status).toBe('failed');
      const warning = trace.warnings.find(({ code: name }) => name === 'relay-not-decapsulating');
      expect(warning).toMatchObject({ offer: path[1] });
      expect(warning?.text).toContain(path[1]);
      const offered = await relayed(own, data, '--reverse', path[1] ?? '');
      expect(offered.code).toBe(0);
      expect(answers(offered.trace)).toEqual([path[1], path[0], LINE.pc[family]]);
    },
  );

  test.concurrent('nor does anybody else: that is said, and nothing is offered', async ({
    start,
    folder,
  }) => {
    const own = await start(tunnelLine(['refuses', 'swallows', 'refuses']));
    const { code, result, stderr } = await runTrace(
      own,
      folder(),
      '--allow-encapsulation',
      '--reverse',
      LINE.server[family],
    );
    expect(code).toBe(1);
    expect(result?.warnings.some(({ offer }) => offer !== undefined) ?? false).toBe(false);
    expect(`${stderr} ${result?.sentence}`).toMatch(/decapsulate/);
  });
});

describe.each(FAMILIES)('the way between two others, over %s', (family) => {
  test.concurrent('is that of the first one, not ours', async ({ start, folder }) => {
    const own = await start(endsTunnels(oneWayHome()));
    // From h6, which no way out of ours leads by.
    const withTunnels = at(6)[family];
    const args = ['--from', withTunnels, ENDS.server[family]];
    const refused = await runTrace(own, folder(), '--allow-encapsulation', ...args);
    expect(refused.code).toBe(1);
    await own.stop();
    const open = await start(withNode(endsTunnels(oneWayHome()), 'h6', madeSo('open')));
    const { code, trace } = await relayed(open, folder(), ...args);
    expect(code).toBe(0);
    expect(trace).toMatchObject({ direction: 'between', relay: withTunnels, reached: true });
    const way = [at(6), at(5), at(3), at(4)].map((each) => each[family]);
    expect(answers(trace)).toEqual([...way, ENDS.server[family]]);
  });

  test.concurrent('from one that swallows tunnels is not to be seen', async ({ start, folder }) => {
    const own = await start(
      withNode(tunnelLine(['open', 'open', 'open']), 'r2', {
        unwraps: [],
        rules: [SWALLOWS_TUNNELS],
      }),
    );
    const args = ['--allow-encapsulation', '--from', LINE.router(2)[family], LINE.server[family]];
    const { code, result, stderr } = await runTrace(own, folder(), ...args);
    expect(code).toBe(1);
    expect(`${stderr} ${result?.sentence}`).toContain(LINE.router(2)[family]);
  });
});
