import { DESTINATION, line } from '../../../../support/trace/topology.ts';
import { everyHop, routers, type Scenario, silent } from './scenario.ts';

const quiet = (...ttls: number[]): Record<number, { silent: true }> =>
  Object.fromEntries(ttls.map((ttl) => [ttl, { silent: true as const }]));

/** Hops, destinations and whole networks that do not answer. */
export const SILENCE: readonly Scenario[] = [
  {
    name: 'a silent hop adds nothing but the wait for its last probe',
    routing: () => line(8, 25, quiet(4)),
    expect: {
      reached: true,
      hops: [...routers(1, 3), '*', ...routers(5, 7), DESTINATION],
      warnings: [],
      withinMs: 150 + 2 * 400 + 5,
      packets: 40,
      also: {
        'nobody waited until its probes are lost': (run) => run.facts.hops[3]?.lossPercent === null,
        'the others are not': everyHop((hop) => hop.ttl === 4 || hop.lossPercent === 0),
      },
    },
  },
  {
    name: 'a helper that never says "lost" changes nothing',
    routing: () => line(8, 25, quiet(4)),
    options: { mute: true },
    expect: {
      reached: true,
      hops: [...routers(1, 3), '*', ...routers(5, 7), DESTINATION],
      warnings: [],
      withinMs: 150 + 2 * 400 + 5,
      packets: 40,
    },
  },
  {
    name: 'every second hop is silent',
    routing: () => line(10, 5, quiet(2, 4, 6, 8)),
    expect: {
      reached: true,
      hops: ['10.0.0.1', '*', '10.0.0.3', '*', '10.0.0.5', '*', '10.0.0.7', '*', '10.0.0.9', DESTINATION],
      warnings: [],
      withinMs: 350,
      packets: 40,
    },
  },
  {
    name: 'a destination that never answers, over 5 routers',
    routing: () => line(6, 10, quiet(6)),
    expect: {
      reached: false,
      hops: [...routers(1, 5), ...silent(8)],
      warnings: ['destination-silent'],
      withinMs: 1400,
      packets: 3 * 13 + 1 + 3,
      also: { 'each silent hop got all its queries': everyHop((hop) => hop.sent === 3) },
    },
  },
  {
    name: 'ten silent hops before a destination that answers',
    routing: () => line(15, 5, quiet(5, 6, 7, 8, 9, 10, 11, 12, 13, 14)),
    expect: {
      reached: true,
      hops: [...routers(1, 4), ...silent(10), DESTINATION],
      warnings: ['silent-stretch'],
      withinMs: 1600,
      packets: 56,
    },
  },
  {
    name: 'the same, and the destination does not quote the TTL it saw',
    plan: { method: 'icmp', port: 0 },
    routing: () =>
      line(27, 2, {
        ...quiet(...Array.from({ length: 22 }, (_, index) => index + 5)),
        27: { says: 'echo-reply' },
      }),
    expect: {
      reached: true,
      hops: [...routers(1, 4), ...silent(22), DESTINATION],
      warnings: ['silent-stretch'],
      withinMs: 2600,
      packets: 92,
    },
  },
  {
    name: 'nothing answers at all',
    routing: () => line(6, 10, quiet(1, 2, 3, 4, 5, 6)),
    expect: {
      reached: false,
      hops: silent(8),
      warnings: ['nothing-answers'],
      withinMs: 2700,
      packets: 45,
    },
  },
  {
    name: 'no router answers, the destination does',
    routing: () => line(6, 10, quiet(1, 2, 3, 4, 5)),
    expect: {
      reached: true,
      hops: [...silent(5), DESTINATION],
      warnings: ['no-router-answers'],
      withinMs: 600,
      packets: 39,
    },
  },
  {
    name: 'a time limit shorter than all round trips: it ends, and says what it did not see',
    plan: { timeoutMs: 20 },
    routing: () => line(8, 150),
    expect: {
      reached: false,
      hops: silent(8),
      warnings: ['nothing-answers'],
      withinMs: 290,
      packets: 45,
    },
  },
];
