import { accessSync, constants } from 'node:fs';
import type { MetricsConfig } from '../../domain/model/metrics-config.ts';
import { listText } from '../../domain/words/names.ts';
import { problemLine } from '../../settings/problem.ts';
import { placesOf } from '../metrics/places.ts';
import { type Check, limited, ok } from './check.ts';

/** What Prometheus' listener cannot read; null: nothing. */
function unreadable({ prometheus: { enabled, certFile, keyFile } }: MetricsConfig): string | null {
  if (!enabled) return null;
  for (const file of [certFile, keyFile].filter((one) => one !== '')) {
    try {
      accessSync(file, constants.R_OK);
    } catch {
      return file;
    }
  }
  return null;
}

/** Looked at, not tried: nothing is sent to any other machine here. */
export const METRICS_OUT: Check = {
  id: 'metrics',
  title: 'Metrics',
  run({ config }) {
    if (!config.ok) return limited(`the configuration can't be used: ${problemLine(config.problem)}`);
    const { metrics } = config.config;
    const places = placesOf(metrics);
    if (places.length === 0) return ok('sent nowhere');
    const file = unreadable(metrics);
    if (file !== null)
      return limited(`${file} can't be read`, 'let this user read it, or correct "metrics.prometheus"');
    return ok(`${listText(places)}; "faultline metrics" tests them`);
  },
};
