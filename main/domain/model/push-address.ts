import type { PushFormat } from './metrics-config.ts';

/**
 * The format that servers take at a path; null: it does not tell. InfluxDB and VictoriaMetrics take lines at `/write`
 * and `/api/v2/write`, and VictoriaMetrics throws away anything else there with 204. Stores that take both have the
 * word for Prometheus' in the path: `/api/v1/prom/write`, `/v1/prometheus/write`.
 */
export function formatAt(pathname: string): PushFormat | null {
  if (/\/api\/v1\/(write|push)\/?$/.test(pathname)) return 'remote-write';
  return /\/write\/?$/.test(pathname) && !/prom/i.test(pathname) ? 'influx' : null;
}

/** The format that a server takes at this path, where it is another than the one that is sent; null: nothing is wrong. */
export function otherFormatAt(pathname: string, sent: PushFormat): PushFormat | null {
  const taken = formatAt(pathname);
  return taken === sent ? null : taken;
}
