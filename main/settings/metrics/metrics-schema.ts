import { z } from 'zod';
import { PUSH_FORMATS, STATSD_NAMES, STATSD_PROTOCOLS } from '../../domain/model/metrics-config.ts';
import { whole } from '../bounds.ts';
import { DEFAULT_CONFIG } from '../defaults.ts';
import type { Fault } from './fault.ts';
import { labelFaults, lostNameFaults } from './label-faults.ts';
import { machineFault } from './machine-fault.ts';
import { prometheusFaults } from './prometheus-faults.ts';
import { pushFaults } from './push-faults.ts';
import { statsdFaults } from './statsd-faults.ts';

const DEFAULTS = DEFAULT_CONFIG.metrics;

/** No secret is among the texts of a fault, so that it may be shown and logged. */
const noFaults =
  <Value>(faultsOf: (value: Value) => readonly Fault[]) =>
  (value: Value, context: z.RefinementCtx<Value>): void => {
    for (const { path, message, formMessage = message } of faultsOf(value)) {
      context.addIssue({ code: 'custom', path: [...path], message, params: { formMessage } });
    }
  };

const STATSD = z
  .strictObject({
    enabled: z.boolean().default(DEFAULTS.statsd.enabled),
    host: z.string().default(DEFAULTS.statsd.host),
    port: whole('metrics.statsd.port').default(DEFAULTS.statsd.port),
    protocol: z.enum(STATSD_PROTOCOLS).default(DEFAULTS.statsd.protocol),
    names: z.enum(STATSD_NAMES).default(DEFAULTS.statsd.names),
    prefix: z.string().default(DEFAULTS.statsd.prefix),
  })
  .superRefine(noFaults(statsdFaults));

const PROMETHEUS = z
  .strictObject({
    enabled: z.boolean().default(DEFAULTS.prometheus.enabled),
    address: z.string().default(DEFAULTS.prometheus.address),
    port: whole('metrics.prometheus.port').default(DEFAULTS.prometheus.port),
    token: z.string().default(DEFAULTS.prometheus.token),
    certFile: z.string().default(DEFAULTS.prometheus.certFile),
    keyFile: z.string().default(DEFAULTS.prometheus.keyFile),
  })
  .superRefine(noFaults(prometheusFaults));

const PUSH = z
  .strictObject({
    enabled: z.boolean().default(DEFAULTS.push.enabled),
    url: z.string().default(DEFAULTS.push.url),
    format: z.enum(PUSH_FORMATS).default(DEFAULTS.push.format),
    token: z.string().default(DEFAULTS.push.token),
    user: z.string().default(DEFAULTS.push.user),
    password: z.string().default(DEFAULTS.push.password),
    queueMegabytes: whole('metrics.push.queueMegabytes').default(DEFAULTS.push.queueMegabytes),
    resendSeconds: whole('metrics.push.resendSeconds').default(DEFAULTS.push.resendSeconds),
  })
  .superRefine(noFaults(pushFaults));

const LABELS = z.preprocess(
  (value, context) => {
    noFaults(lostNameFaults)(value, context);
    return value;
  },
  z.record(z.string(), z.string()).superRefine(noFaults(labelFaults)),
);

export const METRICS = z.strictObject({
  machine: z.string().trim().superRefine(noFaults(machineFault)).default(DEFAULTS.machine),
  labels: LABELS.default(DEFAULTS.labels),
  statsd: STATSD.default(DEFAULTS.statsd),
  prometheus: PROMETHEUS.default(DEFAULTS.prometheus),
  push: PUSH.default(DEFAULTS.push),
});

/** Its objects by their path; the keys of `labels` are the user's own. */
export const METRICS_OBJECTS: readonly (readonly [string, z.ZodObject])[] = [
  ['metrics', METRICS],
  ['metrics.statsd', STATSD],
  ['metrics.prometheus', PROMETHEUS],
  ['metrics.push', PUSH],
];
