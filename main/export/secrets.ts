import type { MetricsConfig } from '../domain/model/metrics-config.ts';
import { isHideable } from '../domain/model/secret.ts';

type Settings = Pick<MetricsConfig, 'prometheus' | 'push'>;

const HIDDEN = '(hidden)';

/** With its `?`; a URL that is none has no such part. */
const queryOf = (url: string): string => (URL.canParse(url) ? new URL(url).search : '');

/** Without those that a text may hold by chance, which a gap would give away: our own words never hold any. */
function written({ prometheus, push }: Settings): readonly string[] {
  const { token, user, password, url } = push;
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  const all = [prometheus.token, token, password, basic, queryOf(url).slice(1)];
  return all.flatMap((one) => [one, encodeURIComponent(one)]).filter(isHideable);
}

/**
 * Takes the secrets of these settings out of texts: words of libraries and of servers that are shown and logged may
 * repeat what they were given.
 */
export function secretsHidden(metrics: Settings): (text: string) => string {
  const secrets = [...new Set(written(metrics))];
  // The longest first: one may hold another.
  secrets.sort((a, b) => b.length - a.length);
  // What comes after `?` may be a key as well, and behind that sign it is none by chance, however short.
  const query = queryOf(metrics.push.url);
  return (text) => {
    const whole = query.length > 1 ? text.replaceAll(query, `?${HIDDEN}`) : text;
    return secrets.reduce((hidden, secret) => hidden.replaceAll(secret, HIDDEN), whole);
  };
}
