import type { Config } from '../domain/model/config.ts';
import type { Detector } from '../domain/outage/types.ts';
import type { History, Retention } from '../history/types.ts';
import type { Monitor } from '../monitor/types.ts';
import { detectorSettings } from './detector-options.ts';

export const retentionOf = ({ retention }: Config): Retention => ({
  rawHours: retention.rawHours,
  minuteDays: retention.minuteDays,
  hourDays: retention.hourDays,
  maxBytes: retention.maxMegabytes * 1_000_000,
});

interface Parts {
  readonly detector: Pick<Detector, 'reconfigure'>;
  readonly monitor: Pick<Monitor, 'reconfigure'>;
  readonly history: Pick<History, 'configure'> | null;
}

/** Other settings in a running engine. The detector first: the monitor tells it at once who is probed from now on. */
export function reconfigure({ detector, monitor, history }: Parts, config: Config): void {
  detector.reconfigure(detectorSettings(config));
  monitor.reconfigure(config);
  history?.configure(retentionOf(config));
}
