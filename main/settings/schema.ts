import { z } from 'zod';
import type { Config } from '../domain/model/config.ts';
import { HELPER_CHOICES } from '../domain/model/helper-way.ts';
import { INCIDENT_CLASSES } from '../domain/model/incident.ts';
import { KINDS } from '../domain/model/kind.ts';
import { BOUNDS, whole } from './bounds.ts';
import { anchorFaults, normalAnchor } from './check-anchors.ts';
import { DEFAULT_CONFIG } from './defaults.ts';
import { HOST_NAME } from './host-name.ts';
import { METRICS, METRICS_OBJECTS } from './metrics/metrics-schema.ts';

function isPortalUrl(text: string): boolean {
  return text === '' || (URL.canParse(text) && new URL(text).protocol === 'http:');
}

const ANCHOR = z.strictObject({
  kind: z.enum(KINDS),
  address: z.string(),
  port: whole('anchors.port').optional(),
});

const ANCHORS = z
  .array(ANCHOR)
  .max(BOUNDS.anchors.max)
  .superRefine((anchors, context) => {
    for (const { path, message, formMessage } of anchorFaults(anchors)) {
      context.addIssue({ code: 'custom', path: [...path], message, params: { formMessage } });
    }
  })
  .transform((anchors) => anchors.map(normalAnchor));

const RETENTION = z.strictObject({
  rawHours: whole('retention.rawHours').default(DEFAULT_CONFIG.retention.rawHours),
  minuteDays: whole('retention.minuteDays').default(DEFAULT_CONFIG.retention.minuteDays),
  hourDays: whole('retention.hourDays').default(DEFAULT_CONFIG.retention.hourDays),
  maxMegabytes: whole('retention.maxMegabytes').default(DEFAULT_CONFIG.retention.maxMegabytes),
});

const THRESHOLDS = z.strictObject({
  lossPercent: whole('thresholds.lossPercent').default(DEFAULT_CONFIG.thresholds.lossPercent),
  latencyMs: whole('thresholds.latencyMs').default(DEFAULT_CONFIG.thresholds.latencyMs),
});

const TIME_OF_DAY = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:00');

const QUIET_HOURS = z.strictObject({
  enabled: z.boolean().default(DEFAULT_CONFIG.notifications.quietHours.enabled),
  from: TIME_OF_DAY.default(DEFAULT_CONFIG.notifications.quietHours.from),
  to: TIME_OF_DAY.default(DEFAULT_CONFIG.notifications.quietHours.to),
});

const NOTIFICATIONS = z.strictObject({
  enabled: z.boolean().default(DEFAULT_CONFIG.notifications.enabled),
  muted: z.array(z.enum(INCIDENT_CLASSES)).default([]),
  cooldownMs: whole('notifications.cooldownMs').default(DEFAULT_CONFIG.notifications.cooldownMs),
  quietHours: QUIET_HOURS.default(DEFAULT_CONFIG.notifications.quietHours),
});

/** The configuration file. What is left out has its default; a key that is not here is an error. */
export const CONFIG_SCHEMA = z.strictObject({
  anchors: ANCHORS.default([...DEFAULT_CONFIG.anchors]),
  intervalMs: whole('intervalMs').default(DEFAULT_CONFIG.intervalMs),
  timeoutMs: whole('timeoutMs').default(DEFAULT_CONFIG.timeoutMs),
  notifyAfterMs: whole('notifyAfterMs').default(DEFAULT_CONFIG.notifyAfterMs),
  dnsName: z
    .string()
    .regex(HOST_NAME, 'must be a host name such as example.com')
    .default(DEFAULT_CONFIG.dnsName),
  portalUrl: z
    .string()
    .refine(isPortalUrl, {
      message: 'must be an http:// address, or "" for no captive-portal check',
      params: { formMessage: 'this must be an http:// address; leave it empty for no check' },
    })
    .default(DEFAULT_CONFIG.portalUrl),
  retention: RETENTION.default(DEFAULT_CONFIG.retention),
  allowEncapsulation: z.boolean().default(DEFAULT_CONFIG.allowEncapsulation),
  thresholds: THRESHOLDS.default(DEFAULT_CONFIG.thresholds),
  notifications: NOTIFICATIONS.default({ ...DEFAULT_CONFIG.notifications, muted: [] }),
  startAtLogin: z.boolean().default(DEFAULT_CONFIG.startAtLogin),
  helperWay: z.enum(HELPER_CHOICES).default(DEFAULT_CONFIG.helperWay),
  metrics: METRICS.default(DEFAULT_CONFIG.metrics),
}) satisfies z.ZodType<Config>;

/** Every object of the configuration, by its path without the indexes of lists. */
const OBJECTS: ReadonlyMap<string, z.ZodObject> = new Map<string, z.ZodObject>([
  ['', CONFIG_SCHEMA],
  ['anchors', ANCHOR],
  ['retention', RETENTION],
  ['thresholds', THRESHOLDS],
  ['notifications', NOTIFICATIONS],
  ['notifications.quietHours', QUIET_HOURS],
  ...METRICS_OBJECTS,
]);

/** Keys allowed in the object at a path, for "did you mean". */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const name = path.filter((part) => typeof part === 'string').join('.');
  return Object.keys(OBJECTS.get(name)?.shape ?? {});
}

/** The objects other than lists' elements that have such a key: `thresholds` for `lossPercent`. */
export function homesOf(key: string): readonly string[] {
  return [...OBJECTS]
    .filter(([name, { shape }]) => name !== '' && name !== 'anchors' && Object.hasOwn(shape, key))
    .map(([name]) => name);
}
