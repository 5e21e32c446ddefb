import { z } from 'zod';
import {
  SAMPLES_KEPT,
  TRACE_DIRECTIONS,
  TRACE_METHODS,
  TRACE_MODES,
  TRACE_STATUSES,
  type TraceView,
} from '../../domain/model/trace.ts';
import { wallMs } from '../../domain/model/units.ts';

/**
 * A saved trace comes from anywhere: every text is bounded and every list too, so that none can be more than a window
 * can show. Addresses may be masked, so they are texts, not addresses.
 */

/** What can't be shown as it is has no place in a name or a sentence. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
const UNSHOWABLE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((value) => !UNSHOWABLE.test(value), 'holds control characters');

const address = text(100);
const name = text(253);
const word = text(64);
const sentence = text(2000);
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const ttl = z.int().min(1).max(255);
const ms = z.number().min(0).max(Number.MAX_SAFE_INTEGER);
const percent = z.number().min(0).max(100);
/** What a Date can hold. */
const at = z.number().min(0).max(8_640_000_000_000_000).transform(wallMs);

const roundTrips = z.object({ last: ms, min: ms, mean: ms, p95: ms, max: ms, stddev: ms, jitter: ms });

const node = z.object({
  address,
  name: name.nullable(),
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
  received: count,
  rttMs: roundTrips.nullable(),
  answers: z.array(word).max(64),
  mpls: z
    .array(
      z.object({
        label: count,
        trafficClass: count,
        bottomOfStack: z.boolean(),
        ttl: z.int().min(0).max(255),
      }),
    )
    .max(64),
  interfaces: z
    .array(
      z.object({
        role: z.enum(['incoming', 'sub-ip', 'outgoing', 'next-hop']),
        index: count.nullable(),
        address: address.nullable(),
        name: name.nullable(),
        mtu: count.nullable(),
      }),
    )
    .max(64),
  translated: z.boolean(),
});

const hop = z.object({
  ttl,
  sent: count,
  received: count,
  late: count,
  duplicate: count,
  lossPercent: percent.nullable(),
  interval95: z.tuple([percent, percent]).nullable(),
  reading: z.enum(['clean', 'loss', 'rate-limited', 'silent', 'unknown']),
  rttMs: roundTrips.nullable(),
  nodes: z.array(node).max(256),
  samples: z.array(z.object({ atMs: at, rttMs: ms.nullable() })).max(SAMPLES_KEPT),
});

const state = z.enum(['good', 'degraded', 'outage', 'starting']);

export const TRACE_VIEW = z.object({
  id: text(200),
  status: z.enum(TRACE_STATUSES),
  mode: z.enum(TRACE_MODES),
  // Files from before other directions were known have neither of these two.
  direction: z.enum(TRACE_DIRECTIONS).default('forward'),
  relay: z.object({ address, name: name.nullable() }).nullable().default(null),
  host: name,
  destination: z.object({ address, name: name.nullable() }),
  family: z.union([z.literal(4), z.literal(6)]),
  method: z.enum(TRACE_METHODS),
  size: count.optional(),
  port: z.int().min(0).max(65_535).optional(),
  source: address.nullable(),
  network: text(200),
  startedMs: at,
  durationMs: ms,
  rounds: count,
  reached: z.boolean(),
  sent: count,
  received: count,
  late: count,
  duplicate: count,
  hops: z
    .array(hop)
    .max(255)
    .refine((hops) => hops.every(({ ttl }, index) => ttl === index + 1), 'is not in order from hop 1 on'),
  changes: z.array(z.object({ atMs: at, ttl, from: address.nullable(), to: address.nullable() })).max(100),
  links: z
    .array(z.object({ fromTtl: z.int().min(0).max(255), from: address.nullable(), to: address.nullable() }))
    .max(4096),
  pathMtu: z.object({ bytes: count, toldBy: address.nullable(), ttl: ttl.nullable() }).nullable(),
  warnings: z.array(z.object({ code: word, text: sentence, offer: address.optional() })).max(100),
  sentence: z.object({ state, text: sentence }),
  comparison: z
    .object({
      baseline: z.object({ id: text(200), atMs: at }),
      firstDifferentTtl: ttl.nullable(),
      isSlower: z.boolean().optional(),
      text: sentence,
    })
    .nullable(),
  trouble: sentence.nullable(),
}) satisfies z.ZodType<TraceView, unknown>;
