import type { EncapsulationView } from '../../../../main/contract/encapsulation-view.ts';
import type { PathProbeAsk } from '../../../../main/domain/encapsulation/ask.ts';
import { notTestableWords } from '../../../../main/domain/encapsulation/reading/hop-words.ts';
import { probeSentence } from '../../../../main/domain/encapsulation/reading/probe-sentence.ts';
import { stretchesOf } from '../../../../main/domain/encapsulation/reading/stretches.ts';
import type {
  HopCalibration,
  PathProbeView,
  ProbedHop,
  WhyNotProbed,
} from '../../../../main/domain/model/encapsulation.ts';
import type { TraceHop, TraceView } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { wilson95 } from '../../../../main/domain/statistics/wilson.ts';
import { HELPER_ABSENT } from '../../../../main/domain/trace/helper-troubles.ts';
import { relayFault, relayTrouble } from '../../../../main/encapsulation/words/relay-words.ts';
import { packetTrouble, roomTrouble } from '../../../../main/encapsulation/words/trouble.ts';
import { waySentence } from '../../../../main/encapsulation/words/way-sentence.ts';
import type { Scene } from '../scene.ts';
import { hop, roundTrips, silentHop, TRACED_MS, view } from './trace-parts.ts';
import { TRACES } from './traces.ts';

const UNKNOWN_HOP: HopCalibration = {
  address: '198.51.100.7',
  decapsulates: 'untestable',
  reason: null,
  waysHome: [],
  largestBytes: null,
  ttlHome: null,
  testedMs: wallMs(TRACED_MS),
};

const NETWORK = 'wlan0 192.168.1.20 via 192.168.1.1';

export const NOT_ASKED: EncapsulationView = {
  network: 'home',
  networkLabel: NETWORK,
  allowed: false,
  by: null,
  sinceMs: null,
  auditFile: '/home/you/.local/share/faultline/encapsulation-audit.ndjson',
};

export const ALLOWED: EncapsulationView = {
  ...NOT_ASKED,
  allowed: true,
  by: 'answer',
  sinceMs: wallMs(TRACED_MS - 7_200_000),
};

/** The way there, from here to the host. */
const there: TraceView = { ...TRACES.once, id: 'there', comparison: null, pathMtu: null };

const RELAY = { address: '198.51.100.7', name: 'www.example.net' };

const backHop = (ttl: number, usual: number, address: string, name: string | null = null): TraceHop =>
  hop({ ttl, usual, nodes: [{ address, name }] }, 2);

const worded = (of: TraceView): TraceView => ({ ...of, sentence: waySentence(of) });

const backBase = view({
  id: 'back',
  status: 'done',
  mode: 'once',
  direction: 'reverse',
  relay: RELAY,
  destination: { address: '192.168.1.20', name: null },
  method: 'icmp',
  durationMs: 842,
});

/** By another provider's core than the way there. */
const back = worded(
  view({
    ...backBase,
    hops: [
      backHop(1, 21.3, '198.51.100.7', 'www.example.net'),
      backHop(2, 22.1, '198.51.100.1', 'gw.hoster.example'),
      backHop(3, 24.8, '203.0.113.130', 'core7.other.example'),
      silentHop(4, 2),
      backHop(5, 26.2, '203.0.113.9', 'ae3.edge2.provider.example'),
      backHop(6, 27.4, '100.72.0.1'),
      backHop(7, 28.9, '192.168.1.1', 'router.home'),
      backHop(8, 29.3, '192.168.1.20'),
    ],
  }),
);

const backBegun = worded({
  ...backBase,
  id: 'back',
  status: 'running',
  reached: false,
  durationMs: 40,
  hops: [],
});

const { text: REFUSED } = relayTrouble(
  'example.net',
  relayFault({ ...UNKNOWN_HOP, decapsulates: 'no', reason: 'refuses' }, null) ?? '',
  '203.0.113.65',
);
const backRefused = worded({
  ...backBase,
  status: 'failed',
  reached: false,
  hops: [],
  sent: 14,
  trouble: REFUSED,
  warnings: [{ code: 'relay-not-decapsulating', text: REFUSED, offer: '203.0.113.65' }],
});

const between = worded(
  view({
    ...backBase,
    id: 'between',
    direction: 'between',
    relay: { address: '203.0.113.65', name: 'core1.provider.example' },
    destination: { address: '198.51.100.7', name: 'www.example.net' },
    hops: [
      backHop(1, 12.6, '203.0.113.65', 'core1.provider.example'),
      backHop(2, 17.9, '192.0.2.129', 'provider.exchange.example'),
      backHop(3, 20.4, '198.51.100.1', 'gw.hoster.example'),
      hop({ ttl: 4, usual: 21.3, nodes: [{ ...RELAY, answers: ['echo-reply'] }] }, 2),
    ],
  }),
);

/** Over IPv6, with names as long as they get. */
const long = worded(
  view({
    ...backBase,
    id: 'long',
    family: 6,
    source: '2001:db8:1:2:3:4:5:6',
    relay: { address: '2001:db8:feed:42:aaaa:bbbb:cccc:1', name: 'a-rather-long-name.of-a-host.example.net' },
    destination: { address: '2001:db8:1:2:3:4:5:6', name: null },
    hops: [
      ...Array.from({ length: 5 }, (_, at) =>
        backHop(
          at + 1,
          30 + at,
          `2001:db8:feed:42:aaaa:bbbb:cccc:${at + 1}`,
          `et-0-0-${at}.core-router-${at}.some-city.provider.example`,
        ),
      ),
      backHop(6, 36, '2001:db8:1:2:3:4:5:6'),
    ],
  }),
);

/** What the window shows of traces that are not forward; each with the way there, which is only laid beside a way back. */
export const WAYS = { back, backBegun, backRefused, between, long, there } as const;
export type WayName = keyof typeof WAYS;

interface HopSketch {
  readonly index: number;
  readonly address: string | null;
  readonly name?: string;
  readonly lost?: number;
  readonly why?: WhyNotProbed;
  readonly usual?: number;
}

const COUNT = 60;

function probed({ index, address, name, lost = 0, why, usual = 10 }: HopSketch, count: number): ProbedHop {
  const naming = { index, address, name: name ?? null, late: 0, duplicate: 0, failed: 0 };
  if (why !== undefined) {
    const decapsulates = why === 'refuses' ? 'no' : 'untestable';
    return {
      ...naming,
      decapsulates,
      notTestable: notTestableWords(why),
      reason: why,
      wayHome: null,
      sent: 0,
      received: 0,
      lossPercent: null,
      interval95: null,
      rttMs: null,
    };
  }
  const [low, high] = wilson95(lost, count);
  const times = Array.from({ length: count - lost }, (_, at) => usual + ((at * 7) % 11) / 8);
  return {
    ...naming,
    decapsulates: 'yes',
    notTestable: null,
    reason: null,
    wayHome: 'hop',
    sent: count,
    received: count - lost,
    lossPercent: (100 * lost) / count,
    interval95: [100 * low, 100 * high],
    rttMs: roundTrips(times),
  };
}

const PATH: readonly HopSketch[] = [
  { index: 1, address: '192.168.1.1', name: 'router.home', usual: 1.3 },
  { index: 2, address: '100.72.0.1', usual: 8.8 },
  { index: 3, address: '203.0.113.9', name: 'ae3.edge2.provider.example', usual: 9.6 },
  { index: 4, address: '203.0.113.65', name: 'core1.provider.example', usual: 13.1 },
  { index: 5, address: null, why: 'silent' },
  { index: 6, address: '192.0.2.129', name: 'provider.exchange.example', usual: 18.4 },
  { index: 7, address: '198.51.100.1', name: 'gw.hoster.example', usual: 20.9 },
  { index: 8, address: '198.51.100.7', name: 'www.example.net', usual: 21.8 },
];

const path = (but: Readonly<Record<number, Partial<HopSketch>>>, count = COUNT): readonly ProbedHop[] =>
  PATH.map((sketch) => probed({ ...sketch, ...but[sketch.index] }, count));

function probeView(change: Partial<PathProbeView> & Pick<PathProbeView, 'id'>): PathProbeView {
  const hops = change.hops ?? [];
  const whole: PathProbeView = {
    status: 'done',
    host: 'example.net',
    from: null,
    family: 4,
    source: '192.168.1.20',
    network: 'home',
    startedMs: wallMs(TRACED_MS),
    durationMs: 33_400,
    phase: 'ended',
    count: COUNT,
    rounds: COUNT,
    sent: 34 + hops.reduce((sum, { sent }) => sum + sent, 0),
    hops,
    stretches: stretchesOf(hops),
    calibration: [],
    warnings: [],
    sentence: { state: 'starting', text: '' },
    trouble: null,
    ...change,
  };
  return { ...whole, sentence: probeSentence(whole) };
}

const LOSSY = { 6: { lost: 8 }, 7: { lost: 9 }, 8: { lost: 8 } } as const;

/** Every state of a path probe. */
export const PROBES = {
  clean: probeView({ id: 'clean', hops: path({}) }),
  lossy: probeView({ id: 'lossy', hops: path(LOSSY) }),
  /** One that does not unwrap packets, and all behind it. */
  grey: probeView({
    id: 'grey',
    hops: path({
      3: { lost: 9 },
      4: { why: 'refuses' },
      6: { why: 'behind' },
      7: { why: 'behind' },
      8: { why: 'behind' },
    }),
  }),
  /** As many hops as there are on long ways, with names and addresses as long. */
  many: probeView({
    id: 'many',
    family: 6,
    host: 'a-rather-long-name.of-a-host.example.net',
    source: '2001:db8:1:2:3:4:5:6',
    hops: Array.from({ length: 17 }, (_, at) =>
      probed(
        {
          index: at + 1,
          address: `2001:db8:feed:${(at + 4096).toString(16)}:aaaa:bbbb:cccc:${at + 1}`,
          name: `et-0-0-${at}.core-router-${at}.some-city.provider.example`,
          lost: at < 11 ? 0 : 14 + (at % 2),
          usual: 3 * at + 1,
        },
        COUNT,
      ),
    ),
  }),
  tracing: probeView({
    id: 'tracing',
    status: 'running',
    phase: 'tracing',
    rounds: 0,
    sent: 0,
    durationMs: 90,
  }),
  probing: probeView({
    id: 'probing',
    status: 'running',
    phase: 'probing',
    rounds: 9,
    durationMs: 6200,
    hops: path({}, 9),
  }),
  prohibited: probeView({
    id: 'prohibited',
    status: 'failed',
    rounds: 3,
    durationMs: 2100,
    hops: path({}, 3),
    trouble: packetTrouble({ kind: 'prohibited', from: '203.0.113.9' }, { family: 4, address: '', size: 64 })
      .text,
  }),
  long: probeView({
    id: 'long',
    status: 'failed',
    rounds: 0,
    sent: 0,
    durationMs: 4,
    trouble: roomTrouble(39, 36, 1500, 4).text,
  }),
  helper: probeView({
    id: 'helper',
    status: 'failed',
    rounds: 0,
    sent: 0,
    durationMs: 4,
    trouble: HELPER_ABSENT,
  }),
} as const satisfies Readonly<Record<string, PathProbeView>>;
export type ProbeName = keyof typeof PROBES;

/** As main would begin it: what was asked for, and nothing known yet. */
export function begunProbe(begun: PathProbeView, ask: PathProbeAsk): PathProbeView {
  const host = 'host' in ask.path ? ask.path.host : null;
  return { ...begun, host, from: ask.from, family: ask.family ?? begun.family };
}

/** A scene in which the window runs such a trace, allowed already. */
export const goingBack = (name: WayName): Partial<Scene> => ({
  encapsulation: ALLOWED,
  startedTrace: there,
  startedBack: WAYS[name],
  destination: {
    incident: null,
    tab: null,
    trace: {
      kind: 'run',
      ask: {
        host: 'example.net',
        method: 'icmp',
        mode: 'once',
        family: null,
        way: name === 'between' ? { direction: 'between', from: '203.0.113.65' } : { direction: 'reverse' },
      },
    },
  },
});
