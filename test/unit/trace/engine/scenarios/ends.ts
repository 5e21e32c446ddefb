import { DESTINATION, line } from '../../../../support/trace/topology.ts';
import { everyHop, routers, type Scenario, silent } from './scenario.ts';

const says = (start: string) => (run: { facts: { warnings: readonly { text: string }[] } }) =>
  run.facts.warnings[0]?.text.includes(start) === true;

/** Paths that end before the destination. */
export const ENDS: readonly Scenario[] = [
  {
    name: 'a router that knows no way',
    routing: () => line(9, 10, { 4: { refuses: 'net-unreachable' } }),
    expect: {
      reached: false,
      hops: [...routers(1, 4), '10.0.0.4'],
      warnings: ['unreachable'],
      withinMs: 400,
      packets: 35,
      also: {
        'in plain words': says(
          'Packets get no farther than 10.0.0.4: it says that it knows no way to that network.',
        ),
      },
    },
  },
  {
    name: 'a firewall that forbids it',
    routing: () => line(9, 2, { 3: { refuses: 'admin-prohibited' } }),
    expect: {
      reached: false,
      hops: [...routers(1, 3), '10.0.0.3'],
      warnings: ['unreachable'],
      withinMs: 200,
      packets: 16,
      also: { 'in plain words': says('a firewall rule forbids these packets') },
    },
  },
  {
    name: 'a code without a name',
    routing: () => line(9, 2, { 3: { refuses: 'unreachable-code-99' } }),
    expect: {
      reached: false,
      hops: [...routers(1, 3), '10.0.0.3'],
      warnings: ['unreachable'],
      withinMs: 200,
      packets: 16,
      also: { 'it is told': says('unreachable-code-99') },
    },
  },
  {
    name: 'packets too large for a link',
    plan: { size: 1500 },
    routing: () => line(9, 2, { 3: { refuses: 'fragmentation-needed', answer: { mtu: 1400 } } }),
    expect: {
      reached: false,
      hops: [...routers(1, 3), '10.0.0.3'],
      warnings: ['path-mtu'],
      withinMs: 200,
      packets: 16,
    },
  },
  {
    name: 'port-unreachable from a firewall on the way is not the destination',
    routing: () => line(9, 2, { 3: { refuses: 'port-unreachable' } }),
    expect: {
      reached: false,
      hops: [...routers(1, 3), '10.0.0.3'],
      warnings: ['unreachable'],
      withinMs: 200,
      packets: 16,
      also: { 'in plain words': says('a firewall answers for the destination') },
    },
  },
  {
    name: 'one router refuses a few packets, the others go on',
    routing: (_flow, _atMs, nth) =>
      nth === 5 ? line(9, 5, { 3: { refuses: 'host-unreachable' } }) : line(9, 5),
    expect: {
      reached: true,
      hops: [...routers(1, 8), DESTINATION],
      warnings: [],
      withinMs: 300,
      packets: 39,
    },
  },
  {
    name: 'one router refuses a packet, another one farther on refuses all',
    routing: (_flow, _atMs, nth) =>
      line(14, 5, {
        9: { refuses: 'admin-prohibited' },
        ...(nth === 5 ? { 3: { refuses: 'no-route' } } : {}),
      }),
    expect: {
      reached: false,
      hops: [...routers(1, 9), '10.0.0.9'],
      warnings: ['unreachable'],
      withinMs: 300,
      packets: 40,
      also: { 'the one that counts': says('Packets get no farther than 10.0.0.9') },
    },
  },
  {
    name: 'a destination that refuses for itself is reached',
    routing: () => line(4, 5, { 4: { code: 'admin-prohibited' } }),
    expect: {
      reached: true,
      hops: [...routers(1, 3), DESTINATION],
      warnings: [],
      withinMs: 200,
      packets: 16,
      also: { 'its word is kept': (run) => run.facts.hops[3]?.nodes[0]?.answers[0] === 'admin-prohibited' },
    },
  },
  {
    name: 'two routers that send packets to each other',
    routing: () =>
      line(
        40,
        3,
        Object.fromEntries(Array.from({ length: 36 }, (_, i) => [i + 4, { address: `10.0.9.${i % 2}` }])),
      ),
    expect: {
      reached: false,
      hops: [...routers(1, 3), '10.0.9.0', '10.0.9.1', '10.0.9.0', '10.0.9.1', '10.0.9.0'],
      warnings: ['routing-loop'],
      withinMs: 250,
      packets: 30,
      also: { 'in plain words': says('10.0.9.0 forwards them back to itself over 2 hops') },
    },
  },
  {
    name: 'a translator puts its address on the answers of all routers behind it: no loop',
    routing: () =>
      line(8, 5, {
        3: { address: '192.0.2.7' },
        4: { address: '192.0.2.7' },
        5: { address: '192.0.2.7' },
        6: { address: '192.0.2.7' },
      }),
    expect: {
      reached: true,
      hops: [...routers(1, 2), ...Array.from({ length: 4 }, () => '192.0.2.7'), '10.0.0.7', DESTINATION],
      warnings: [],
      withinMs: 250,
      packets: 32,
    },
  },
  {
    name: 'a path longer than the largest TTL',
    plan: { maxHops: 6 },
    routing: () => line(9, 5),
    expect: {
      reached: false,
      hops: routers(1, 6),
      warnings: ['max-hops'],
      withinMs: 250,
      packets: 18,
      also: { 'no probe goes farther': (run) => run.packets.every(({ probe }) => probe.ttl <= 6) },
    },
  },
  {
    name: 'a destination exactly at the largest TTL',
    plan: { maxHops: 6 },
    routing: () => line(6, 5),
    expect: {
      reached: true,
      hops: [...routers(1, 5), DESTINATION],
      warnings: [],
      withinMs: 250,
      packets: 18,
      also: { 'all answered': everyHop((hop) => hop.received === 3) },
    },
  },
  {
    name: 'a destination that answers nothing, largest TTL inside the silence',
    plan: { maxHops: 10 },
    routing: () => line(6, 5, { 6: { silent: true } }),
    expect: {
      reached: false,
      hops: [...routers(1, 5), ...silent(5)],
      warnings: ['destination-silent'],
      withinMs: 1400,
      packets: 30,
    },
  },
];
