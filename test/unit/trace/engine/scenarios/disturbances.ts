import { DESTINATION, line } from '../../../../support/trace/topology.ts';
import { everyHop, routers, type Scenario } from './scenario.ts';

const limit = { perSecond: 1, burst: 1 };

/** Networks that lose, limit, repeat, reorder and delay. */
export const DISTURBANCES: readonly Scenario[] = [
  {
    name: 'a router that limits its answers loses only its own',
    routing: () => line(8, 10, { 4: { limit } }),
    expect: {
      reached: true,
      hops: [...routers(1, 7), DESTINATION],
      warnings: [],
      withinMs: 2200,
      packets: 40,
      also: {
        'one of three': (run) => run.facts.hops[3]?.received === 1,
        'the others have all': everyHop((hop) => hop.ttl === 4 || hop.received === 3),
      },
    },
  },
  {
    name: 'a destination with the limit of Linux (1 a second, 6 at once) answers all that counts',
    routing: () => line(8, 25, { 8: { limit: { perSecond: 1, burst: 6 } } }),
    expect: {
      reached: true,
      hops: [...routers(1, 7), DESTINATION],
      warnings: [],
      withinMs: 700,
      packets: 40,
      also: { 'no loss at the end': (run) => run.facts.hops[7]?.lossPercent === 0 },
    },
  },
  {
    name: 'answers that come twice are counted apart',
    routing: () => line(6, 5, { 3: { duplicates: 1 } }),
    expect: {
      reached: true,
      hops: [...routers(1, 5), DESTINATION],
      warnings: [],
      withinMs: 250,
      packets: 26,
      also: {
        'three of three, and three more': (run) => {
          const hop = run.facts.hops[2];
          return (
            hop?.received === 3 &&
            hop.duplicate === 3 &&
            hop.lossPercent === 0 &&
            hop.nodes[0]?.received === 3
          );
        },
      },
    },
  },
  {
    name: 'answers after the time limit take the loss back, and lead on to the destination',
    plan: { timeoutMs: 50 },
    routing: () => line(8, 10),
    expect: {
      reached: true,
      hops: [...routers(1, 7), DESTINATION],
      warnings: [],
      withinMs: 500,
      packets: 45,
      also: {
        'in time, then late': everyHop((hop) => (hop.ttl <= 2 ? hop.received === 3 : hop.received === 0)),
        'the first late answer is not the last': everyHop((hop) => hop.received + hop.late === 3),
        'late is not lost': everyHop((hop) => hop.lossPercent === 0),
        'late answers name the hop': everyHop((hop) => hop.ttl <= 2 || (hop.late > 0 && hop.rttMs === null)),
      },
    },
  },
  {
    name: 'jitter that turns the order round',
    routing: () =>
      line(8, 5, Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((ttl) => [ttl, { jitterMs: 40 }]))),
    options: { seed: 7 },
    expect: {
      reached: true,
      hops: [...routers(1, 7), DESTINATION],
      warnings: [],
      withinMs: 1.2 * 400 + 150,
      packets: 40,
      also: { 'nothing is lost': everyHop((hop) => hop.received === 3) },
    },
  },
  {
    name: 'one hop answers from two addresses',
    routing: () => line(5, 5, { 3: { answersFrom: ['192.0.2.1', '192.0.2.1', '192.0.2.2'] } }),
    expect: {
      reached: true,
      hops: ['10.0.0.1', '10.0.0.2', '192.0.2.1', '10.0.0.4', DESTINATION],
      warnings: [],
      withinMs: 250,
      packets: 22,
      also: {
        'most answers first': (run) =>
          run.facts.hops[2]?.nodes.map((node) => `${node.address} ${node.received}`).join() ===
          '192.0.2.1 2,192.0.2.2 1',
      },
    },
  },
  {
    name: 'a link that loses a third',
    routing: () => line(8, 5, { 5: { loss: 0.33 } }),
    options: { seed: 4 },
    expect: {
      reached: true,
      hops: [...routers(1, 7), DESTINATION],
      warnings: [],
      withinMs: 2200,
      packets: 45,
      also: {
        'all got three queries': everyHop((hop) => hop.sent === 3),
        'the hops before it lose nothing': everyHop((hop) => hop.ttl >= 5 || hop.received === 3),
      },
    },
  },
  {
    name: 'the same with a helper that never says "lost"',
    routing: () => line(8, 5, { 5: { loss: 0.33 } }),
    options: { seed: 4, mute: true },
    expect: {
      reached: true,
      hops: [...routers(1, 7), DESTINATION],
      warnings: [],
      withinMs: 2700,
      packets: 45,
      also: {
        'what is not answered is lost': everyHop(
          (hop) => hop.received === 0 || hop.samples.length === hop.sent,
        ),
      },
    },
  },
  ...[300, 800, 1500].map((slowMs) => ({
    name: `a third of the packets is held up for ${slowMs} ms: slow is not lost`,
    routing: (_flow: number, _atMs: number, nth: number) =>
      line(5, 3, nth % 3 === 1 ? { 3: { linkMs: 3 + slowMs, backMs: 3 } } : {}),
    expect: {
      reached: true,
      hops: [...routers(1, 4), DESTINATION],
      warnings: [],
      withinMs: slowMs + 150,
      packets: 30,
      also: { 'every answer is there': everyHop((hop) => hop.received === 3 && hop.lossPercent === 0) },
    },
  })),
];
