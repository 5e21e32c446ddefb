import type { TraceHop, TraceSummary, TraceView } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { compareTraces } from '../../../../main/domain/trace/compare/compare.ts';
import { HELPER_ABSENT } from '../../../../main/domain/trace/helper-troubles.ts';
import { sentenceFor } from '../../../../main/domain/trace/reading/sentence.ts';
import type { Scene } from '../scene.ts';
import { type HopSketch, hop, type NodeSketch, silentHop, summary, TRACED_MS, view } from './trace-parts.ts';

const MINUTE = 60_000;

const ROUTER: NodeSketch = { address: '192.168.1.1', name: 'router.home', note: 'private' };
const CARRIER: NodeSketch = { address: '100.72.0.1', note: 'cgn' };
const EDGE: NodeSketch = { address: '203.0.113.9', name: 'ae3.edge2.provider.example' };
const CORE: NodeSketch = {
  address: '203.0.113.65',
  name: 'core1.provider.example',
  mpls: [{ label: 24_015, trafficClass: 0, bottomOfStack: true, ttl: 1 }],
};
const CORE_2: NodeSketch = { address: '203.0.113.69', name: 'core2.provider.example' };
const EXCHANGE: NodeSketch = { address: '192.0.2.129', name: 'provider.exchange.example' };
const HOSTER: NodeSketch = {
  address: '198.51.100.1',
  name: 'gw.hoster.example',
  interfaces: [{ role: 'incoming', index: 17, address: '198.51.100.1', name: 'et-0/0/1', mtu: 9000 }],
};
const END: NodeSketch = {
  address: '198.51.100.7',
  name: 'www.example.net',
  answers: ['port-unreachable'],
};

/** The usual way, far enough for a hop of each kind. */
const WAY: readonly HopSketch[] = [
  { ttl: 1, usual: 1.2, wavers: 0.6, nodes: [ROUTER] },
  { ttl: 2, usual: 8.4, wavers: 2, nodes: [CARRIER] },
  { ttl: 3, usual: 9.1, wavers: 2, nodes: [EDGE] },
  { ttl: 4, usual: 12.6, wavers: 2, nodes: [CORE] },
  { ttl: 6, usual: 17.9, wavers: 3, nodes: [EXCHANGE] },
  { ttl: 7, usual: 20.4, wavers: 3, nodes: [HOSTER] },
  { ttl: 8, usual: 21.3, wavers: 3, nodes: [END] },
];

/** Hop 5 never answers. */
function way(rounds: number, but: Readonly<Record<number, Partial<HopSketch>>> = {}): readonly TraceHop[] {
  const hops = WAY.map((sketch) => hop({ ...sketch, ...but[sketch.ttl] }, rounds));
  return [...hops.slice(0, 4), silentHop(5, rounds), ...hops.slice(4)];
}

const good = view({
  id: 'good',
  hops: way(120),
  rounds: 120,
  durationMs: 120_000,
});

const LOSSY = { loss: 0.2, reading: 'loss' } as const;
const lossy = view({
  ...good,
  id: 'lossy',
  hops: way(120, {
    2: { loss: 0.55, reading: 'rate-limited' },
    4: { ...LOSSY, nodes: [CORE_2] },
    6: LOSSY,
    7: LOSSY,
    8: LOSSY,
  }),
  changes: [
    { atMs: wallMs(TRACED_MS + 38_000), ttl: 4, from: '203.0.113.65', to: '203.0.113.69' },
    { atMs: wallMs(TRACED_MS + 71_000), ttl: 5, from: '203.0.113.130', to: null },
  ],
  pathMtu: { bytes: 1492, toldBy: '100.72.0.1', ttl: 2 },
  warnings: [
    { code: 'method-fallback', text: 'UDP did not reach the destination, so ICMP is used.' },
    { code: 'several-addresses', text: 'example.net has 2 addresses; this is the way to the first.' },
  ],
  method: 'icmp',
});

const unreached = view({
  ...good,
  id: 'unreached',
  mode: 'once',
  status: 'done',
  rounds: 1,
  durationMs: 4120,
  reached: false,
  hops: [
    ...WAY.slice(0, 3).map((sketch) => hop(sketch, 3)),
    hop(
      {
        ttl: 4,
        usual: 13,
        nodes: [{ ...CORE, mpls: [], translated: true, answers: ['ttl-exceeded', 'admin-prohibited'] }],
      },
      3,
    ),
    ...[5, 6, 7, 8, 9].map((ttl) => silentHop(ttl, 3)),
  ],
});

const once = view({
  ...good,
  id: 'once',
  mode: 'once',
  status: 'done',
  rounds: 1,
  durationMs: 312,
  hops: way(3),
  pathMtu: { bytes: 1500, toldBy: null, ttl: null },
});

const begun = view({ id: 'begun', reached: false, durationMs: 20 });

/** Two of eight hops have answered. */
const running = view({
  id: 'running',
  reached: false,
  mode: 'once',
  durationMs: 90,
  hops: [...WAY.slice(0, 2).map((sketch) => hop(sketch, 1)), silentHop(3, 0)].map((one) =>
    one.ttl === 3 ? { ...one, reading: 'unknown', lossPercent: null, interval95: null } : one,
  ),
});

const failed = view({
  id: 'failed',
  status: 'failed',
  reached: false,
  rounds: 0,
  sentence: { state: 'starting', text: HELPER_ABSENT },
  trouble: HELPER_ABSENT,
});

const stopped = view({
  ...good,
  id: 'stopped',
  status: 'stopped',
  rounds: 41,
  durationMs: 41_000,
  hops: way(41),
});

const SPREAD = ['17', '18', '33', '34'].map((last) => ({
  address: `203.0.113.${last}`,
  name: `lag${last}.provider.example`,
}));
const PAIR = ['65', '69'].map((last, at) => ({
  address: `203.0.113.${last}`,
  name: `core${at + 1}.provider.example`,
}));

const multipath = view({
  ...good,
  id: 'multipath',
  mode: 'multipath',
  status: 'done',
  rounds: 1,
  durationMs: 1840,
  hops: [
    hop({ ttl: 1, usual: 1.2, nodes: [ROUTER] }, 6),
    hop({ ttl: 2, usual: 8.4, nodes: [CARRIER] }, 6),
    hop({ ttl: 3, usual: 9.1, nodes: SPREAD }, 36),
    hop({ ttl: 4, usual: 12.6, nodes: PAIR }, 24),
    silentHop(5, 12),
    hop({ ttl: 6, usual: 20.4, nodes: [HOSTER] }, 6),
    hop({ ttl: 7, usual: 21.3, nodes: [END] }, 6),
  ],
  links: [
    { fromTtl: 1, from: '192.168.1.1', to: '100.72.0.1' },
    ...SPREAD.map(({ address }) => ({ fromTtl: 2, from: '100.72.0.1', to: address })),
    ...SPREAD.map(({ address }, at) => ({
      fromTtl: 3,
      from: address,
      to: PAIR[at < 2 ? 0 : 1]?.address ?? null,
    })),
    { fromTtl: 3, from: '203.0.113.18', to: '203.0.113.69' },
    ...PAIR.map(({ address }) => ({ fromTtl: 4, from: address, to: null })),
    { fromTtl: 5, from: null, to: '198.51.100.1' },
    { fromTtl: 6, from: '198.51.100.1', to: '198.51.100.7' },
  ],
});

const long6 = view({
  ...good,
  id: 'ipv6',
  family: 6,
  host: '2001:db8:feed:42::7',
  destination: { address: '2001:db8:feed:42::7', name: null },
  source: '2001:db8:1:2:3:4:5:6',
  hops: [
    hop({ ttl: 1, usual: 1.3, nodes: [{ address: 'fe80::1', note: 'link-local' }] }, 120),
    hop({ ttl: 2, usual: 9.9, nodes: [{ address: '2001:db8:ffff:aaaa:1234:5678:9abc:def0' }] }, 120),
    hop({ ttl: 3, usual: 24.1, nodes: [{ address: '2001:db8:feed:42::7', answers: ['echo-reply'] }] }, 120),
  ],
  method: 'icmp',
});

/** An hour and a half before, when all was well. */
const HEALTHY: TraceView = { ...good, id: 'healthy', startedMs: wallMs(TRACED_MS - 92 * MINUTE) };

/** The words are the product's own, so that no scene says what the app would not. */
const worded = (of: TraceView): TraceView => ({
  ...of,
  sentence: of.trouble === null ? sentenceFor(of) : of.sentence,
});
const compared = (of: TraceView): TraceView => ({ ...worded(of), comparison: compareTraces(of, HEALTHY) });

/** Every state of the traceroute window that a trace brings. */
export const TRACES = {
  good: compared(good),
  lossy: compared(lossy),
  unreached: compared(unreached),
  once: compared(once),
  begun: worded(begun),
  running: worded(running),
  failed,
  stopped: compared(stopped),
  multipath: worded(multipath),
  ipv6: worded(long6),
} as const satisfies Readonly<Record<string, TraceView>>;

export type TraceName = keyof typeof TRACES;

const before = (of: TraceView, minutes: number): TraceView => ({
  ...of,
  startedMs: wallMs(TRACED_MS - minutes * MINUTE),
});

/** What was kept, of an incident at `incident`. Newest first. */
export const keptTraces = (incident: string): readonly TraceSummary[] => [
  summary(before(TRACES.lossy, 4)),
  summary(before(TRACES.unreached, 198), { reason: 'incident', incident }),
  summary(before({ ...TRACES.ipv6, status: 'done' }, 198), { reason: 'incident', incident }),
  summary({ ...before(TRACES.once, 260), id: 'healthy' }, { reason: 'baseline', incident }),
];

/** A scene in which the window shows this trace. */
export const tracing = (name: TraceName): Partial<Scene> => ({
  startedTrace: TRACES[name],
  keptTraces: Object.values(TRACES),
  destination: { incident: null, tab: null, trace: { kind: 'show', id: name } },
});
