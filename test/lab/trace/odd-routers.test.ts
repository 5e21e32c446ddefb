import { afterEach, describe, expect, test } from 'vitest';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import { withNode } from '../net/paths/change.ts';
import { interfaceInformation, mplsStack } from '../net/paths/extensions.ts';
import { DEAF, prohibits, SILENT, translatesDestination, translatesSource } from '../net/paths/rules.ts';
import { LINE, line } from '../net/topologies.ts';
import type { Topology } from '../net/topology.ts';
import { hostPrefix } from '../net/topology.ts';
import { addresses, expected, FAMILIES, type Family, METHODS, trace } from './cli-trace.ts';

let lab: Lab | null = null;
const start = async (topology: Topology): Promise<Lab> => {
  lab = await startLab(topology);
  return lab;
};
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

const routers = (family: Family, ...numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => LINE.router(number)[family]);
const BOTH = METHODS.flatMap((method) => FAMILIES.map((family) => [method, family] as const));

describe('silence', () => {
  test.each(BOTH)(
    '%s over %s: a silent router is a hop without a name, not an end',
    async (method, family) => {
      const own = await start(withNode(line(5), 'r3', { rules: [SILENT] }));
      const { code, trace: result } = await trace(own, LINE.server[family], '--method', method);
      expect(code).toBe(0);
      const [one = '', two = '', four = '', five = ''] = routers(family, 1, 2, 4, 5);
      expect(addresses(result)).toEqual(expected([one, two, null, four, five, LINE.server[family]]));
      expect(result.hops.map(({ reading }) => reading)).toEqual([
        'clean',
        'clean',
        'silent',
        'clean',
        'clean',
        'clean',
      ]);
      expect(result.hops[2]).toMatchObject({ received: 0, nodes: [] });
    },
  );

  test.each(FAMILIES)(
    '%s: a destination that never answers is not reached, whatever is tried',
    async (family) => {
      const own = await start(withNode(line(3), 'server', { rules: [DEAF] }));
      const { code, trace: result } = await trace(own, LINE.server[family], '--timeout', '500');
      expect(code).toBe(1);
      expect(result.reached).toBe(false);
      expect(addresses(result).slice(0, 3)).toEqual(expected(routers(family, 1, 2, 3)));
      expect(result.hops.slice(3).every(({ nodes }) => nodes.length === 0)).toBe(true);
      expect(result.warnings.map(({ code }) => code)).toContain('method-fallback');
      expect(result.sentence).toContain(LINE.router(3)[family]);
    },
  );

  test('auto goes on to the method that the destination answers, and says so', async () => {
    const onlyIcmp =
      'chain only_icmp { type filter hook input priority 0; meta l4proto udp drop; meta l4proto tcp drop; }';
    const own = await start(withNode(line(3), 'server', { rules: [onlyIcmp] }));
    for (const family of FAMILIES) {
      const { code, trace: result } = await trace(own, LINE.server[family], '--timeout', '500');
      expect([code, result.method, result.reached]).toEqual([0, 'icmp', true]);
      expect(result.warnings.map(({ code }) => code)).toEqual(['method-fallback']);
    }
  });
});

describe('who answers, and with what', () => {
  test.each(BOTH)('%s over %s: from another address', async (method, family) => {
    const other = { ipv4: '10.9.9.9', ipv6: 'fd00:99::9' };
    const routes = FAMILIES.map((each) => ({
      to: hostPrefix(LINE.pc[each]),
      link: 'l2',
      source: other[each],
    }));
    const own = await start(
      withNode(line(3), 'r2', {
        addresses: [...Object.values(LINE.router(2)), ...Object.values(other)],
        routes,
      }),
    );
    const { code, trace: result } = await trace(own, LINE.server[family], '--method', method);
    expect(code).toBe(0);
    const [one = '', three = ''] = routers(family, 1, 3);
    expect(addresses(result)).toEqual(expected([one, other[family], three, LINE.server[family]]));
    expect(result.hops[1]?.nodes[0]?.note).toBe(family === 'ipv4' ? 'private' : 'unique-local');
  });

  test.each(BOTH)('%s over %s: labels and interfaces, as the bytes have them', async (method, family) => {
    const stack = [
      { label: 16_001, trafficClass: 1, ttl: 1 },
      { label: 0xfffff, trafficClass: 7, ttl: 255 },
    ];
    const told = { role: 'outgoing', index: 3, ipv4: '192.0.2.77', name: 'ge-0/0/1', mtu: 9000 } as const;
    const extensions = [mplsStack(stack), interfaceInformation(told)];
    const own = await start(withNode(line(3), 'r2', { extensions }));
    const { trace: result } = await trace(own, LINE.server[family], '--method', method);
    const [one, two, three] = result.hops.map(({ nodes }) => nodes[0]);
    expect(two).toMatchObject({
      address: LINE.router(2)[family],
      mpls: [
        { label: 16_001, trafficClass: 1, bottomOfStack: false, ttl: 1 },
        { label: 0xfffff, trafficClass: 7, bottomOfStack: true, ttl: 255 },
      ],
      interfaces: [{ role: 'outgoing', index: 3, address: '192.0.2.77', name: 'ge-0/0/1', mtu: 9000 }],
    });
    for (const other of [one, three]) expect(other).toMatchObject({ mpls: [], interfaces: [] });
  });

  test.each(FAMILIES)(
    '%s: a router that prohibits is the end, and is named with its reason',
    async (family) => {
      const own = await start(withNode(line(4), 'r2', { rules: [prohibits(Object.values(LINE.server))] }));
      for (const method of METHODS) {
        const { code, trace: result } = await trace(own, LINE.server[family], '--method', method);
        expect([code, result.reached]).toEqual([1, false]);
        const [first, second] = routers(family, 1, 2);
        expect(addresses(result)[0]).toEqual([first]);
        expect(addresses(result)[1]).toEqual([second]);
        expect(new Set(addresses(result).flat())).toEqual(new Set([first, second]));
        const answers = result.hops.flatMap(({ nodes }) => nodes.flatMap(({ answers }) => answers));
        expect(answers.some((answer) => answer.includes('prohibited'))).toBe(true);
        expect(result.sentence).toContain(second);
      }
    },
  );

  test.each(FAMILIES)('%s: two routers that send to each other end it early', async (family) => {
    const back = Object.values(LINE.server).map((address) => ({ to: hostPrefix(address), link: 'l3' }));
    const own = await start(withNode(line(3), 'r3', { routes: back }));
    const { code, trace: result } = await trace(own, LINE.server[family], '--method', 'udp');
    expect([code, result.reached]).toEqual([1, false]);
    const [one, two, three] = routers(family, 1, 2, 3);
    const named = addresses(result).map(([address]) => address);
    const loop = named.map((_, index) => (index === 0 ? one : index % 2 === 1 ? two : three));
    expect(named.length).toBeGreaterThanOrEqual(4);
    expect(named).toEqual(loop);
    expect(result.sentence).toMatch(/circle|loop/i);
  });
});

describe('translators', () => {
  const outside = { ipv4: '198.51.100.102', ipv6: '2001:db8:2::102' };
  const homeBy = FAMILIES.map((family) => ({
    to: hostPrefix(LINE.pc[family]),
    link: 'l2',
    source: LINE.router(2)[family],
  }));
  const r2 = { addresses: [...Object.values(LINE.router(2)), ...Object.values(outside)], routes: homeBy };

  test.each(BOTH)('%s over %s: what is quoted wrongly is seen from there on', async (method, family) => {
    const own = await start(withNode(line(4), 'r2', { spoilsQuotes: true }));
    const { code, trace: result } = await trace(own, LINE.server[family], '--method', method);
    expect([code, result.reached]).toEqual([0, true]);
    expect(addresses(result)).toEqual(expected([...routers(family, 1, 2, 3, 4), LINE.server[family]]));
    const translated = result.hops.map(({ nodes }) => nodes[0]?.translated);
    expect(translated.slice(0, 2)).toEqual([false, false]);
    // TCP's checksum is beyond the eight bytes that must be quoted, but Linux quotes all.
    expect(translated.slice(2, 4)).toEqual([true, true]);
  });

  test.each(BOTH)('%s over %s: through a masquerading router every hop is found', async (method, family) => {
    const pairs = FAMILIES.map((each) => [LINE.pc[each], outside[each]] as const);
    const topology = withNode(line(4), 'r2', { ...r2, rules: [translatesSource('l3', pairs)] });
    // Beyond it nobody can reach the pc by its own address.
    const own = await start(withNode(topology, 'r3', { rules: [prohibits(Object.values(LINE.pc))] }));
    const { code, trace: result } = await trace(own, LINE.server[family], '--method', method);
    expect([code, result.reached]).toEqual([0, true]);
    expect(addresses(result)).toEqual(expected([...routers(family, 1, 2, 3, 4), LINE.server[family]]));
    // To the translator all SYNs of a trace are one connection: what it loses of many at once is no loss.
    expect(result.hops.at(-1)).toMatchObject({ sent: 3, received: 3, lossPercent: 0 });
  });

  test.each(BOTH)(
    '%s over %s: routers that speak with the address asked for are not the end',
    async (method, family) => {
      const pairs = FAMILIES.map((each) => [outside[each], LINE.server[each]] as const);
      const own = await start(withNode(line(4), 'r2', { ...r2, rules: [translatesDestination(pairs)] }));
      const { code, trace: result } = await trace(own, outside[family], '--method', method);
      expect([code, result.reached]).toEqual([0, true]);
      const asked = outside[family];
      expect(addresses(result)).toEqual(expected([LINE.router(1)[family], asked, asked, asked, asked]));
      expect(result.hops.at(-1)?.nodes[0]?.answers).not.toContain('ttl-exceeded');
    },
  );
});
