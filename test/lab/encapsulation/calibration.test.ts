import { describe, expect } from 'vitest';
import { withLink, withNode } from '../net/paths/change.ts';
import { allOpen, tunnelLine, tunnelPath } from '../net/paths/tunnel-line.ts';
import { ACCEPT_LOCAL } from '../net/paths/tunnel-routers.ts';
import { LINE } from '../net/topologies.ts';
import { FAMILIES } from '../trace/cli-trace.ts';
import { probe, tunnelled } from './cli-encapsulated.ts';
import { test } from './lab-test.ts';

const once = ['--count', '1'] as const;

describe.each(FAMILIES)('what a hop does with IP-in-IP, over %s', (family) => {
  test.concurrent('each sort of router is known for what it is', async ({ start, folder }) => {
    const sorts = ['open', 'strict', 'hidden', 'mute', 'refuses', 'swallows', 'dead'] as const;
    const own = await start(tunnelLine([...sorts, 'open']));
    const path = tunnelPath(family, sorts.length + 1);
    const { probe: result } = await probe(own, folder(), '--path', path.join(), ...once);
    const told = result.calibration.map(({ decapsulates, reason }) => [decapsulates, reason]);
    expect(told).toEqual([
      ['yes', null],
      ['yes', null],
      ['yes', null],
      ['yes', null],
      ['no', 'refuses'],
      ['untestable', 'swallows'],
      ['untestable', 'silent'],
      ['yes', null],
    ]);
    // None of them is called lossy for it.
    expect(result.hops.filter(({ lossPercent }) => (lossPercent ?? 0) > 0)).toEqual([]);
    expect(result.stretches.filter(({ reading }) => reading === 'loss')).toEqual([]);
    expect(result.hops.filter(({ sent }) => sent > 0).map(({ address }) => address)).toEqual(
      path.slice(0, 4),
    );
  });

  test.concurrent('a router that drops what it should pass on makes those behind it untestable, not lossy', async ({
    start,
    folder,
  }) => {
    const filtered = withLink(tunnelLine(allOpen(5)), 'l3', {
      forward: { delayMs: 1, drop: ['4in4', '6in6'] },
    });
    const own = await start(filtered);
    const { probe: result } = await probe(own, folder(), LINE.server[family], ...once);
    const told = result.hops.map(({ decapsulates, lossPercent }) => [decapsulates, lossPercent]);
    const yes = ['yes', 0];
    const unknown = ['untestable', null];
    expect(told).toEqual([yes, yes, unknown, unknown, unknown]);
  });

  test.concurrent('limits on ICMP errors, as Linux has them, spoil nothing', async ({ start, folder }) => {
    const limited = tunnelLine(['open', 'strict', 'open', 'refuses', 'open']);
    const own = await start({
      ...limited,
      nodes: limited.nodes.map((node) => (node.name === 'pc' ? node : { ...node, limitsIcmp: true })),
    });
    const { probe: result } = await probe(own, folder(), LINE.server[family], ...once);
    const told = result.calibration.map(({ decapsulates }) => decapsulates);
    expect(told).toEqual(['yes', 'yes', 'yes', 'no', 'yes']);
  });

  test.concurrent('larger packets that do not fit a link on the way are no loss', async ({
    start,
    folder,
  }) => {
    const narrow = withLink(tunnelLine(allOpen(4)), 'l3', { mtu: 1280 });
    const own = await start(narrow);
    const { probe: result } = await probe(own, folder(), LINE.server[family], ...once);
    const largest = result.calibration.map(({ largestBytes }) => largestBytes ?? 0);
    expect(largest[1]).toBeGreaterThan(1280);
    expect(largest[2]).toBeLessThanOrEqual(1280);
    expect(result.hops.map(({ lossPercent }) => lossPercent)).toEqual([0, 0, 0, 0]);
  });
});

describe('ways home', () => {
  test.concurrent.for([
    ['sends on what seems to come from itself', '1', 'hop'],
    ['drops what seems to come from itself', '0', 'echo'],
  ] as const)('over IPv4, when the first hop %s', async ([, accepts, way], { start, folder }) => {
    const own = await start(withNode(tunnelLine(allOpen(3)), 'r1', { sysctls: { [ACCEPT_LOCAL]: accepts } }));
    const path = tunnelPath('ipv4', 3);
    const { probe: result } = await probe(own, folder(), '--path', path.join(), '--count', '2');
    expect(result.hops.map(({ wayHome, received }) => [wayHome, received])).toEqual([
      [way, 2],
      [way, 2],
      [way, 2],
    ]);
  });

  test.concurrent('over IPv4, when the first hop drops its own address and answers nothing itself', async ({
    start,
    folder,
  }) => {
    const line = withNode(tunnelLine(['mute', 'open', 'open']), 'r1', { sysctls: { [ACCEPT_LOCAL]: '0' } });
    const own = await start(line);
    const path = tunnelPath('ipv4', 3);
    const { probe: result } = await probe(own, folder(), '--path', path.join(), '--count', '2');
    expect(result.calibration[0]).toMatchObject({ decapsulates: 'yes', waysHome: ['farther'] });
    expect(result.hops.map(({ wayHome, received }) => [wayHome, received])).toEqual([
      ['farther', 2],
      ['farther', 2],
      ['farther', 2],
    ]);
  });

  test.concurrent('over IPv6 the own address comes home by itself', async ({ start, folder }) => {
    const own = await start(tunnelLine(allOpen(3)));
    const path = tunnelPath('ipv6', 3);
    const { probe: result } = await probe(own, folder(), '--path', path.join(), '--count', '2');
    expect(result.hops.map(({ wayHome, received }) => [wayHome, received])).toEqual([
      ['own', 2],
      ['own', 2],
      ['own', 2],
    ]);
  });
});

describe.each(FAMILIES)('what is known of a network, over %s', (family) => {
  test.concurrent('is not asked again the next time, nor of another command', async ({ start, folder }) => {
    const own = await start(tunnelLine(allOpen(4)));
    const data = folder();
    const path = tunnelPath(family, 4).join();
    const first = await probe(own, data, '--path', path, ...once);
    const before = await tunnelled(own);
    const second = await probe(own, data, '--path', path, ...once);
    // A boomerang each, and nothing else.
    expect((await tunnelled(own)) - before).toBe(4);
    expect(before).toBeGreaterThan(4);
    const known = first.probe.calibration.map(({ testedAt }) => testedAt);
    expect(second.probe.calibration.map(({ testedAt }) => testedAt)).toEqual(known);
  });

  test.concurrent('of no use elsewhere: another data folder begins anew', async ({ start, folder }) => {
    const own = await start(tunnelLine(allOpen(2)));
    const path = tunnelPath(family, 2).join();
    await probe(own, folder(), '--path', path, ...once);
    const before = await tunnelled(own);
    await probe(own, folder(), '--path', path, ...once);
    expect((await tunnelled(own)) - before).toBeGreaterThan(2);
  });
});
