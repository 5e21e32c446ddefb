import { DESTINATION, line } from '../../../../support/trace/topology.ts';
import { budget, everyHop, roundTrip, routers, type Scenario } from './scenario.ts';

const complete = { 'three answers a hop': everyHop((hop) => hop.sent === 3 && hop.received === 3) };

/** Paths on which everything answers. */
export const PLAIN: readonly Scenario[] = [
  {
    name: 'eight hops of 5 ms',
    routing: () => line(8, 5),
    expect: {
      reached: true,
      hops: [...routers(1, 7), DESTINATION],
      warnings: [],
      withinMs: budget(roundTrip(8, 5)),
      packets: 32,
      also: complete,
    },
  },
  {
    name: 'twelve hops of 50 ms: found by guessing ahead of the answers',
    routing: () => line(12, 50),
    expect: {
      reached: true,
      hops: [...routers(1, 11), DESTINATION],
      warnings: [],
      withinMs: budget(roundTrip(12, 50)),
      packets: 44,
      also: complete,
    },
  },
  {
    name: 'a known distance saves the packets beyond it',
    plan: { expectedHops: 8 },
    routing: () => line(8, 25),
    expect: {
      reached: true,
      hops: [...routers(1, 7), DESTINATION],
      warnings: [],
      withinMs: roundTrip(8, 25) + 100,
      packets: 25,
      also: complete,
    },
  },
  {
    name: 'a path that has become longer than expected',
    plan: { expectedHops: 5 },
    routing: () => line(9, 10),
    expect: {
      reached: true,
      hops: [...routers(1, 8), DESTINATION],
      warnings: [],
      withinMs: 500,
      packets: 34,
      also: complete,
    },
  },
  {
    name: 'a path that has become shorter than expected',
    plan: { expectedHops: 12 },
    routing: () => line(6, 10),
    expect: {
      reached: true,
      hops: [...routers(1, 5), DESTINATION],
      warnings: [],
      withinMs: budget(roundTrip(6, 10)),
      packets: 37,
      also: complete,
    },
  },
  {
    name: 'the destination is the next router',
    routing: () => line(1, 0.3),
    expect: {
      reached: true,
      hops: [DESTINATION],
      warnings: [],
      withinMs: 10,
      packets: 8,
      also: {
        ...complete,
        'only that many of its probes count': (run) => run.facts.sent === 8 && run.facts.hops[0]?.sent === 3,
      },
    },
  },
  {
    name: 'thirty hops',
    routing: () => line(30, 5),
    expect: {
      reached: true,
      hops: [...routers(1, 29), DESTINATION],
      warnings: [],
      withinMs: 3 * roundTrip(30, 5),
      packets: 96,
      also: complete,
    },
  },
  {
    name: 'thirty hops at a known distance',
    plan: { expectedHops: 30, window: 128 },
    routing: () => line(30, 5),
    expect: {
      reached: true,
      hops: [...routers(1, 29), DESTINATION],
      warnings: [],
      withinMs: budget(roundTrip(30, 5)),
      packets: 91,
      also: complete,
    },
  },
  {
    name: 'a satellite behind the home router: no hop is given up before its 600 ms are over',
    routing: () => line(6, (ttl) => (ttl === 2 ? 300 : 1)),
    expect: {
      reached: true,
      hops: [...routers(1, 5), DESTINATION],
      warnings: [],
      withinMs: budget(610),
      packets: 42,
      also: complete,
    },
  },
  {
    name: 'a way back that is longer for the nearer hops',
    routing: () => line(8, 5, { 3: { slowMs: 90 }, 4: { slowMs: 60 } }),
    expect: {
      reached: true,
      hops: [...routers(1, 7), DESTINATION],
      warnings: [],
      withinMs: budget(122),
      packets: 32,
      also: complete,
    },
  },
  {
    name: 'each method has its own last answer',
    plan: { method: 'tcp', port: 443 },
    routing: () => line(5, 5, { 5: { says: 'syn-ack' } }),
    expect: {
      reached: true,
      hops: [...routers(1, 4), DESTINATION],
      warnings: [],
      withinMs: budget(50),
      packets: 22,
      also: {
        ...complete,
        'it is named': (run) => run.facts.hops[4]?.nodes[0]?.answers.join() === 'syn-ack',
      },
    },
  },
  {
    name: 'a small window only takes longer',
    plan: { window: 4 },
    routing: () => line(8, 5),
    expect: {
      reached: true,
      hops: [...routers(1, 7), DESTINATION],
      warnings: [],
      withinMs: 800,
      packets: 26,
      also: { ...complete, 'no more than four at once': (run) => run.mostInFlight <= 4 },
    },
  },
];
