import type { MetricsConfig } from '../domain/model/metrics-config.ts';

/** Shorter ones are in many a text by chance. */
const SHORTEST = 5;

const HIDDEN = '(hidden)';

/** What comes after `?` may be a key as well; a URL that is none has no such part. */
const queryOf = (url: string): string => (URL.canParse(url) ? new URL(url).search.slice(1) : '');

function written({ prometheus, push }: Pick<MetricsConfig, 'prometheus' | 'push'>): readonly string[] {
  const { token, user, password, url } = push;
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return [prometheus.token, token, password, basic, queryOf(url)];
}

/**
 * Takes the secrets of these settings out of texts: words of libraries and of servers that are shown and logged may
 * repeat what they were given.
 */
export function secretsHidden(metrics: Pick<MetricsConfig, 'prometheus' | 'push'>): (text: string) => string {
  const forms = written(metrics).flatMap((one) => [one, encodeURIComponent(one)]);
  // The longest first: one may hold another.
  const secrets = [...new Set(forms)].filter((one) => one.length >= SHORTEST);
  secrets.sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, HIDDEN), text);
}
