import { z } from 'zod';
import type { Config } from '../domain/model/config.ts';
import { KINDS } from '../domain/model/kind.ts';
import { anchorFaults, normalAnchor } from './check-anchors.ts';
import { DEFAULT_CONFIG } from './defaults.ts';

/** Bounds of every number a user can set. */
export const BOUNDS = {
  anchors: { min: 0, max: 64 },
  port: { min: 1, max: 65_535 },
  /** Faster than one probe a second per target looks like a flood to home routers. */
  intervalMs: { min: 1000, max: 60_000 },
  timeoutMs: { min: 1000, max: 10_000 },
  notifyAfterMs: { min: 0, max: 3_600_000 },
  rawHours: { min: 1, max: 24 * 31 },
  minuteDays: { min: 1, max: 3650 },
  hourDays: { min: 1, max: 36_500 },
  maxMegabytes: { min: 10, max: 1_000_000 },
} as const;

const whole = ({ min, max }: { min: number; max: number }) => z.int().min(min).max(max);

/** RFC 1035 section 2.3.4: 63 octets a label, 253 characters in all; `_` is seen in practice. */
const HOST_NAME =
  /^(?=.{1,253}\.?$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i;

function isPortalUrl(text: string): boolean {
  return text === '' || (URL.canParse(text) && new URL(text).protocol === 'http:');
}

const ANCHOR = z.strictObject({
  kind: z.enum(KINDS),
  address: z.string(),
  port: whole(BOUNDS.port).optional(),
});

const ANCHORS = z
  .array(ANCHOR)
  .max(BOUNDS.anchors.max)
  .superRefine((anchors, context) => {
    for (const { path, message } of anchorFaults(anchors)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  })
  .transform((anchors) => anchors.map(normalAnchor));

const RETENTION = z.strictObject({
  rawHours: whole(BOUNDS.rawHours).default(DEFAULT_CONFIG.retention.rawHours),
  minuteDays: whole(BOUNDS.minuteDays).default(DEFAULT_CONFIG.retention.minuteDays),
  hourDays: whole(BOUNDS.hourDays).default(DEFAULT_CONFIG.retention.hourDays),
  maxMegabytes: whole(BOUNDS.maxMegabytes).default(DEFAULT_CONFIG.retention.maxMegabytes),
});

/** The configuration file. What is left out has its default; a key that is not here is an error. */
export const CONFIG_SCHEMA = z.strictObject({
  anchors: ANCHORS.default([...DEFAULT_CONFIG.anchors]),
  intervalMs: whole(BOUNDS.intervalMs).default(DEFAULT_CONFIG.intervalMs),
  timeoutMs: whole(BOUNDS.timeoutMs).default(DEFAULT_CONFIG.timeoutMs),
  notifyAfterMs: whole(BOUNDS.notifyAfterMs).default(DEFAULT_CONFIG.notifyAfterMs),
  dnsName: z
    .string()
    .regex(HOST_NAME, 'must be a host name such as example.com')
    .default(DEFAULT_CONFIG.dnsName),
  portalUrl: z
    .string()
    .refine(isPortalUrl, 'must be an http:// address, or "" for no captive-portal check')
    .default(DEFAULT_CONFIG.portalUrl),
  retention: RETENTION.default(DEFAULT_CONFIG.retention),
  allowEncapsulation: z.boolean().default(DEFAULT_CONFIG.allowEncapsulation),
}) satisfies z.ZodType<Config>;

/** Keys allowed in the object at a path, for "did you mean". */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(CONFIG_SCHEMA.shape);
  if (path[0] === 'retention') return Object.keys(RETENTION.shape);
  return path[0] === 'anchors' ? Object.keys(ANCHOR.shape) : [];
}
