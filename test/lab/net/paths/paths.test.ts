import { afterEach, describe, expect, test } from 'vitest';
import { ofProtocol } from '../counters.ts';
import type { Lab } from '../lab.ts';
import { startLab } from '../lab.ts';
import { LINE, line } from '../topologies.ts';
import { hostPrefix } from '../topology.ts';
import { reroute, withLink, withNode } from './change.ts';
import { at, byWayOf, detour, ENDS, oneWayHome } from './detours.ts';
import { diamondHops, diamondLinks, diamonds, member, opening } from './diamonds.ts';
import { interfaceInformation, mplsStack } from './extensions.ts';
import {
  DEAF,
  HIDES_MTU,
  prohibits,
  SILENT,
  setRules,
  translatesDestination,
  translatesSource,
} from './rules.ts';

const FAMILIES = ['ipv4', 'ipv6'] as const;

let lab: Lab | null = null;
const start = async (topology: Parameters<typeof startLab>[0]): Promise<Lab> => {
  lab = await startLab(topology);
  return lab;
};
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

interface Hop {
  readonly address: string;
  readonly rest: string;
}

/** By the system's traceroute: one probe a hop, each of a flow of its own. */
async function hops(where: Lab, ...args: readonly string[]): Promise<readonly Hop[]> {
  const run = await where.exec('pc', ['traceroute', '-n', '-q', '1', ...args]);
  return [...run.stdout.matchAll(/^ *\d+ {2}(\S+)(.*)$/gm)].map(([, address = '', rest = '']) => ({
    address,
    rest,
  }));
}

const addresses = async (where: Lab, ...args: readonly string[]): Promise<readonly string[]> =>
  (await hops(where, ...args)).map(({ address }) => address);

/** What the node itself sends to the pc has these addresses. */
const homeBy = (link: string, source: Readonly<Record<'ipv4' | 'ipv6', string>>) =>
  FAMILIES.map((family) => ({ to: hostPrefix(LINE.pc[family]), link, source: source[family] }));

describe('routers that behave otherwise than the kernel', () => {
  test.each(FAMILIES)(
    '%s: silent, answering from another address, telling labels and interfaces',
    async (family) => {
      const told = [
        mplsStack([
          { label: 16001, trafficClass: 1, ttl: 1 },
          { label: 0xfffff, trafficClass: 7, ttl: 255 },
        ]),
        interfaceInformation({ role: 'outgoing', index: 3, ipv4: '192.0.2.77', name: 'ge-0/0/1', mtu: 9000 }),
      ];
      const other = { ipv4: '10.9.9.9', ipv6: '2001:db8:99::9' };
      const routes = FAMILIES.map((each) => ({
        to: `${LINE.pc[each]}/${each === 'ipv4' ? 32 : 128}`,
        link: 'l4',
        source: other[each],
      }));
      let topology = withNode(line(4), 'r2', { rules: [SILENT] });
      topology = withNode(topology, 'r3', { extensions: told });
      topology = withNode(topology, 'r4', {
        addresses: [...Object.values(LINE.router(4)), ...Object.values(other)],
        routes,
      });
      const seen = await hops(await start(topology), '-e', LINE.server[family]);
      expect(seen.map(({ address }) => address)).toEqual([
        LINE.router(1)[family],
        '*',
        LINE.router(3)[family],
        other[family],
        LINE.server[family],
      ]);
      expect(seen[2]?.rest).toContain('MPLS:L=16001,E=1,S=0,T=1/L=1048575,E=7,S=1,T=255');
      // Role 2 with all four parts: class 2, type 0x8f.
      expect(seen[2]?.rest).toContain('2/143:00000003,00010000,c000024d,0c67652d,302f302f,31000000,00002328');
      expect(seen[3]?.rest).not.toContain('MPLS');
    },
  );

  test.each(FAMILIES)(
    '%s: a quote is spoilt for what is beyond the translator only, and arrives whole',
    async (family) => {
      const own = await start(withNode(line(3), 'r2', { spoilsQuotes: true }));
      // A traceroute that is bound to match the whole quote still finds every hop by the ports.
      expect(await addresses(own, LINE.server[family])).toHaveLength(4);
      // The answers of two hops and the server's own pass r2.
      const name = family === 'ipv4' ? 'icmp' : 'icmpv6';
      expect(ofProtocol((await own.link('l1').counters()).backward, name).delivered).toBeGreaterThanOrEqual(
        4,
      );
      const bad = await own.exec('pc', [
        'grep',
        '-hE',
        '^(Icmp:|Icmp6InCsumErrors)',
        '/proc/self/net/snmp',
        '/proc/self/net/snmp6',
      ]);
      const [names = '', values = '', six = ''] = bad.stdout.trimEnd().split('\n');
      const errors = values.split(' ')[names.split(' ').indexOf('InCsumErrors')];
      expect([errors, six.split(/\s+/)[1]]).toEqual(['0', '0']);
    },
  );

  test.each(FAMILIES)('%s: prohibited, said by the router', async (family) => {
    const topology = withNode(line(2), 'r2', { rules: [prohibits(Object.values(LINE.server))] });
    const seen = await hops(await start(topology), LINE.server[family]);
    // The time of a packet is looked at before it is forwarded, so r2 is a hop like any other first.
    expect(seen.map(({ address }) => address)).toEqual([
      LINE.router(1)[family],
      LINE.router(2)[family],
      LINE.router(2)[family],
    ]);
    expect(seen[1]?.rest).not.toContain('!');
    expect(seen[2]?.rest).toContain('!X');
  });

  test.each(FAMILIES)('%s: a host that never answers, until its rules are taken back', async (family) => {
    const own = await start(withNode(line(1), 'server', { rules: [DEAF] }));
    const quick = ['-m', '2', '-w', '0.3'];
    expect(await addresses(own, ...quick, LINE.server[family])).toEqual([LINE.router(1)[family], '*']);
    await setRules(own, 'server', []);
    expect(await addresses(own, ...quick, LINE.server[family])).toContain(LINE.server[family]);
  });

  test('wrong rules are refused by name and leave nothing', async () => {
    const topology = withNode(line(1), 'r1', { rules: ['chain nonsense {'] });
    await expect(startLab(topology)).rejects.toThrow('rules of r1');
    expect(() => withNode(line(1), 'r9', {})).toThrow('no node r9');
    expect(() => withLink(line(1), 'l9', {})).toThrow('no link l9');
  });
});

describe('translators', () => {
  const outside = { ipv4: '198.51.100.102', ipv6: '2001:db8:2::102' };
  const translating = (rules: readonly string[]) => {
    const topology = withNode(line(4), 'r2', {
      addresses: [...Object.values(LINE.router(2)), ...Object.values(outside)],
      routes: homeBy('l2', LINE.router(2)),
      rules,
    });
    // Beyond the translator nobody may reach the pc by its own address.
    return withNode(topology, 'r3', { rules: [prohibits(Object.values(LINE.pc))] });
  };
  const whole = (family: (typeof FAMILIES)[number]) => [
    ...[1, 2, 3, 4].map((number) => LINE.router(number)[family]),
    LINE.server[family],
  ];

  test.each(FAMILIES)('%s: of the source, without which nothing beyond could answer', async (family) => {
    const pairs = FAMILIES.map((each) => [LINE.pc[each], outside[each]] as const);
    const own = await start(translating([translatesSource('l3', pairs)]));
    expect(await addresses(own, LINE.server[family])).toEqual(whole(family));
    await setRules(own, 'r2', []);
    const without = await addresses(own, '-m', '5', '-w', '0.5', LINE.server[family]);
    expect(without).toEqual([...whole(family).slice(0, 3), '*', '*']);
  });

  test.each(FAMILIES)('%s: of the destination', async (family) => {
    const pairs = FAMILIES.map((each) => [outside[each], LINE.server[each]] as const);
    const own = await start(withNode(translating([translatesDestination(pairs)]), 'r3', { rules: [] }));
    const seen = await hops(own, outside[family]);
    // Linux translates the sender of an error as it does the sender of an answer: from the translator
    // on every router shows the address that was asked for, and only the way left tells them from the end.
    const named = [LINE.router(1), outside, outside, outside, outside].map((each) => each[family]);
    expect(seen.map(({ address }) => address)).toEqual(named);
  });
});

describe('a smaller link on the way', () => {
  const tooBig = (family: (typeof FAMILIES)[number], bytes: number): readonly string[] => [
    'ping',
    '-n',
    '-c',
    '1',
    '-W',
    '1',
    '-M',
    'do',
    '-s',
    String(bytes - (family === 'ipv4' ? 28 : 48)),
    LINE.server[family],
  ];

  test.each(FAMILIES)('%s: the router before it says so, and what fits passes', async (family) => {
    const own = await start(withLink(line(3), 'l3', { mtu: 1400 }));
    expect((await own.exec('pc', tooBig(family, 1400))).code).toBe(0);
    const run = await own.exec('pc', tooBig(family, 1401));
    expect(run.code).toBe(1);
    expect(run.stdout).toContain(`From ${LINE.router(2)[family]}`);
    expect(run.stdout).toMatch(/mtu ?= ?1400/);
  });

  test.each(FAMILIES)('%s: as a black hole nobody says anything', async (family) => {
    const topology = withNode(withLink(line(3), 'l3', { mtu: 1300 }), 'r2', { rules: [HIDES_MTU] });
    const own = await start(topology);
    expect((await own.exec('pc', tooBig(family, 1300))).code).toBe(0);
    const run = await own.exec('pc', tooBig(family, 1301));
    expect(run.code).toBe(1);
    expect(run.stdout).not.toContain('From');
  });
});

describe('ways out and home', () => {
  test.each(FAMILIES)('%s: answers come home by routers that no hop shows', async (family) => {
    const own = await start(oneWayHome());
    const names = [1, 2, 3, 4].map((number) => at(number)[family]);
    expect(await addresses(own, ENDS.server[family])).toEqual([...names, ENDS.server[family]]);
    const name = family === 'ipv4' ? 'icmp' : 'icmpv6';
    const [direct, around] = await Promise.all(['r2-r3', 'h5-r3'].map((link) => own.link(link).counters()));
    expect(direct && ofProtocol(direct.backward, name).entered).toBe(0);
    expect(around && ofProtocol(around.backward, name).entered).toBeGreaterThanOrEqual(3);
  });

  test.each(FAMILIES)('%s: a route changes while the lab runs', async (family) => {
    const own = await start(detour());
    expect((await addresses(own, ENDS.server[family]))[1]).toBe(at(2)[family]);
    for (const route of byWayOf('b2')) await reroute(own, 'r1', route);
    expect((await addresses(own, ENDS.server[family]))[1]).toBe(at(12)[family]);
  });

  test.each(FAMILIES)('%s: two routers that send to each other make a loop', async (family) => {
    const back = Object.values(LINE.server).map((address) => ({ to: hostPrefix(address), link: 'l3' }));
    const own = await start(withNode(line(3), 'r3', { routes: back }));
    const [first, second, third] = [1, 2, 3].map((number) => LINE.router(number)[family]);
    expect(await addresses(own, '-m', '6', LINE.server[family])).toEqual([
      first,
      second,
      third,
      second,
      third,
      second,
    ]);
  });
});

describe('load shared over equal paths', () => {
  test.each([[[2]], [[4]], [[8]], [[16]], [[3, 4]]] as const)('widths %j', async (widths) => {
    const own = await start(diamonds(widths, 0.2));
    for (const family of FAMILIES) {
      const truth = diamondHops(widths, family);
      const seen = truth.map(() => new Set<string>());
      // Every probe of traceroute has a port of its own: 160 flows reach each of 16 members but once in 300 runs.
      const run = await own.exec('pc', [
        'traceroute',
        '-n',
        '-q',
        '10',
        '-m',
        String(truth.length),
        ENDS.server[family],
      ]);
      const more = await Promise.all(
        Array.from({ length: 15 }, () =>
          own.exec('pc', ['traceroute', '-n', '-q', '10', ENDS.server[family]]),
        ),
      );
      for (const { stdout } of [run, ...more]) {
        for (const [, ttl, rest = ''] of stdout.matchAll(/^ *(\d+) {2}(.*)$/gm)) {
          for (const [address] of rest.matchAll(/\S*[.:]\S*[.:]\S+/g)) seen[Number(ttl) - 1]?.add(address);
        }
      }
      expect(seen.map((each) => [...each].sort())).toEqual(truth.map((each) => [...each].sort()));
    }
    expect(diamondLinks(widths, 'ipv4').length).toBe(
      2 * widths.reduce<number>((sum, width) => sum + width, 0) + 1,
    );
  });

  test('one flow keeps to one path', async () => {
    const own = await start(diamonds([4], 0.2));
    const flow = [
      'traceroute',
      '-n',
      '-U',
      '--sport=40000',
      '-p',
      '33434',
      '-q',
      '1',
      '-N',
      '1',
      ENDS.server.ipv4,
    ];
    const runs = [];
    for (let time = 0; time < 4; time += 1) runs.push((await own.exec('pc', flow)).stdout);
    const middle = new Set(runs.map((text) => /^ *2 {2}(\S+)/m.exec(text)?.[1]));
    expect(middle.size).toBe(1);
    const links = await Promise.all([0, 1, 2, 3].map((index) => own.link(opening(0, index)).counters()));
    const used = links.map(({ forward }) => ofProtocol(forward, 'udp').entered);
    expect(used.filter((packets) => packets > 0)).toHaveLength(1);
    expect([...middle]).toEqual([
      member(
        0,
        used.findIndex((packets) => packets > 0),
      ).ipv4,
    ]);
  });
});
