import { z } from 'zod';

/** What docs/cli.md promises of each command's JSON, in its order. Strict: a field too many is a failure. */

const count = z.int().min(0);
const ms = z.number().min(0);
const percent = z.number().min(0).max(100);
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const kind = z.enum(['icmp4', 'icmp6', 'tcp4', 'tcp6', 'dns', 'gateway']);
const light = z.enum(['good', 'degraded', 'down', 'unavailable', 'unknown']);
const subject = z.enum(['icmp', 'ipv4', 'ipv6', 'dns', 'gateway']);
const lights = z.strictObject({ icmp: light, ipv4: light, ipv6: light, dns: light, gateway: light });

export const PING = z.strictObject({
  command: z.literal('ping'),
  target: z.string(),
  address: z.string(),
  family: z.union([z.literal(4), z.literal(6)]),
  sent: count,
  received: count,
  late: count,
  duplicates: count,
  lossPercent: percent.nullable(),
  rttMs: z.strictObject({ min: ms, mean: ms, p50: ms, p95: ms, p99: ms, max: ms, stddev: ms }).nullable(),
  mode: z.enum(['helper', 'ping']),
});

const roundTrips = z
  .strictObject({ min: ms, mean: ms, max: ms, last: ms, p95: ms, stddev: ms, jitter: ms })
  .nullable();
const ttl = z.int().min(1).max(64);
const address = z.string().min(1);
const counts = { sent: count, received: count, late: count, duplicate: count };
const routeChange = { at: time, ttl, from: address.nullable(), to: address.nullable() };

const warning = z.strictObject({
  code: z.string().min(1),
  text: z.string().min(1),
  offer: address.optional(),
});

const TRACE_FIELDS = {
  command: z.literal('trace'),
  target: z.string(),
  method: z.enum(['udp', 'icmp', 'tcp']),
  direction: z.enum(['forward', 'reverse', 'between']),
  relay: address.nullable(),
  relayName: z.string().min(1).nullable(),
  mode: z.enum(['once', 'multipath', 'continuous']),
  family: z.union([z.literal(4), z.literal(6)]),
  source: address.nullable(),
  destination: address,
  destinationName: z.string().nullable(),
  reached: z.boolean(),
  status: z.enum(['done', 'stopped', 'failed', 'running']),
  startedAt: time,
  durationMs: ms,
  rounds: count,
  ...counts,
  sentence: z.string().min(1),
  warnings: z.array(warning),
  pathMtu: z.strictObject({ bytes: count, toldBy: address.nullable(), ttl: ttl.nullable() }).nullable(),
  hops: z.array(
    z.strictObject({
      ttl,
      ...counts,
      lossPercent: percent.nullable(),
      interval95: z.tuple([percent, percent]).nullable(),
      reading: z.enum(['clean', 'loss', 'rate-limited', 'silent', 'unknown']),
      rttMs: roundTrips,
      nodes: z.array(
        z.strictObject({
          address,
          name: z.string().min(1).nullable(),
          note: z
            .enum([
              'private',
              'cgn',
              'link-local',
              'unique-local',
              'loopback',
              'multicast',
              'documentation',
              'benchmarking',
              'reserved',
            ])
            .nullable(),
          sent: count,
          received: count,
          rttMs: roundTrips,
          answers: z.array(z.string().min(1)),
          translated: z.boolean(),
          mpls: z.array(
            z.strictObject({ label: count, trafficClass: count, bottomOfStack: z.boolean(), ttl: count }),
          ),
          interfaces: z.array(
            z.strictObject({
              role: z.enum(['incoming', 'sub-ip', 'outgoing', 'next-hop']),
              index: count.nullable(),
              address: address.nullable(),
              name: z.string().nullable(),
              mtu: count.nullable(),
            }),
          ),
        }),
      ),
    }),
  ),
  links: z.array(z.strictObject({ fromTtl: count, from: address.nullable(), to: address.nullable() })),
  changes: z.array(z.strictObject(routeChange)),
};

export const TRACE = z.strictObject(TRACE_FIELDS);

/** One line of `trace --watch --json`. */
export const TRACE_LINE = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('round'), ...TRACE_FIELDS }),
  z.strictObject({ type: z.literal('change'), ...routeChange }),
  z.strictObject({ type: z.literal('end'), ...TRACE_FIELDS }),
]);

const decapsulates = z.enum(['yes', 'no', 'untestable']);
const NOT_TESTABLE = ['refuses', 'prohibited', 'swallows', 'silent', 'no-way-home'] as const;
const wayHome = z.enum(['own', 'hop', 'echo', 'farther']);
const interval = z.tuple([percent, percent]).nullable();

const calibration = {
  address,
  decapsulates,
  reason: z.enum(NOT_TESTABLE).nullable(),
  waysHome: z.array(wayHome),
  farther: address.optional(),
  largestBytes: z.int().min(1).nullable(),
  ttlHome: z.int().min(1).max(255).nullable(),
  testedAt: time,
  partial: z.boolean().optional(),
};

export const PROBE = z.strictObject({
  command: z.literal('probe'),
  target: z.string().min(1).nullable(),
  from: z.string().min(1).nullable(),
  family: z.union([z.literal(4), z.literal(6)]),
  source: address.nullable(),
  path: z.array(address),
  status: z.enum(['done', 'stopped', 'failed']),
  startedAt: time,
  durationMs: ms,
  count: z.int().min(1),
  rounds: count,
  sent: count,
  sentence: z.string().min(1),
  warnings: z.array(warning),
  hops: z.array(
    z.strictObject({
      index: z.int().min(1),
      address: address.nullable(),
      name: z.string().min(1).nullable(),
      decapsulates,
      reason: z.enum([...NOT_TESTABLE, 'behind', 'too-big', 'ceased']).nullable(),
      notTestable: z.string().min(1).nullable(),
      wayHome: wayHome.nullable(),
      ...counts,
      failed: count,
      lossPercent: percent.nullable(),
      interval95: interval,
      rttMs: roundTrips,
    }),
  ),
  stretches: z.array(
    z.strictObject({
      from: count,
      to: count,
      lossPercent: percent.nullable(),
      interval95: interval,
      reading: z.enum(['clean', 'loss', 'unknown']),
    }),
  ),
  calibration: z.array(z.strictObject(calibration)),
});

export const ENCAPSULATION = z.strictObject({
  command: z.literal('encapsulation'),
  network: z.string(),
  allowedBy: z.enum(['config', 'consent']).nullable(),
  allowedSince: time.nullable(),
  calibration: z.array(z.strictObject({ ...calibration, ageMs: ms })),
  log: z.array(
    z.strictObject({
      at: time,
      run: z.string().min(1).optional(),
      what: z.enum(['reverse trace', 'trace between', 'path probe', 'calibration']),
      network: z.string(),
      source: address,
      path: z.array(address),
      sent: count.nullable(),
      durationMs: ms.nullable(),
      end: z.string().min(1),
    }),
  ),
  logDamaged: count,
  logFile: z.string().min(1),
});

export const SAMPLE = z.strictObject({
  type: z.literal('sample'),
  kind,
  anchor: z.string().min(1),
  at: time,
  outcome: z.enum(['reply', 'late', 'lost', 'refused', 'unreachable', 'error', 'suspect']),
  rttMs: ms.nullable(),
  via: z.enum(['helper', 'ping', 'socket']),
  detail: z.string().min(1).optional(),
  revised: z.literal(true).optional(),
});

export const HEALTH = z.strictObject({
  type: z.literal('health'),
  at: time,
  subject,
  health: light,
  previous: light,
  all: lights,
});

const INCIDENT_FIELDS = {
  id: z.string().min(1),
  class: z.enum([
    'local',
    'gateway',
    'captive-portal',
    'total',
    'ipv4-only',
    'ipv6-only',
    'icmp-only',
    'tcp-only',
    'dns',
    'degraded-loss',
    'degraded-latency',
  ]),
  since: time,
  raised: time,
  until: time.nullable(),
  durationMs: ms.nullable(),
  end: z.enum(['recovered', 'absorbed', 'unknown']).nullable(),
  parent: z.string().nullable(),
  network: z.string().min(1),
  evidence: z.strictObject({
    health: lights,
    failing: z.array(kind),
    working: z.array(kind),
    lost: count,
    sent: count,
    figure: z.number().optional(),
  }),
  text: z.string().min(1),
};

export const INCIDENT = z.strictObject({
  type: z.literal('incident'),
  phase: z.enum(['raised', 'cleared']),
  ...INCIDENT_FIELDS,
});

const GAP_FIELDS = {
  from: time,
  to: time,
  durationMs: ms,
  reason: z.enum(['sleep', 'pause', 'not-running', 'clock-jump', 'network-change', 'stall']),
  text: z.string().min(1),
};

export const GAP = z.strictObject({ type: z.literal('gap'), ...GAP_FIELDS });

export const MODE = z.strictObject({
  type: z.literal('mode'),
  at: time,
  icmp: z.enum(['helper', 'ping', 'none']),
  reason: z.string(),
});

export const NETWORK = z.strictObject({
  type: z.literal('network'),
  at: time,
  id: z.string().min(1),
  label: z.string().min(1),
  ipv4: z.boolean(),
  ipv6: z.boolean(),
  gateway4: z.string().nullable(),
  gateway6: z.string().nullable(),
});

/** One line of `monitor --json`. */
export const EVENT = z.discriminatedUnion('type', [SAMPLE, HEALTH, INCIDENT, GAP, MODE, NETWORK]);

const COUNTS = { sent: count, received: count, lost: count, late: count, lossPercent: percent.nullable() };

export const HISTORY = z.strictObject({
  command: z.literal('history'),
  from: time,
  to: time,
  bucketMs: z.int().min(1),
  resolution: z.enum(['raw', 'minute', 'hour']),
  series: z.array(
    z.strictObject({
      kind,
      total: z.strictObject({
        ...COUNTS,
        rttMs: z.strictObject({ min: ms, mean: ms, max: ms }).nullable(),
      }),
      buckets: z.array(
        z.strictObject({
          from: time,
          to: time,
          ...COUNTS,
          rttMs: z.strictObject({ min: ms, mean: ms, p50: ms, p95: ms, p99: ms, max: ms }).nullable(),
          gap: GAP_FIELDS.reason.nullable(),
        }),
      ),
    }),
  ),
  gaps: z.array(z.strictObject(GAP_FIELDS)),
});

const ONSET_TRACE = z.strictObject({
  id: z.string().min(1),
  at: time,
  family: z.union([z.literal(4), z.literal(6)]),
  address,
  method: TRACE_FIELDS.method,
  reached: z.boolean(),
  sentence: z.string().min(1),
});

export const INCIDENTS = z.strictObject({
  command: z.literal('incidents'),
  from: time.nullable(),
  to: time.nullable(),
  incidents: z.array(
    z.strictObject({
      ...INCIDENT_FIELDS,
      note: z.string().min(1).optional(),
      traces: z.array(ONSET_TRACE),
    }),
  ),
});

/** What `incidents --trace --json` prints. */
export const KEPT_TRACE = z.strictObject({
  ...TRACE_FIELDS,
  comparison: z
    .strictObject({
      baseline: z.strictObject({ id: z.string().min(1), at: time }),
      firstDifferentTtl: ttl.nullable(),
      isSlower: z.boolean(),
      text: z.string().min(1),
    })
    .nullable(),
});

export const DOCTOR = z.strictObject({
  command: z.literal('doctor'),
  canMonitor: z.boolean(),
  icmp: z.enum(['helper', 'ping', 'none']),
  checks: z.array(
    z.strictObject({
      id: z.enum([
        'node',
        'helper',
        'helper-files',
        'way-inherited',
        'way-file-capability',
        'way-pkexec',
        'way-sudo-prompt',
        'privilege',
        'ping',
        'tcp',
        'ipv4',
        'ipv6',
        'dns',
        'data',
        'metrics',
        'tray',
      ]),
      title: z.string().min(1),
      state: z.enum(['ok', 'limited', 'no']),
      text: z.string().min(1),
      wayOut: z.string(),
    }),
  ),
});

export const METRICS = z.strictObject({
  command: z.literal('metrics'),
  machine: z.string().min(1),
  exporters: z.array(
    z.strictObject({
      exporter: z.enum(['statsd', 'prometheus', 'push']),
      outcome: z.enum(['arrived', 'sent', 'failed', 'off']),
      text: z.string(),
    }),
  ),
});
