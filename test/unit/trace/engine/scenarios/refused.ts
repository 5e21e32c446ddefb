import { DESTINATION, line } from '../../../../support/trace/topology.ts';
import { everyHop, routers, type Scenario } from './scenario.ts';

/** Probes that never leave this machine. */
export const REFUSED: readonly Scenario[] = [
  {
    name: 'the helper is busy for 200 ms: the probes are sent again',
    routing: () => line(6, 5),
    options: { refuse: (_nth, atMs) => (atMs < 200 ? 'rate-limited' : null) },
    expect: {
      reached: true,
      hops: [...routers(1, 5), DESTINATION],
      warnings: [],
      withinMs: 800,
      packets: 120,
      also: {
        'what was refused does not count': (run) =>
          run.facts.sent < run.packets.length && run.facts.received <= run.facts.sent,
        'every hop has its three': everyHop((hop) => hop.sent === 3 && hop.received === 3),
      },
    },
  },
  {
    name: 'every tenth probe is refused',
    routing: () => line(6, 5),
    options: { refuse: (nth) => (nth % 10 === 9 ? 'too-many-outstanding' : null) },
    expect: {
      reached: true,
      hops: [...routers(1, 5), DESTINATION],
      warnings: [],
      withinMs: 400,
      packets: 32,
      also: { 'every hop has its three': everyHop((hop) => hop.sent === 3) },
    },
  },
  {
    name: 'refused for ever: it ends',
    routing: () => line(6, 5),
    options: { refuse: () => 'rate-limited' },
    expect: { reached: false, hops: [], warnings: ['not-sent'], withinMs: 12_000, packets: 400 },
  },
  ...(['ENETUNREACH', 'EPERM', 'EMSGSIZE', 'ESOMETHING', 'family-unavailable'] as const).map((code) => ({
    name: `${code}: told once, and it ends at once`,
    routing: () => line(6, 5),
    options: { refuse: () => code },
    expect: {
      reached: false,
      hops: [],
      warnings: ['not-sent'],
      withinMs: 1,
      packets: 8,
      also: {
        'a sentence in words': (run: { facts: { warnings: readonly { text: string }[] } }) =>
          /^Probes could not be sent: .{10,}\.$/.test(run.facts.warnings[0]?.text ?? ''),
      },
    },
  })),
];
