import { DESTINATION, line, type SimHop } from '../../../../support/trace/topology.ts';
import { everyHop, routers, type Scenario } from './scenario.ts';

const tcp = { method: 'tcp', port: 443 } as const;
const server: Partial<SimHop> = { says: 'syn-ack', oneAtATime: true };
const allAnswered = { 'none is lost': everyHop((hop) => hop.received === hop.sent && hop.lossPercent === 0) };

/** The SYNs of a trace are one connection: of several at once a server answers one, a translator lets one answer pass. */
export const ONE_CONNECTION: readonly Scenario[] = [
  ...[3, 10].map((queries) => ({
    name: `a server with an open port, ${queries} queries`,
    plan: { ...tcp, queries },
    routing: () => line(5, 3, { 5: server }),
    expect: {
      reached: true,
      hops: [...routers(1, 4), DESTINATION],
      warnings: [],
      withinMs: 150 + queries * (30 + 20 + 30),
      packets: 90,
      also: { ...allAnswered, 'as many as asked for': everyHop((hop) => hop.sent === queries) },
    },
  })),
  {
    name: 'far away',
    plan: tcp,
    routing: () => line(12, 10, { 12: server }),
    expect: {
      reached: true,
      hops: [...routers(1, 11), DESTINATION],
      warnings: [],
      withinMs: 520 + 2 * 360,
      packets: 55,
      also: { ...allAnswered, 'as many as asked for': everyHop((hop) => hop.sent === 3) },
    },
  },
  {
    name: 'behind a silent router',
    plan: tcp,
    routing: () => line(6, 3, { 5: { silent: true }, 6: server }),
    expect: {
      reached: true,
      hops: [...routers(1, 4), '*', DESTINATION],
      warnings: [],
      withinMs: 800,
      packets: 45,
      also: {
        'none of its own is lost': (run) => run.facts.hops[5]?.received === 3,
        'the silent one is asked no more often than the others': everyHop((hop) => hop.sent === 3),
      },
    },
  },
  {
    name: 'of those sent at once it answers one that could have gone farther',
    plan: tcp,
    routing: (_flow, atMs, nth) => line(5, 3, { 5: { ...server, loss: atMs === 0 && nth < 6 ? 1 : 0 } }),
    expect: {
      reached: true,
      hops: [...routers(1, 4), DESTINATION],
      warnings: [],
      withinMs: 500,
      packets: 45,
      also: allAnswered,
    },
  },
  ...[120, 140].map((deafMs) => ({
    name: `none of the packets sent in the first ${deafMs} ms is answered, one that goes farther is`,
    plan: tcp,
    routing: (_flow: number, atMs: number) => line(5, 3, { 5: { ...server, loss: atMs < deafMs ? 1 : 0 } }),
    expect: {
      reached: true,
      hops: [...routers(1, 4), DESTINATION],
      warnings: [],
      withinMs: 600,
      packets: 60,
      also: { ...allAnswered, 'as many as asked for': everyHop((hop) => hop.sent === 3) },
    },
  })),
  {
    name: 'the first alone finds the server still busy with those before it',
    plan: tcp,
    routing: (_flow, atMs) => line(5, 3, { 5: { ...server, loss: atMs > 60 && atMs < 1000 ? 1 : 0 } }),
    expect: {
      reached: true,
      hops: [...routers(1, 4), DESTINATION],
      warnings: [],
      withinMs: 300 + 1050 + 2 * 60,
      packets: 45,
      also: { ...allAnswered, 'as many as asked for': everyHop((hop) => hop.sent === 3) },
    },
  },
  {
    name: 'what is lost alone is lost',
    plan: tcp,
    routing: (_flow, atMs) => line(5, 3, { 5: { ...server, loss: atMs > 60 ? 1 : 0 } }),
    expect: {
      reached: true,
      hops: [...routers(1, 4), DESTINATION],
      warnings: [],
      withinMs: 300 + 1050 + 2 * 2050,
      packets: 45,
      also: {
        'one of three': (run) => run.facts.hops[4]?.received === 1 && run.facts.hops[4].samples.length === 3,
      },
    },
  },
  {
    name: 'a connection for each packet: nothing is asked twice',
    plan: tcp,
    routing: () => line(5, 5, { 5: { says: 'reset' } }),
    expect: {
      reached: true,
      hops: [...routers(1, 4), DESTINATION],
      warnings: [],
      withinMs: 210,
      packets: 22,
      also: allAnswered,
    },
  },
];
