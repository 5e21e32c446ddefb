import type { StatsdConfig } from '../../domain/model/metrics-config.ts';
import { parseLiteral } from '../check-anchors.ts';
import { HOST_NAME } from '../host-name.ts';
import type { Fault } from './fault.ts';

const MAX_PREFIX_LENGTH = 100;

/** What Graphite keeps as it is, and StatsD's `:`, `|` and `@` are not among; an empty part would be lost. */
const PREFIX = /^(?:[A-Za-z0-9_-]+\.)*(?:[A-Za-z0-9_-]*[_-])?$/;

const PREFIX_WORDS = 'letters, digits, _ and -, in parts that each end with a dot, such as home.';

/** Digits and dots alone are a mistyped address, never a name. */
const isHost = (host: string): boolean =>
  parseLiteral(host) !== null || (HOST_NAME.test(host) && !/^[\d.]+$/.test(host));

export function statsdFaults({ host, prefix }: Pick<StatsdConfig, 'host' | 'prefix'>): readonly Fault[] {
  const faults: Fault[] = [];
  if (!isHost(host)) {
    faults.push({
      path: ['host'],
      message: '"metrics.statsd.host" names no host; write a name or an IP address',
      formMessage: 'this names no host; write a name or an IP address',
    });
  }
  if (prefix.length > MAX_PREFIX_LENGTH || !PREFIX.test(prefix)) {
    const wayOut = `use ${PREFIX_WORDS}, at most ${MAX_PREFIX_LENGTH} characters`;
    faults.push({
      path: ['prefix'],
      message: `"metrics.statsd.prefix" cannot begin a name; ${wayOut}`,
      formMessage: `this cannot begin a name; ${wayOut}`,
    });
  }
  return faults;
}
