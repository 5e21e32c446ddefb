import type { MetricsConfig, StatsdConfig } from '../../../../main/domain/model/metrics-config.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';

/** Everything as it is by default, but for StatsD at this machine. */
export const metricsOf = (statsd: Partial<StatsdConfig>): MetricsConfig => ({
  ...DEFAULT_CONFIG.metrics,
  statsd: { ...DEFAULT_CONFIG.metrics.statsd, enabled: true, host: '127.0.0.1', ...statsd },
});
